/** `aws.s3.Bucket` (before version 7: BucketV2). Its settings are resources of their own; those inside it are deprecated and not played. */
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketTaggingCommand,
  PutBucketTaggingCommand,
  type BucketLocationConstraint,
  type S3Client,
} from "@aws-sdk/client-s3";
import { lengthBetween, oneOf } from "../../bridged/check";
import { changed } from "../../bridged/diff";
import type { BridgedResource } from "../../bridged/resource";
import { flag, text, textMap, type Field, type Schema } from "../../bridged/schema";
import type { Props } from "../../kind";
import type { AwsClients } from "../clients";
import { doing, hasCode, unless } from "../errors";
import { REGION_FIELD } from "../kind";
import { bucketNameComplaint, uniqueName, US_EAST_1 } from "../names";
import { TAG_FIELDS, tagList } from "../tags";
import { bucketExists, readBucket } from "./bucket-read";
import { emptyBucket } from "./empty-bucket";

/** A setting inside a bucket: seen, but made by the resource type that took its place. */
const replaced = (type: Field["type"], successor: string, rest: Partial<Field> = {}): Field => ({
  type,
  computed: true,
  deprecated: true,
  validate: (_value, name) => `${name} is deprecated and not played in the sandbox: use aws.s3.${successor} instead`,
  ...rest,
});
const output: Field = { type: "string", computed: true, output: true };

const schema: Schema = {
  arn: output,
  bucket: {
    type: "string",
    computed: true,
    forceNew: true,
    autoNamed: { maxLength: 63, lowerCase: true },
    conflictsWith: "bucketPrefix",
    validate: lengthBetween(0, 63),
  },
  bucketDomainName: output,
  bucketNamespace: { type: "string", computed: true, forceNew: true, validate: oneOf(["account-regional", "global"]) },
  bucketPrefix: { type: "string", computed: true, forceNew: true, validate: lengthBetween(0, 37) },
  bucketRegion: output,
  bucketRegionalDomainName: output,
  forceDestroy: { type: "bool", default: false },
  hostedZoneId: output,
  objectLockEnabled: { type: "bool", computed: true, forceNew: true },
  region: REGION_FIELD,
  ...TAG_FIELDS,
  accelerationStatus: replaced("string", "BucketAccelerateConfiguration"),
  acl: replaced("string", "BucketAcl"),
  corsRules: replaced("list", "BucketCorsConfiguration", { element: {} }),
  grants: replaced("set", "BucketAcl", { element: {} }),
  lifecycleRules: replaced("list", "BucketLifecycleConfiguration", { element: {} }),
  logging: replaced("object", "BucketLogging"),
  objectLockConfiguration: replaced("object", "BucketObjectLockConfiguration"),
  policy: replaced("json", "BucketPolicy"),
  replicationConfiguration: replaced("object", "BucketReplicationConfig"),
  requestPayer: replaced("string", "BucketRequestPaymentConfiguration"),
  serverSideEncryptionConfiguration: replaced("object", "BucketServerSideEncryptionConfiguration"),
  versioning: replaced("object", "BucketVersioning"),
  website: replaced("object", "BucketWebsiteConfiguration"),
  websiteDomain: output,
  websiteEndpoint: output,
};

export function bucketResource(clients: AwsClients): BridgedResource {
  const regionOf = (props: Props): string => text(props, "region") || clients.settings.region;
  const read: BridgedResource["read"] = async (id, state) => {
    const found = await doing(`reading S3 Bucket (${id})`, () => readBucket(clients, regionOf(state), id, state));
    return found && { id, state: found };
  };

  return {
    token: "aws:s3/bucket:Bucket",
    schema,
    importState: () => ({}),
    read,

    async create(planned, context) {
      const region = regionOf(planned);
      const client = clients.s3(region);
      const name = text(planned, "bucket") || uniqueName(text(planned, "bucketPrefix"));
      const complaint = bucketNameComplaint(name, region);
      if (complaint !== undefined) throw new Error(`validating S3 Bucket (${name}) name: ${complaint}`);
      await doing(`creating S3 Bucket (${name})`, () =>
        create(client, region, name, flag(planned, "objectLockEnabled")),
      );
      await putTags(client, name, planned);
      return (await read(name, planned, context)) ?? { id: name, state: planned };
    },

    async update(id, olds, planned, context) {
      if (changed(schema, "tagsAll", olds, planned)) await putTags(clients.s3(regionOf(planned)), id, planned);
      return (await read(id, planned, context))?.state ?? planned;
    },

    delete: (id, state) =>
      remove(clients.s3(regionOf(state)), id, flag(state, "forceDestroy"), flag(state, "objectLockEnabled")),
  };
}

async function create(client: S3Client, region: string, name: string, objectLock: boolean): Promise<void> {
  // There alone AWS doesn't mind a bucket that its owner has already.
  if (region === US_EAST_1 && (await bucketExists(client, name))) throw new Error("BucketAlreadyExists");
  const constraint = { LocationConstraint: region as BucketLocationConstraint };
  await client.send(
    new CreateBucketCommand({
      Bucket: name,
      ...(region !== US_EAST_1 && { CreateBucketConfiguration: constraint }),
      ...(objectLock && { ObjectLockEnabledForBucket: true }),
    }),
  );
}

async function putTags(client: S3Client, bucket: string, planned: Props): Promise<void> {
  const tags = tagList(textMap(planned, "tagsAll"));
  await doing(`setting S3 Bucket (${bucket}) tags`, async () => {
    if (tags.length === 0) await client.send(new DeleteBucketTaggingCommand({ Bucket: bucket }));
    else await client.send(new PutBucketTaggingCommand({ Bucket: bucket, Tagging: { TagSet: tags } }));
  });
}

/** A bucket with objects stays, unless the program said beforehand that they may go. */
async function remove(client: S3Client, bucket: string, force: boolean, objectLock: boolean): Promise<void> {
  const attempt = (): Promise<unknown> =>
    doing(`deleting S3 Bucket (${bucket})`, () =>
      unless(["NoSuchBucket"], client.send(new DeleteBucketCommand({ Bucket: bucket }))),
    );
  try {
    await attempt();
  } catch (error) {
    if (!force || !(error instanceof Error) || !hasCode(error.cause, "BucketNotEmpty")) throw error;
    await doing(`emptying S3 Bucket (${bucket})`, () => emptyBucket(client, bucket, objectLock));
    await attempt();
  }
}
