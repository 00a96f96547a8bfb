/** S3 buckets and what is attached to them. */
import type { Field } from "../framework/field";
import type { Item } from "../framework/resource";
import type { Scene } from "../framework/scene";

export const BUCKETS = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"];

/** Attached resources, under both of the names that the provider has had for each. */
export const PARTS = {
  encryption: [
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
  ],
  versioning: ["aws:s3/bucketVersioning:BucketVersioning", "aws:s3/bucketVersioningV2:BucketVersioningV2"],
  publicAccess: ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"],
  policy: ["aws:s3/bucketPolicy:BucketPolicy"],
} as const;

export type Part = keyof typeof PARTS;

/** The part of a bucket: by its name, or by what its `bucket` is made from where that is known after the deployment only. */
export function partOf(scene: Scene, bucket: Item, part: Part): Item | undefined {
  const all = scene.of(...PARTS[part]);
  return (
    all.find((item) => refersTo(item, bucket)) ??
    (scene.of(...BUCKETS).length === 1 && all.length === 1 ? all[0] : undefined)
  );
}

function refersTo(item: Item, bucket: Item): boolean {
  const at = item.props.at("bucket");
  if (!at.isUnknown && at.text !== undefined) {
    const own = bucket.props.at("bucket");
    return (!own.isUnknown && own.text === at.text) || at.text === bucket.resource.name;
  }
  return item.opts?.propertyDependencies?.["bucket"]?.includes(bucket.urn) === true;
}

/** A policy's document, as text or as an object. */
export function documentOf(policy: Field): unknown {
  const { text } = policy;
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
