/** What the aws provider must do with who may reach a bucket (SDK 7.48). */
import {
  DeleteBucketPolicyCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { makeBucket, removeBucket, type AwsWorld } from "./aws-world";
import type { WireProps } from "../../../sandbox/providers/protocol/wire";
import { UNKNOWN_INPUT, type KindCases } from "./cases";

const BLOCKED = "conformance-public-access";
const block = {
  bucket: BLOCKED,
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};

export const publicAccessBlockCases: KindCases<AwsWorld> = {
  token: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  before: makeBucket(BLOCKED),
  inputs: block,
  id: BLOCKED,
  outputs: block,
  updates: [
    {
      title: "policies may make it public",
      inputs: { ...block, blockPublicPolicy: false },
      changes: ["blockPublicPolicy"],
      outputs: { blockPublicPolicy: false, blockPublicAcls: true },
    },
    {
      title: "what is left out is off",
      inputs: { bucket: BLOCKED, blockPublicAcls: true },
      changes: ["ignorePublicAcls", "restrictPublicBuckets"],
      outputs: { blockPublicAcls: true, ignorePublicAcls: false, restrictPublicBuckets: false },
    },
  ],
  replacements: [
    {
      title: "another bucket",
      inputs: { bucket: "conformance-other", blockPublicAcls: true },
      because: ["bucket"],
      deleteBeforeReplace: false,
    },
  ],
  drift: [
    {
      title: "opened by somebody",
      change: async ({ s3 }) => {
        const open = { BlockPublicAcls: false };
        await s3.send(new PutPublicAccessBlockCommand({ Bucket: BLOCKED, PublicAccessBlockConfiguration: open }));
      },
      outputs: { blockPublicAcls: false },
      changes: ["blockPublicAcls"],
    },
  ],
  unknown: { inputs: { ...block, bucket: UNKNOWN_INPUT }, outputs: ["bucket"] },
  imported: { id: BLOCKED, inputs: { bucket: BLOCKED, blockPublicAcls: true } },
  refused: [
    { title: "a missing bucket", inputs: { blockPublicAcls: true }, reason: /'bucket'/, by: "check" },
    { title: "a word for a switch", inputs: { ...block, blockPublicAcls: "yes" }, reason: /boolean/, by: "check" },
  ],
  remove: removeBucket(BLOCKED),
};

const GUARDED = "conformance-policy";
const RESOURCE = `arn:aws:s3:::${GUARDED}`;
const insecure = (actions: string | readonly string[], resources: readonly string[]) => ({
  Effect: "Deny",
  Sid: "TlsOnly",
  Principal: "*",
  Action: actions,
  Resource: resources,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});
const document = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const reader = {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::123456789012:root" },
  Action: "s3:GetObject",
  Resource: `${RESOURCE}/*`,
};
const policy = { bucket: GUARDED, policy: document(insecure("s3:*", [RESOURCE, `${RESOURCE}/*`]), reader) };
/** As the state holds it: keys in order. */
const STATEMENT =
  `{"Action":"s3:*","Condition":{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny","Principal":"*",` +
  `"Resource":["${RESOURCE}","${RESOURCE}/*"],"Sid":"TlsOnly"}`;
const READER = `{"Action":"s3:GetObject","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Resource":"${RESOURCE}/*"}`;

export const bucketPolicyCases: KindCases<AwsWorld> = {
  token: "aws:s3/bucketPolicy:BucketPolicy",
  before: makeBucket(GUARDED),
  inputs: policy,
  id: GUARDED,
  outputs: { bucket: GUARDED, policy: `{"Statement":[${STATEMENT},${READER}],"Version":"2012-10-17"}` },
  equivalents: [
    { title: "the same as an object", inputs: { ...policy, policy: JSON.parse(policy.policy) as WireProps } },
    {
      title: "lists, statements and resources in another order",
      inputs: { ...policy, policy: document(reader, insecure(["s3:*"], [`${RESOURCE}/*`, RESOURCE])) },
    },
    {
      title: "an account by its number",
      inputs: {
        ...policy,
        policy: document(insecure("s3:*", [RESOURCE, `${RESOURCE}/*`]), {
          ...reader,
          Principal: { AWS: "123456789012" },
        }),
      },
    },
    {
      title: "other spaces",
      inputs: { ...policy, policy: JSON.stringify(JSON.parse(policy.policy), undefined, 2) },
    },
  ],
  updates: [
    {
      title: "another action",
      inputs: { ...policy, policy: document(insecure("s3:PutObject", [`${RESOURCE}/*`])) },
      changes: ["policy"],
      outputs: {
        policy: `{"Statement":[${STATEMENT.replace("s3:*", "s3:PutObject").replace(`"${RESOURCE}",`, "")}],"Version":"2012-10-17"}`,
      },
    },
    {
      title: "and back",
      inputs: policy,
      changes: ["policy"],
      outputs: { policy: `{"Statement":[${STATEMENT},${READER}],"Version":"2012-10-17"}` },
    },
  ],
  replacements: [
    {
      title: "another bucket",
      inputs: { ...policy, bucket: "conformance-other" },
      because: ["bucket"],
      deleteBeforeReplace: false,
    },
  ],
  drift: [
    {
      title: "opened by somebody",
      change: async ({ s3 }) => {
        await s3.send(new PutBucketPolicyCommand({ Bucket: GUARDED, Policy: document({ ...reader, Principal: "*" }) }));
      },
      outputs: {
        policy: `{"Statement":[{"Action":"s3:GetObject","Effect":"Allow","Principal":"*","Resource":"${RESOURCE}/*"}],"Version":"2012-10-17"}`,
      },
      changes: ["policy"],
    },
  ],
  unknown: { inputs: { ...policy, policy: { Version: "2012-10-17", Statement: UNKNOWN_INPUT } }, outputs: ["policy"] },
  imported: { id: GUARDED, inputs: policy },
  refused: [
    {
      title: "text that is no JSON",
      inputs: { ...policy, policy: "{Version: 2012}" },
      reason: /"policy" contains an invalid JSON policy/,
      by: "check",
    },
    {
      title: "a policy for nobody",
      inputs: { ...policy, policy: document({ Effect: "Allow", Action: "s3:*", Resource: RESOURCE }) },
      reason:
        /putting S3 Bucket \(conformance-policy\) Policy: operation error S3: PutBucketPolicy, .*api error MalformedPolicy: Missing required field Principal/,
      by: "create",
    },
  ],
  remove: async ({ s3 }) => {
    await s3.send(new DeleteBucketPolicyCommand({ Bucket: GUARDED }));
  },
  after: removeBucket(GUARDED),
};

const OWNED = "conformance-ownership";
const owned = (objectOwnership: string) => ({ bucket: OWNED, rule: { objectOwnership } });

export const ownershipControlsCases: KindCases<AwsWorld> = {
  token: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  before: makeBucket(OWNED),
  inputs: owned("BucketOwnerEnforced"),
  id: OWNED,
  outputs: owned("BucketOwnerEnforced"),
  updates: [
    {
      title: "another rule",
      inputs: owned("BucketOwnerPreferred"),
      changes: ["rule"],
      outputs: owned("BucketOwnerPreferred"),
    },
  ],
  replacements: [
    {
      title: "another bucket",
      inputs: { ...owned("BucketOwnerPreferred"), bucket: "conformance-other" },
      because: ["bucket"],
      deleteBeforeReplace: false,
    },
  ],
  drift: [
    {
      title: "objects belong to who wrote them",
      change: async ({ s3 }) => {
        const controls = { Rules: [{ ObjectOwnership: "ObjectWriter" as const }] };
        await s3.send(new PutBucketOwnershipControlsCommand({ Bucket: OWNED, OwnershipControls: controls }));
      },
      outputs: owned("ObjectWriter"),
      changes: ["rule"],
    },
  ],
  unknown: { inputs: { ...owned("ObjectWriter"), bucket: UNKNOWN_INPUT }, outputs: ["bucket"] },
  imported: { id: OWNED, inputs: owned("BucketOwnerPreferred") },
  refused: [
    {
      title: "a rule that S3 doesn't know",
      inputs: owned("Everybody"),
      reason: /expected object_ownership to be one of .*, got Everybody/,
      by: "check",
    },
  ],
  remove: removeBucket(OWNED),
};
