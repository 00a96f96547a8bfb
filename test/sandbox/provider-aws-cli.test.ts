/** The aws provider under the real CLI: the story of a stack from its first `up` to `destroy`. */
import { ListRolesCommand } from "@aws-sdk/client-iam";
import {
  DeleteBucketPolicyCommand,
  GetBucketLifecycleConfigurationCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startAws, type TestAws } from "./support/aws";
import { TestStack } from "./support/cli";
import { Started } from "./support/started";

const RESOURCES = 15; // the stack itself and its provider among them
const SECRET_KEY = "the secret key of nobody";
const started = new Started();
const stack = started.add(new TestStack("provider-aws-program", ["aws"]));
let aws: TestAws;

beforeAll(async () => {
  aws = started.add(await startAws());
  await stack.init({ endpoint: aws.endpoint, days: "7", prefix: "shop" }, { secretKey: SECRET_KEY });
});
afterAll(() => started.stop());

const bucketNames = async (): Promise<readonly (string | undefined)[]> =>
  ((await aws.s3.send(new ListBucketsCommand({}))).Buckets ?? []).map(({ Name }) => Name);

test("the first up creates everything; after it nothing changes, and no secret stands in the state", async () => {
  expect(await stack.up()).toEqual({ create: RESOURCES });
  expect(await stack.preview()).toEqual({ same: RESOURCES });
  expect(await stack.refresh()).toEqual({ same: RESOURCES });
  expect(await stack.up()).toEqual({ same: RESOURCES });
  expect(await stack.state()).not.toContain(SECRET_KEY);
});

test("another number of days is an update in place, and S3 has it", async () => {
  await stack.set("days", "14");
  expect(await stack.up()).toEqual({ same: RESOURCES - 1, update: 1 });
  const { Rules } = await aws.s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: "shop-segments" }));
  expect(Rules).toMatchObject([{ ID: "old", Expiration: { Days: 14 } }]);
});

test("what was changed behind its back shows in a refresh and is repaired by up", async () => {
  const Bucket = "shop-segments";
  const open = { BlockPublicAcls: false };
  await aws.s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: open }));
  await aws.s3.send(new DeleteBucketPolicyCommand({ Bucket }));
  expect(await stack.refresh()).toEqual({ same: RESOURCES - 2, update: 1, delete: 1 });
  expect(await stack.up()).toEqual({ same: RESOURCES - 2, update: 1, create: 1 });
  const { PublicAccessBlockConfiguration } = await aws.s3.send(new GetPublicAccessBlockCommand({ Bucket }));
  expect(PublicAccessBlockConfiguration).toMatchObject({ BlockPublicAcls: true, BlockPublicPolicy: true });
  expect(await stack.refresh()).toEqual({ same: RESOURCES });
});

test("nothing changes by a restart of what plays AWS", async () => {
  await aws.restart();
  expect(await stack.refresh()).toEqual({ same: RESOURCES });
  expect(await stack.preview()).toEqual({ same: RESOURCES });
});

test("a bucket that the state lost is refused by name, and imported", async () => {
  const type = "aws:s3/bucketMetric:BucketMetric";
  await stack.forget(`urn:pulumi:test::providers::${type}::segments`);
  await stack.import(type, "segments", "shop-segments:EntireBucket", "pulumi:providers:aws::aws");
  expect(await stack.preview()).toEqual({ same: RESOURCES });
});

test("another name replaces the bucket and all that hangs on it, but not one with objects", async () => {
  await aws.s3.send(new PutObjectCommand({ Bucket: "shop-segments", Key: "segments/1", Body: "content" }));
  await stack.set("prefix", "store");
  await expect(stack.up()).rejects.toThrow(
    /deleting S3 Bucket \(shop-segments\): .*BucketNotEmpty: The bucket you tried to delete is not empty/,
  );
  await stack.set("prefix", "shop");
  await stack.set("forceDestroy", "true");
  await stack.up();
  await stack.set("prefix", "store");
  expect(await stack.preview()).toMatchObject({ replace: 8 });
  await stack.up();
  expect(await bucketNames()).toEqual(["store-segments"]);
  expect(await stack.preview()).toEqual({ same: RESOURCES });
});

test("destroy leaves nothing behind", async () => {
  expect(await stack.destroy()).toEqual({ delete: RESOURCES });
  expect(await bucketNames()).toEqual([]);
  expect((await aws.iam.send(new ListRolesCommand({}))).Roles).toEqual([]);
});
