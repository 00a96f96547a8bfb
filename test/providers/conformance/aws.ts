/** What the aws provider must do with buckets and their settings (SDK 7.48). */
import { PutBucketEncryptionCommand, PutBucketTaggingCommand, PutBucketVersioningCommand } from "@aws-sdk/client-s3";
import { makeBucket, removeBucket, REGION, type AwsWorld } from "./aws-world";
import { UNKNOWN_INPUT, type KindCases } from "./cases";

const bucket = { bucket: "conformance-bucket", tags: { team: "sre" } };

export const bucketCases: KindCases<AwsWorld> = {
  token: "aws:s3/bucket:Bucket",
  inputs: bucket,
  id: bucket.bucket,
  outputs: {
    ...bucket,
    arn: "arn:aws:s3:::conformance-bucket",
    bucketDomainName: "conformance-bucket.s3.amazonaws.com",
    bucketRegionalDomainName: "conformance-bucket.s3.eu-central-1.amazonaws.com",
    bucketRegion: REGION,
    forceDestroy: false,
    hostedZoneId: "Z21DNDUVLTQW6Q",
    objectLockEnabled: false,
    region: REGION,
    requestPayer: "BucketOwner",
    serverSideEncryptionConfiguration: {
      rule: { applyServerSideEncryptionByDefault: { kmsMasterKeyId: "", sseAlgorithm: "AES256" } },
    },
    tagsAll: { team: "sre", project: "conformance" },
    versioning: { enabled: false, mfaDelete: false },
  },
  equivalents: [
    { title: "a default that is written out", inputs: { ...bucket, forceDestroy: "false", region: REGION } },
  ],
  updates: [
    {
      title: "another tag, and one that outdoes the provider's",
      inputs: { ...bucket, tags: { team: "data", project: "streams" } },
      changes: ["tags", "tagsAll"],
      outputs: { tags: { team: "data", project: "streams" }, tagsAll: { team: "data", project: "streams" } },
    },
    {
      title: "no tags of its own",
      inputs: { bucket: bucket.bucket },
      changes: ["tags", "tagsAll"],
      outputs: { tagsAll: { project: "conformance" } },
    },
    {
      title: "its objects may go with it",
      inputs: { ...bucket, forceDestroy: true },
      changes: ["forceDestroy", "tags", "tagsAll"],
      outputs: { forceDestroy: true },
    },
  ],
  replacements: [
    {
      title: "another name",
      inputs: { ...bucket, bucket: "conformance-other", forceDestroy: true },
      because: ["bucket"],
      deleteBeforeReplace: true,
    },
    {
      title: "another region",
      inputs: { ...bucket, region: "eu-west-1", forceDestroy: true },
      because: ["region"],
      deleteBeforeReplace: true,
    },
    {
      title: "object lock",
      inputs: { ...bucket, objectLockEnabled: true, forceDestroy: true },
      because: ["objectLockEnabled"],
      deleteBeforeReplace: true,
    },
  ],
  drift: [
    {
      title: "tags of somebody else",
      change: async ({ s3 }) => {
        const tags = [{ Key: "owner", Value: "nobody" }];
        await s3.send(new PutBucketTaggingCommand({ Bucket: bucket.bucket, Tagging: { TagSet: tags } }));
      },
      outputs: { tags: { owner: "nobody" }, tagsAll: { owner: "nobody" } },
      changes: ["tags", "tagsAll"],
    },
    {
      title: "versions, which another resource is responsible for",
      change: async ({ s3 }) => {
        const configuration = { Status: "Enabled" as const };
        await s3.send(
          new PutBucketVersioningCommand({ Bucket: bucket.bucket, VersioningConfiguration: configuration }),
        );
      },
      outputs: { versioning: { enabled: true, mfaDelete: false } },
      changes: [],
    },
  ],
  unknown: { inputs: { ...bucket, tags: { team: UNKNOWN_INPUT } }, outputs: ["arn", "tagsAll"] },
  imported: { id: bucket.bucket, inputs: bucket },
  refused: [
    {
      title: "a name that is too long",
      inputs: { bucket: "b".repeat(64) },
      reason: /expected length of bucket to be in the range \(0 - 63\)/,
      by: "check",
    },
    {
      title: "a name and a prefix",
      inputs: { ...bucket, bucketPrefix: "conformance-" },
      reason: /"bucket": conflicts with bucket_prefix/,
      by: "check",
    },
    {
      title: "a computed field",
      inputs: { ...bucket, arn: "arn:aws:s3:::x" },
      reason: /Invalid or unknown key/,
      by: "check",
    },
    {
      title: "a name with capital letters",
      inputs: { bucket: "Conformance" },
      reason: /validating S3 Bucket \(Conformance\) name: only lowercase alphanumeric characters and hyphens allowed/,
      by: "create",
    },
  ],
  remove: removeBucket(bucket.bucket),
};

const VERSIONED = "conformance-versioning";
const versioning = { bucket: VERSIONED, versioningConfiguration: { status: "Enabled" } };

export const versioningCases: KindCases<AwsWorld> = {
  token: "aws:s3/bucketVersioning:BucketVersioning",
  before: makeBucket(VERSIONED),
  inputs: versioning,
  id: VERSIONED,
  outputs: { bucket: VERSIONED, region: REGION, versioningConfiguration: { status: "Enabled", mfaDelete: "" } },
  updates: [
    {
      title: "suspended",
      inputs: { ...versioning, versioningConfiguration: { status: "Suspended" } },
      changes: ["versioningConfiguration"],
      outputs: { versioningConfiguration: { status: "Suspended", mfaDelete: "" } },
    },
    {
      title: "enabled again",
      inputs: versioning,
      changes: ["versioningConfiguration"],
      outputs: { versioningConfiguration: { status: "Enabled", mfaDelete: "" } },
    },
  ],
  replacements: [
    {
      title: "another bucket",
      inputs: { ...versioning, bucket: "conformance-other" },
      because: ["bucket"],
      deleteBeforeReplace: false,
    },
  ],
  drift: [
    {
      title: "suspended by somebody",
      change: async ({ s3 }) => {
        const configuration = { Status: "Suspended" as const };
        await s3.send(new PutBucketVersioningCommand({ Bucket: VERSIONED, VersioningConfiguration: configuration }));
      },
      outputs: { versioningConfiguration: { status: "Suspended", mfaDelete: "" } },
      changes: ["versioningConfiguration"],
    },
  ],
  unknown: { inputs: { ...versioning, bucket: UNKNOWN_INPUT }, outputs: ["bucket"] },
  imported: { id: VERSIONED, inputs: versioning },
  refused: [
    {
      title: "a status that S3 doesn't know",
      inputs: { ...versioning, versioningConfiguration: { status: "On" } },
      reason: /expected status to be one of \["Enabled" "Suspended" "Disabled"\], got On/,
      by: "check",
    },
    {
      title: "a missing status",
      inputs: { ...versioning, versioningConfiguration: {} },
      reason: /The argument "status" is required.*versioningConfiguration\.status/,
      by: "check",
    },
    {
      title: "a bucket that isn't there",
      inputs: { ...versioning, bucket: "conformance-nowhere" },
      reason:
        /creating S3 Bucket \(conformance-nowhere\) Versioning: operation error S3: PutBucketVersioning, .*NoSuchBucket/,
      by: "create",
    },
  ],
  leftAfterDelete: { versioningConfiguration: { status: "Suspended", mfaDelete: "" } },
  remove: removeBucket(VERSIONED),
};

const ENCRYPTED = "conformance-encryption";
const KEY = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555";
const rule = (byDefault: Record<string, string>, rest: Record<string, boolean | string[]> = {}) => ({
  bucket: ENCRYPTED,
  rules: [{ applyServerSideEncryptionByDefault: byDefault, ...rest }],
});
const aes = { sseAlgorithm: "AES256" };
const kms = { sseAlgorithm: "aws:kms", kmsMasterKeyId: KEY };

export const encryptionCases: KindCases<AwsWorld> = {
  token: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  before: makeBucket(ENCRYPTED),
  inputs: rule(aes),
  id: ENCRYPTED,
  outputs: {
    bucket: ENCRYPTED,
    rules: [
      {
        applyServerSideEncryptionByDefault: { ...aes, kmsMasterKeyId: "" },
        blockedEncryptionTypes: [],
        bucketKeyEnabled: false,
      },
    ],
  },
  equivalents: [{ title: "a default that is written out", inputs: rule(aes, { bucketKeyEnabled: false }) }],
  updates: [
    {
      title: "a key of one's own",
      inputs: rule(kms, { bucketKeyEnabled: true }),
      changes: ["rules"],
      outputs: {
        rules: [{ applyServerSideEncryptionByDefault: kms, blockedEncryptionTypes: [], bucketKeyEnabled: true }],
      },
    },
    {
      title: "customers' keys blocked",
      inputs: rule(kms, { bucketKeyEnabled: true, blockedEncryptionTypes: ["SSE-C"] }),
      changes: ["rules"],
      outputs: {
        rules: [{ applyServerSideEncryptionByDefault: kms, blockedEncryptionTypes: ["SSE-C"], bucketKeyEnabled: true }],
      },
    },
  ],
  replacements: [
    {
      title: "another bucket",
      inputs: { ...rule(kms, { bucketKeyEnabled: true, blockedEncryptionTypes: ["SSE-C"] }), bucket: "other" },
      because: ["bucket"],
      deleteBeforeReplace: false,
    },
  ],
  drift: [
    {
      title: "another algorithm",
      change: async ({ s3 }) => {
        const rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" as const } }];
        const configuration = { Rules: rules };
        await s3.send(
          new PutBucketEncryptionCommand({ Bucket: ENCRYPTED, ServerSideEncryptionConfiguration: configuration }),
        );
      },
      outputs: {
        rules: [
          {
            applyServerSideEncryptionByDefault: { ...aes, kmsMasterKeyId: "" },
            blockedEncryptionTypes: [],
            bucketKeyEnabled: false,
          },
        ],
      },
      changes: ["rules"],
    },
  ],
  unknown: { inputs: { ...rule(aes), bucket: UNKNOWN_INPUT }, outputs: ["bucket"] },
  imported: {
    id: ENCRYPTED,
    inputs: rule(kms, { bucketKeyEnabled: true, blockedEncryptionTypes: ["SSE-C"] }),
  },
  refused: [
    {
      title: "an algorithm that S3 doesn't know",
      inputs: rule({ sseAlgorithm: "rot13" }),
      reason: /expected sse_algorithm to be one of .*, got rot13/,
      by: "check",
    },
    { title: "missing rules", inputs: { bucket: ENCRYPTED }, reason: /Missing required property 'rules'/, by: "check" },
  ],
  leftAfterDelete: {
    rules: [{ applyServerSideEncryptionByDefault: { ...aes, kmsMasterKeyId: "" }, bucketKeyEnabled: false }],
  },
  remove: removeBucket(ENCRYPTED),
};
