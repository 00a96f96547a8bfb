/** A bucket with everything that belongs to it, and a role that may use it, for the test that runs the aws provider with the Pulumi CLI. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const endpoint = config.require("endpoint");
const days = config.requireNumber("days");
const prefix = config.require("prefix");

const provider = new aws.Provider("aws", {
  region: "eu-central-1",
  accessKey: "sandbox",
  secretKey: config.requireSecret("secretKey"),
  s3UsePathStyle: true,
  endpoints: [{ s3: endpoint, iam: endpoint, sts: endpoint }],
  defaultTags: { tags: { project: "streaming" } },
});
const onAws = { provider };

const bucket = new aws.s3.Bucket(
  "segments",
  { bucket: `${prefix}-segments`, forceDestroy: config.getBoolean("forceDestroy") ?? false, tags: { team: "sre" } },
  onAws,
);
new aws.s3.BucketVersioning(
  "segments",
  { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
  onAws,
);
new aws.s3.BucketServerSideEncryptionConfiguration(
  "segments",
  { bucket: bucket.bucket, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }] },
  onAws,
);
new aws.s3.BucketLifecycleConfiguration(
  "segments",
  {
    bucket: bucket.bucket,
    rules: [{ id: "old", status: "Enabled", filter: { prefix: "segments/" }, expiration: { days } }],
  },
  onAws,
);
const block = new aws.s3.BucketPublicAccessBlock(
  "segments",
  { bucket: bucket.bucket, blockPublicAcls: true, blockPublicPolicy: true, restrictPublicBuckets: true },
  onAws,
);
new aws.s3.BucketOwnershipControls(
  "segments",
  { bucket: bucket.bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
  onAws,
);
new aws.s3.BucketMetric("segments", { bucket: bucket.bucket, name: "EntireBucket" }, onAws);
new aws.s3.BucketPolicy(
  "segments",
  {
    bucket: bucket.bucket,
    policy: {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::123456789012:root" },
          Action: ["s3:PutObject", "s3:GetObject"],
          Resource: pulumi.interpolate`${bucket.arn}/*`,
        },
      ],
    },
  },
  { ...onAws, dependsOn: block },
);

const issuer = new aws.iam.OpenIdConnectProvider(
  "cluster",
  { url: "https://oidc.example.org/id/CLUSTER", clientIdLists: ["sts.amazonaws.com"] },
  onAws,
);
const role = new aws.iam.Role(
  "agent",
  {
    assumeRolePolicy: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Federated: issuer.arn }, Action: "sts:AssumeRoleWithWebIdentity" }],
    },
  },
  onAws,
);
const policy = new aws.iam.Policy(
  "agent",
  {
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: pulumi.interpolate`${bucket.arn}/*` },
      ],
    }),
  },
  onAws,
);
new aws.iam.RolePolicyAttachment("agent", { role: role.name, policyArn: policy.arn }, onAws);
new aws.iam.RolePolicy(
  "list",
  {
    role,
    policy: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:ListBucket", Resource: bucket.arn }],
    },
  },
  onAws,
);

export const bucketName = bucket.bucket;
export const roleArn = role.arn;
