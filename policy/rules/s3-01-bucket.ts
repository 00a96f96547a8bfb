import { z } from "zod";
import { isMap } from "../../core/config/lenient";
import { type Complaints, complain, eachItem, parts } from "../framework/finding";
import type { Item } from "../framework/resource";
import { both, stackRule } from "../framework/rule";
import type { Scene } from "../framework/scene";
import { BUCKETS, documentOf, partOf } from "../kinds/s3";

const BLOCKS = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

export const bucket = stackRule<object>({
  id: "S3-01",
  slug: "bucket",
  severity: "critical",
  level: both("mandatory"),
  description:
    "A bucket is encrypted, keeps versions, blocks public access in all four ways, and refuses plain connections.",
  why: "Backups and checkpoints hold every record: a bucket that is opened by mistake publishes them, one without versions loses them with one delete.",
  remedy:
    "Attach encryption, versioning, a public access block with all four settings true, and a policy that denies aws:SecureTransport false.",
  args: z.strictObject({}),
  defaults: both({}),
  example: { target: "multi-node", bad: example("false"), good: example("true") },
  check: (scene) =>
    eachItem(scene.of(...BUCKETS), (item) =>
      parts(
        item,
        () => encryption(scene, item),
        () => versioning(scene, item),
        () => publicAccess(scene, item),
        () => transport(scene, item),
      ),
    ),
});

function encryption(scene: Scene, item: Item): Complaints {
  const has =
    item.props.at("serverSideEncryptionConfiguration").isSet || partOf(scene, item, "encryption") !== undefined;
  return has ? [] : [complain(item, "serverSideEncryptionConfiguration", "is missing: the bucket must be encrypted")];
}

function versioning(scene: Scene, item: Item): Complaints {
  const part = partOf(scene, item, "versioning");
  const status = part?.props.at("versioningConfiguration", "status");
  const own = item.props.at("versioning", "enabled");
  return status?.text === "Enabled" || own.flag === true
    ? []
    : [complain(part ?? item, status ?? own, "must be Enabled: one delete loses the object")];
}

function publicAccess(scene: Scene, item: Item): Complaints {
  const part = partOf(scene, item, "publicAccess");
  if (part === undefined) return [complain(item, "", "has no BucketPublicAccessBlock: a policy or ACL may publish it")];
  return BLOCKS.flatMap((key) =>
    part.props.at(key).flag === true ? [] : [complain(part, key, "must be true: else the bucket can be published")],
  );
}

function transport(scene: Scene, item: Item): Complaints {
  const part = partOf(scene, item, "policy");
  if (part === undefined)
    return [
      complain(item, "", "has no BucketPolicy that denies aws:SecureTransport false: plain connections are let in"),
    ];
  const at = part.props.at("policy");
  return deniesPlain(documentOf(at))
    ? []
    : [complain(part, at, "must deny everything where aws:SecureTransport is false")];
}

function deniesPlain(document: unknown): boolean {
  const statements = isMap(document) ? [document["Statement"]].flat() : [];
  return statements.some((statement) => {
    if (!isMap(statement) || statement["Effect"] !== "Deny") return false;
    const { Principal: principal, Action: action, Condition: condition } = statement;
    const everybody = principal === "*" || (isMap(principal) && [principal["AWS"]].flat().includes("*"));
    const everything = [action].flat().some((one) => one === "*" || one === "s3:*");
    return everybody && everything && isPlain(condition);
  });
}

/** `{"Bool": {"aws:SecureTransport": "false"}}`; the keys' case doesn't matter [IAM docs, Condition keys]. */
function isPlain(condition: unknown): boolean {
  if (!isMap(condition)) return false;
  const tests = [condition["Bool"], condition["BoolIfExists"]].filter(isMap).flatMap((test) => Object.entries(test));
  return tests.some(([key, value]) => key.toLowerCase() === "aws:securetransport" && String(value) === "false");
}

/** One that refuses plain connections. */
function tlsOnly(): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: "*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
}

/** Resources of AWS, as a list for `--resources`. */
function example(block: string): string {
  return `
- { type: "aws:s3/bucket:Bucket", name: backups, props: { bucket: acme-backups } }
- type: aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration
  name: backups-encryption
  props: { bucket: acme-backups, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: aws:kms } }] }
- { type: "aws:s3/bucketVersioning:BucketVersioning", name: backups-versioning, props: { bucket: acme-backups, versioningConfiguration: { status: Enabled } } }
- type: aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock
  name: backups-private
  props: { bucket: acme-backups, blockPublicAcls: true, blockPublicPolicy: ${block}, ignorePublicAcls: true, restrictPublicBuckets: true }
- { type: "aws:s3/bucketPolicy:BucketPolicy", name: backups-tls, props: { bucket: acme-backups, policy: ${JSON.stringify(tlsOnly())} } }`;
}
