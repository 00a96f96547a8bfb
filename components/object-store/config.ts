/** `streaming:objectStore`: where checkpoints, savepoints and backups are kept, off the nodes. */
import { z } from "zod";
import type { Fault } from "../../core/config/faults";
import { settings, text } from "../../core/config/fields";
import type { DeepPartial } from "../../core/config/lenient";

/** S3 lets a bucket's name have 63 characters; behind the prefix the longest has the 25 of `-apphub-flink-checkpoints`. */
const LONGEST_PREFIX = 38;

const prefix = z
  .string({ error: "must be a text" })
  .max(LONGEST_PREFIX, { error: `must have at most ${LONGEST_PREFIX} characters` })
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, {
    error: "must be lower-case letters, digits and single -, starting and ending with a letter or digit",
  });

export const ObjectStoreConfig = settings({
  prefix: prefix.describe("First part of every bucket's name; in S3 such names are global."),
  region: text().describe("Region of the buckets, such as eu-central-1; S3-compatible stores mostly say us-east-1."),
  oidcProvider: z
    .string({ error: "must be a text" })
    .regex(/^arn:aws[a-z-]*:iam::\d{12}:oidc-provider\/[^\s/]+(\/[^\s/]+)*$/, {
      error:
        "must be an ARN, such as arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/0AB1",
    })
    .optional()
    .describe(
      "ARN of the cluster's identity provider in IAM: through it, service accounts take roles that may use the buckets. Required on AWS.",
    ),
  endpoint: z
    .string({ error: "must be an address" })
    .regex(/^https?:\/\/[^\s/]+$/, { error: "must be an address without a path, such as https://s3.example.net:9000" })
    .optional()
    .describe(
      "Address of an S3-compatible store instead of AWS. Its buckets are made by those who run it; it must not lie on the nodes whose loss it is for.",
    ),
  accessKey: text().optional().describe("Access key at that store; the secret key is streaming:objectStoreSecretKey."),
});
export type ObjectStoreConfig = z.output<typeof ObjectStoreConfig>;

/** Faults that several settings make together. */
export function objectStoreFaults(config: DeepPartial<ObjectStoreConfig> | undefined): readonly Fault[] {
  if (config === undefined) return [];
  const { endpoint, accessKey, oidcProvider } = config;
  const at = (name: string) => ["objectStore", name];
  if (endpoint === undefined)
    return [
      ...(oidcProvider === undefined
        ? [{ path: at("oidcProvider"), message: "is required on AWS; an S3-compatible store has an endpoint instead" }]
        : []),
      ...(accessKey === undefined
        ? []
        : [{ path: at("accessKey"), message: "must be left out on AWS: roles need no keys", got: accessKey }]),
    ];
  return [
    ...(accessKey === undefined ? [{ path: at("accessKey"), message: "is required with an endpoint" }] : []),
    ...(oidcProvider === undefined
      ? []
      : [
          {
            path: at("oidcProvider"),
            message: "must be left out with an endpoint: only AWS has such roles",
            got: oidcProvider,
          },
        ]),
  ];
}
