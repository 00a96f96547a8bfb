/** What a read of a bucket finds: itself, and what other resources have set on it. */
import {
  GetBucketAccelerateConfigurationCommand,
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetBucketRequestPaymentCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  HeadBucketCommand,
  Payer,
  type Grant,
  type S3Client,
} from "@aws-sdk/client-s3";
import { flag, text } from "../../bridged/schema";
import type { Props } from "../../kind";
import type { AwsClients } from "../clients";
import { unless } from "../errors";
import { prefixOf } from "../names";
import { unlessEquivalent } from "../policy";
import { tagsFound } from "../tags";
import { encryptionRules } from "./encryption";

const GONE = ["NotFound", "NoSuchBucket"];

export async function bucketExists(client: S3Client, bucket: string): Promise<boolean> {
  return (await unless(GONE, client.send(new HeadBucketCommand({ Bucket: bucket })))) !== undefined;
}

/** Undefined where the bucket is gone. */
export async function readBucket(
  clients: AwsClients,
  region: string,
  bucket: string,
  state: Props,
): Promise<Props | undefined> {
  const client = clients.s3(region);
  const head = await unless(GONE, client.send(new HeadBucketCommand({ Bucket: bucket })));
  if (head === undefined) return undefined;
  const bucketRegion = head.BucketRegion ?? region;
  const tagging = await unless(["NoSuchTagSet"], client.send(new GetBucketTaggingCommand({ Bucket: bucket })));
  return {
    arn: `arn:aws:s3:::${bucket}`,
    bucket,
    bucketDomainName: `${bucket}.s3.amazonaws.com`,
    bucketNamespace: text(state, "bucketNamespace") || "global",
    bucketPrefix: prefixOf(bucket),
    bucketRegion,
    bucketRegionalDomainName: `${bucket}.s3.${bucketRegion}.amazonaws.com`,
    forceDestroy: flag(state, "forceDestroy"),
    ...hostedZone(bucketRegion),
    region,
    ...tagsFound(clients.settings, tagging?.TagSet ?? [], state),
    ...(await settingsOf(client, bucket, state)),
  };
}

async function settingsOf(client: S3Client, bucket: string, state: Props): Promise<Props> {
  const Bucket = { Bucket: bucket };
  const [policy, acl, versioning, acceleration, payment, encryption, lock] = await Promise.all([
    unless(["NoSuchBucketPolicy"], client.send(new GetBucketPolicyCommand(Bucket))),
    client.send(new GetBucketAclCommand(Bucket)),
    client.send(new GetBucketVersioningCommand(Bucket)),
    client.send(new GetBucketAccelerateConfigurationCommand(Bucket)),
    client.send(new GetBucketRequestPaymentCommand(Bucket)),
    unless(["ServerSideEncryptionConfigurationNotFoundError"], client.send(new GetBucketEncryptionCommand(Bucket))),
    unless(["ObjectLockConfigurationNotFoundError"], client.send(new GetObjectLockConfigurationCommand(Bucket))),
  ]);
  const [rule] = encryptionRules(encryption?.ServerSideEncryptionConfiguration?.Rules);
  return {
    accelerationStatus: acceleration.Status ?? "",
    grants: (acl.Grants ?? []).map(grantFound),
    objectLockEnabled: lock?.ObjectLockConfiguration?.ObjectLockEnabled === "Enabled",
    policy: policy?.Policy === undefined ? "" : unlessEquivalent(text(state, "policy"), policy.Policy),
    requestPayer: payment.Payer ?? Payer.BucketOwner,
    ...(rule && { serverSideEncryptionConfiguration: { rule } }),
    versioning: { enabled: versioning.Status === "Enabled", mfaDelete: versioning.MFADelete === "Enabled" },
  };
}

const grantFound = ({ Grantee, Permission }: Grant): Props => ({
  id: Grantee?.ID ?? "",
  permissions: Permission === undefined ? [] : [Permission],
  type: Grantee?.Type ?? "",
  uri: Grantee?.URI ?? "",
});

/** Route 53's zones of S3's website addresses (docs.aws.amazon.com/general/latest/gr/s3.html). */
const HOSTED_ZONES: Readonly<Record<string, string>> = {
  "us-east-1": "Z3AQBSTGFYJSTF",
  "us-east-2": "Z2O1EMRO9K5GLX",
  "us-west-1": "Z2F56UZL2M1ACD",
  "us-west-2": "Z3BJ6K6RIION7M",
  "ca-central-1": "Z1QDHH18159H29",
  "eu-central-1": "Z21DNDUVLTQW6Q",
  "eu-north-1": "Z3BAZG2TWCNX0D",
  "eu-south-1": "Z30OZKI7KPW7MI",
  "eu-west-1": "Z1BKCTXD74EZPE",
  "eu-west-2": "Z3GKZC51ZF0DB4",
  "eu-west-3": "Z3R1K369G5AVDG",
  "ap-northeast-1": "Z2M4EHUR26P7ZW",
  "ap-south-1": "Z11RGJOFQNVJUP",
  "ap-southeast-1": "Z3O0J2DXBE1FTB",
  "ap-southeast-2": "Z1WCIGYICN2BYD",
  "sa-east-1": "Z7KQH4QJS55SO",
};

function hostedZone(region: string): Props {
  const zone = HOSTED_ZONES[region];
  return zone === undefined ? {} : { hostedZoneId: zone };
}
