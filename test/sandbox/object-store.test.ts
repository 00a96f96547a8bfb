/** A platform's buckets and roles on what plays AWS, made by the provider as the component declares them. */
import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { GetRoleCommand, GetRolePolicyCommand } from "@aws-sdk/client-iam";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ObjectStore } from "../../components/object-store/component";
import { planObjectStore } from "../../components/object-store/plan";
import { awsSettings } from "../../components/object-store/provider";
import { declared } from "../components/declared";
import { ON_AWS } from "../components/postgres/clusters";
import { Plugin, type Resource } from "../providers/conformance/plugin";
import { apply, drifted } from "./support/applied";
import { CREDENTIALS, startAws, type TestAws } from "./support/aws";
import { pluginCommand } from "./support/plugins";
import { Started } from "./support/started";

const started = new Started();
let aws: TestAws;
let plugin: Plugin;
let made: readonly Resource[];

const PLAN = planObjectStore(
  {
    platform: "streamflow",
    target: "multi-node",
    buckets: [{ name: "backups", undeleteDays: 7 }],
    users: [{ name: "postgres", bucket: "backups", serviceAccount: { namespace: "streamflow-data", name: "db" } }],
  },
  ON_AWS,
);
const Bucket = "acme-streamflow-backups";
const RoleName = "acme-streamflow-postgres";

/** As the engine hands a provider its settings: what isn't text as JSON. */
const flat = (settings: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );

beforeAll(async () => {
  aws = started.add(await startAws());
  plugin = started.add(await Plugin.start(pluginCommand("aws")));
  await plugin.configure({
    ...flat(awsSettings(ON_AWS, { endpoint: aws.endpoint })),
    accessKey: CREDENTIALS.accessKeyId,
    secretKey: CREDENTIALS.secretAccessKey,
  });
  const plan = await declared(() => {
    new ObjectStore("store", { plan: PLAN, deps: { namespaces: [], secretKey: undefined } });
  });
  made = await apply(plugin, plan, "aws");
});
afterAll(() => started.stop());

test("another run changes nothing", async () => expect(await drifted(plugin, made)).toEqual([]));

test("the bucket is versioned, encrypted, private and TLS only", async () => {
  expect(await aws.s3.send(new GetBucketVersioningCommand({ Bucket }))).toMatchObject({ Status: "Enabled" });
  const { ServerSideEncryptionConfiguration: encryption } = await aws.s3.send(
    new GetBucketEncryptionCommand({ Bucket }),
  );
  expect(encryption?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm).toBe("AES256");
  const { PublicAccessBlockConfiguration: block } = await aws.s3.send(new GetPublicAccessBlockCommand({ Bucket }));
  expect(block).toEqual({
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  });
  const { Policy } = await aws.s3.send(new GetBucketPolicyCommand({ Bucket }));
  expect(Policy).toContain("aws:SecureTransport");
});

test("what was deleted can be brought back for a week, and nothing else expires", async () => {
  const { Rules } = await aws.s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
  expect(Rules).toMatchObject([
    { Status: "Enabled", NoncurrentVersionExpiration: { NoncurrentDays: 7 } },
    { Status: "Enabled", AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
  ]);
  expect(Rules?.map(({ Expiration }) => Expiration?.Days)).toEqual([undefined, undefined]);
});

test("the role that the service account names may use it", async () => {
  const { Role } = await aws.iam.send(new GetRoleCommand({ RoleName }));
  const { login } = PLAN.access["postgres"] ?? {};
  expect(login?.kind === "role" && Object.values(login.annotations)).toEqual([Role?.Arn]);
  const { PolicyDocument = "" } = await aws.iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: "bucket" }));
  expect(decodeURIComponent(PolicyDocument)).toContain(`arn:aws:s3:::${Bucket}/*`);
});
