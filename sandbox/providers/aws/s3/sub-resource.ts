/** Settings of a bucket that are resources of their own: their ids, fields and how they are found. */
import type { S3Client } from "@aws-sdk/client-s3";
import { lengthBetween } from "../../bridged/check";
import type { Found } from "../../bridged/resource";
import { text, type Schema } from "../../bridged/schema";
import type { Props } from "../../kind";
import type { AwsClients } from "../clients";
import { unless } from "../errors";
import { REGION_FIELD } from "../kind";

export const BUCKET_FIELDS = {
  bucket: { type: "string", required: true, forceNew: true, validate: lengthBetween(1, 63) },
  region: REGION_FIELD,
} as const satisfies Schema;

export const OWNER_FIELDS = {
  ...BUCKET_FIELDS,
  expectedBucketOwner: { type: "string", forceNew: true, validate: accountId },
} as const satisfies Schema;

function accountId(value: unknown, name: string): string | undefined {
  return typeof value === "string" && value !== "" && !/^\d{12}$/.test(value)
    ? `${JSON.stringify(name)} doesn't look like AWS Account ID (exactly 12 digits): ${JSON.stringify(value)}`
    : undefined;
}

/** What every request about a bucket needs. */
export interface Target {
  readonly client: S3Client;
  readonly bucket: { readonly Bucket: string; readonly ExpectedBucketOwner?: string };
  readonly id: string;
  /** The fields that name the bucket. */
  readonly state: Props;
}

/** `bucket`, or `bucket,owner` where the program says who owns it. */
export function targetOf(clients: AwsClients, id: string, props: Props): Target {
  const [fromId = "", ownerFromId = ""] = id.split(",");
  const bucket = text(props, "bucket") || fromId;
  const owner = text(props, "expectedBucketOwner") || ownerFromId;
  const region = text(props, "region") || clients.settings.region;
  return {
    client: clients.s3(region),
    bucket: { Bucket: bucket, ...(owner !== "" && { ExpectedBucketOwner: owner }) },
    id: owner === "" ? bucket : `${bucket},${owner}`,
    state: { bucket, region, ...(owner !== "" && { expectedBucketOwner: owner }) },
  };
}

/** What a read gives: nothing where neither the setting nor the bucket is there. */
export async function foundIn<Answer>(
  { id, state }: Target,
  codes: readonly string[],
  ask: Promise<Answer>,
  fields: (answer: Answer) => Props | undefined,
): Promise<Found | undefined> {
  const answer = await unless(["NoSuchBucket", ...codes], ask);
  const found = answer && fields(answer);
  return found && { id, state: { ...state, ...found } };
}
