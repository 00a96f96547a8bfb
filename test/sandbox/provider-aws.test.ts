import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bucketCases, encryptionCases, versioningCases } from "../providers/conformance/aws";
import { bucketPolicyCases, ownershipControlsCases, publicAccessBlockCases } from "../providers/conformance/aws-access";
import { openIdConnectProviderCases, roleCases } from "../providers/conformance/aws-iam";
import { lifecycleCases, metricCases } from "../providers/conformance/aws-lifecycle";
import { policyCases, rolePolicyAttachmentCases, rolePolicyCases } from "../providers/conformance/aws-policies";
import { DEFAULT_TAGS, REGION, trust, type AwsWorld } from "../providers/conformance/aws-world";
import { Plugin, type Resource } from "../providers/conformance/plugin";
import { conformance, type Subject } from "../providers/conformance/run";
import { CREDENTIALS, startAws, type TestAws } from "./support/aws";
import { pluginCommand } from "./support/plugins";
import { Started } from "./support/started";

let aws: TestAws;
let plugin: Plugin;
const started = new Started();

const settings = (endpoint: string) => ({
  region: REGION,
  accessKey: CREDENTIALS.accessKeyId,
  secretKey: CREDENTIALS.secretAccessKey,
  endpoints: JSON.stringify([{ s3: endpoint, iam: endpoint, sts: endpoint }]),
  s3UsePathStyle: "true",
  defaultTags: JSON.stringify({ tags: DEFAULT_TAGS }),
});

beforeAll(async () => {
  aws = started.add(await startAws());
  plugin = started.add(await Plugin.start(pluginCommand("aws")));
  await plugin.configure(settings(aws.endpoint));
});
afterAll(() => started.stop());

const subject = (): Subject<AwsWorld> => ({ plugin, world: aws });
conformance(bucketCases, subject);
conformance(versioningCases, subject);
conformance(encryptionCases, subject);
conformance(lifecycleCases, subject);
conformance(metricCases, subject);
conformance(publicAccessBlockCases, subject);
conformance(bucketPolicyCases, subject);
conformance(ownershipControlsCases, subject);
conformance(roleCases, subject);
conformance(rolePolicyCases, subject);
conformance(policyCases, subject);
conformance(rolePolicyAttachmentCases, subject);
conformance(openIdConnectProviderCases, subject);

const bucketUrn = (name: string): string => `urn:pulumi:dev::test::aws:s3/bucket:Bucket::${name}`;
async function create(urn: string, inputs: Readonly<Record<string, string | boolean>>): Promise<Resource> {
  const checked = await plugin.check(urn, inputs);
  expect(checked.reasons).toEqual([]);
  return plugin.create(urn, checked.inputs, false);
}
const put = (s3: S3Client, bucket: string, key: string): Promise<unknown> =>
  s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: "content" }));

describe("a bucket with objects", () => {
  test("stays, with the words that people know", async () => {
    const bucket = await create(bucketUrn("full"), { bucket: "full-bucket" });
    await put(aws.s3, "full-bucket", "a/b");
    await expect(plugin.delete(bucket)).rejects.toThrow(
      /deleting S3 Bucket \(full-bucket\): operation error S3: DeleteBucket, https response error StatusCode: 409, RequestID: .*, HostID: .*, api error BucketNotEmpty: The bucket you tried to delete is not empty/,
    );
    const forced = { ...bucket, outputs: { ...bucket.outputs, forceDestroy: true } };
    await plugin.delete(forced);
    expect(await plugin.refresh(bucket)).toBeUndefined();
  });

  test("goes with all their versions where the program allows it", async () => {
    const bucket = await create(bucketUrn("versions"), { bucket: "versions-bucket", forceDestroy: true });
    const versioning = await plugin.create(
      "urn:pulumi:dev::test::aws:s3/bucketVersioning:BucketVersioning::versions",
      { bucket: "versions-bucket", versioningConfiguration: { status: "Enabled" } },
      false,
    );
    for (const key of ["one", "one", "two"]) await put(aws.s3, "versions-bucket", key);
    await plugin.delete(versioning);
    await plugin.delete(bucket);
    expect(await plugin.refresh(bucket)).toBeUndefined();
  });
});

describe("names", () => {
  test("are made up in lower case for buckets", async () => {
    const bucket = await create(bucketUrn("Checkpoints"), {});
    expect(bucket.id).toMatch(/^checkpoints-[0-9a-f]{7}$/);
    await plugin.delete(bucket);
  });

  test("that are too long are refused before AWS is asked", async () => {
    const { reasons } = await plugin.check(bucketUrn("b".repeat(60)), {});
    expect(reasons.join()).toMatch(/plus 7 random chars is longer than maximum length 63/);
  });

  test("begin with a prefix where one is given", async () => {
    const bucket = await create(bucketUrn("prefixed"), { bucketPrefix: "logs-" });
    expect(bucket.id).toMatch(/^logs-\d{18}[0-9a-f]{8}$/);
    expect(bucket.outputs).toMatchObject({ bucketPrefix: "logs-" });
    await plugin.delete(bucket);
  });

  test("that somebody has are named with AWS's own words", async () => {
    const bucket = await create(bucketUrn("taken"), { bucket: "taken-bucket" });
    await expect(create(bucketUrn("again"), { bucket: "taken-bucket" })).rejects.toThrow(
      /creating S3 Bucket \(taken-bucket\): operation error S3: CreateBucket, .*, BucketAlreadyOwnedByYou: /,
    );
    await plugin.delete(bucket);
  });
});

test("a role with a policy that somebody attached stays, unless the program says otherwise", async () => {
  const urn = "urn:pulumi:dev::test::aws:iam/role:Role::guarded";
  const role = await create(urn, { name: "guarded", assumeRolePolicy: trust("ec2.amazonaws.com") });
  const policy = await create("urn:pulumi:dev::test::aws:iam/rolePolicy:RolePolicy::guarded", {
    ...{ name: "inline", role: "guarded" },
    policy: `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}`,
  });
  await expect(plugin.delete(role)).rejects.toThrow(
    /deleting IAM Role \(guarded\): operation error IAM: DeleteRole, https response error StatusCode: 409, RequestID: \w+, DeleteConflict: Cannot delete entity, must delete policies first\./,
  );
  await plugin.delete({ ...role, outputs: { ...role.outputs, forceDetachPolicies: true } });
  expect(await plugin.refresh(policy)).toBeUndefined();
});

test("settings that a bucket has resources of their own for are refused by name", async () => {
  const { reasons } = await plugin.check(bucketUrn("old"), { versioning: { enabled: true } });
  expect(reasons).toEqual([
    "versioning is deprecated and not played in the sandbox: use aws.s3.BucketVersioning instead. Examine values at 'old.versioning'.",
  ]);
});

describe("a provider", () => {
  const configured = async (changes: Readonly<Record<string, string>>): Promise<void> => {
    const stranger = await Plugin.start(pluginCommand("aws"));
    try {
      await stranger.configure({ ...settings(aws.endpoint), maxRetries: "1", ...changes });
    } finally {
      await stranger.stop();
    }
  };

  test("that can't reach AWS says where it looked", async () => {
    const endpoints = JSON.stringify([{ sts: "http://127.0.0.1:1" }]);
    await expect(configured({ endpoints })).rejects.toThrow(
      /unable to validate AWS credentials\.\nDetails: operation error STS: GetCallerIdentity, .*dial tcp 127\.0\.0\.1:1: connect: connection refused/,
    );
  });

  test("of a foreign account is refused", async () => {
    await expect(configured({ allowedAccountIds: JSON.stringify(["999999999999"]) })).rejects.toThrow(
      "AWS account ID not allowed: 123456789012",
    );
  });

  test("without an address for a service never turns to the real AWS", async () => {
    await expect(configured({ endpoints: "[]" })).rejects.toThrow(/needs an address for sts/);
  });
});

test("buckets, their settings and roles are there again after a restart, with the same ids", async () => {
  const bucket = await create(bucketUrn("lasting"), { bucket: "lasting-bucket" });
  const role = await create("urn:pulumi:dev::test::aws:iam/role:Role::lasting", {
    ...{ name: "lasting", assumeRolePolicy: trust("ec2.amazonaws.com") },
  });
  const encryption = await plugin.create(
    encryptionCases.token.replace(/^/, "urn:pulumi:dev::test::").concat("::lasting"),
    { bucket: "lasting-bucket", rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }] },
    false,
  );
  await aws.restart();
  expect(await plugin.refresh(bucket)).toMatchObject({ outputs: { tagsAll: { project: "conformance" } } });
  expect(await plugin.refresh(role)).toMatchObject({ outputs: { uniqueId: role.outputs.uniqueId } });
  expect((await plugin.refresh(encryption))?.outputs).toEqual(encryption.outputs);
  await plugin.delete(bucket);
  await plugin.delete(role);
});
