/** IAM's documents, as plain JSON. */
import type { IamRolePlan } from "./plan";

export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: string | Readonly<Record<string, string>>;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const document = (...statements: readonly Statement[]): PolicyDocument => ({
  Version: "2012-10-17",
  Statement: statements,
});

/** `arn:aws:…` and `arn:aws-cn:…` name their things alike. */
const bucketArn = (oidcProvider: string, bucket: string): string =>
  `arn:${oidcProvider.split(":")[1] ?? "aws"}:s3:::${bucket}`;

/** Whoever isn't on TLS is refused, whatever else allows them. */
export function tlsOnly(oidcProvider: string, bucket: string): PolicyDocument {
  const arn = bucketArn(oidcProvider, bucket);
  return document({
    Sid: "TlsOnly",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  });
}

/** Only pods of this one service account take the role. */
export function trust(oidcProvider: string, { serviceAccount }: IamRolePlan): PolicyDocument {
  const issuer = oidcProvider.slice(oidcProvider.indexOf("/") + 1);
  return document({
    Effect: "Allow",
    Principal: { Federated: oidcProvider },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: {
        [`${issuer}:aud`]: "sts.amazonaws.com",
        [`${issuer}:sub`]: `system:serviceaccount:${serviceAccount.namespace}:${serviceAccount.name}`,
      },
    },
  });
}

/** Reading, writing and clearing up in one bucket; not its settings, and no other bucket. */
export function useBucket(oidcProvider: string, { bucket }: IamRolePlan): PolicyDocument {
  const arn = bucketArn(oidcProvider, bucket);
  return document(
    {
      Sid: "Bucket",
      Effect: "Allow",
      Action: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
      Resource: arn,
    },
    {
      Sid: "Objects",
      Effect: "Allow",
      Action: [
        "s3:AbortMultipartUpload",
        "s3:DeleteObject",
        "s3:GetObject",
        "s3:ListMultipartUploadParts",
        "s3:PutObject",
      ],
      Resource: `${arn}/*`,
    },
  );
}
