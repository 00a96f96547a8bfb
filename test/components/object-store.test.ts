import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { type Plan, Secret, reveal } from "../../checks/plan";
import { schemaProblems } from "../../checks/schema/objects";
import { ObjectStore } from "../../components/object-store/component";
import { ObjectStoreConfig, objectStoreFaults } from "../../components/object-store/config";
import { type ObjectStorePlan, planObjectStore } from "../../components/object-store/plan";
import { awsSettings } from "../../components/object-store/provider";
import { declared } from "./declared";
import { at, comesAfter, countOf, kindOf } from "./planned";
import { COMPATIBLE, ON_AWS } from "./postgres/clusters";
import type { Typed } from "../stacks/values";

const SCOPE = {
  platform: "streamflow",
  buckets: [
    { name: "flink", undeleteDays: 1 },
    { name: "backups", undeleteDays: 7 },
  ],
  users: [
    { name: "flink", bucket: "flink", serviceAccount: { namespace: "streamflow-processing", name: "flink" } },
    { name: "postgres", bucket: "backups", serviceAccount: { namespace: "streamflow-data", name: "db" } },
  ],
} as const;

const planned = (config: ObjectStoreConfig, target: "single-node" | "multi-node" = "multi-node"): ObjectStorePlan =>
  planObjectStore({ ...SCOPE, target }, config);

const declare = (plan: ObjectStorePlan): Promise<Plan> =>
  declared(() => {
    const namespace = new pulumi.ComponentResource("test:index:Namespace", "namespace");
    const secretKey = plan.keys === undefined ? undefined : pulumi.secret("hidden");
    new ObjectStore("store", { plan, deps: { namespaces: [namespace], secretKey } });
  });

interface Policy {
  readonly Statement: readonly {
    readonly Effect: string;
    readonly Action: string | readonly string[];
    readonly Resource?: string | readonly string[];
    readonly Condition?: unknown;
    readonly Principal?: unknown;
  }[];
}

/** The document under this key of the only resource of the kind whose name ends so. */
function document(plan: Plan, kind: string, end: string, key: string): Policy {
  const found = plan.resources.filter((r) => kindOf(r) === kind && r.name.endsWith(end));
  expect(found).toHaveLength(1);
  return JSON.parse(found[0]?.props[key] as string) as Policy;
}

const onAws = planned(ON_AWS);

describe("on AWS", () => {
  test("each bucket is private, encrypted and versioned, and nothing that is in use expires", async () => {
    const plan = await declare(onAws);
    expect(
      plan.resources.filter((r) => r.custom && kindOf(r) === "Bucket").map(({ props }) => props["bucket"]),
    ).toEqual(["acme-streamflow-backups", "acme-streamflow-flink"]);
    for (const block of plan.resources.filter((r) => kindOf(r) === "BucketPublicAccessBlock"))
      expect(block.props).toMatchObject({
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      });
    for (const kind of [
      "BucketVersioning",
      "BucketServerSideEncryptionConfiguration",
      "BucketOwnershipControls",
      "BucketPublicAccessBlock",
      "BucketPolicy",
      "BucketLifecycleConfiguration",
    ])
      expect([kind, countOf(plan, kind)]).toEqual([kind, 2]);
    const rules = plan.resources
      .filter((r) => kindOf(r) === "BucketLifecycleConfiguration")
      .flatMap(({ props }) => props["rules"] as readonly { expiration?: { days?: number } }[]);
    expect(rules).toHaveLength(4);
    expect(rules.filter(({ expiration }) => expiration?.days !== undefined)).toEqual([]);
  });

  test("whoever isn't on TLS is refused", async () => {
    const [statement] = document(await declare(onAws), "BucketPolicy", "backups-policy", "policy").Statement;
    expect(statement).toMatchObject({
      Effect: "Deny",
      Principal: "*",
      Resource: ["arn:aws:s3:::acme-streamflow-backups", "arn:aws:s3:::acme-streamflow-backups/*"],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    });
  });

  test("a role is for the pods of one service account, and for one bucket", async () => {
    const plan = await declare(onAws);
    expect(document(plan, "Role", "role-flink", "assumeRolePolicy").Statement).toEqual([
      {
        Effect: "Allow",
        Principal: { Federated: ON_AWS.oidcProvider },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            "oidc.example.org/id/AB12:aud": "sts.amazonaws.com",
            "oidc.example.org/id/AB12:sub": "system:serviceaccount:streamflow-processing:flink",
          },
        },
      },
    ]);
    const { Statement } = document(plan, "RolePolicy", "role-flink-bucket", "policy");
    expect(Statement.map(({ Resource }) => Resource)).toEqual([
      "arn:aws:s3:::acme-streamflow-flink",
      "arn:aws:s3:::acme-streamflow-flink/*",
    ]);
    const actions = Statement.flatMap(({ Action }) => Action);
    expect(actions).toContain("s3:PutObject");
    expect(actions.filter((action) => action.includes("*") || /Policy|Acl|DeleteBucket/.test(action))).toEqual([]);
  });

  test("the role that a service account names is the one that is made", async () => {
    const plan = await declare(onAws);
    const names = plan.resources.filter((r) => kindOf(r) === "Role").map(({ props }) => props["name"] as string);
    const named = Object.values(onAws.access).map(
      ({ login }) => login.kind === "role" && Object.values(login.annotations),
    );
    expect(named.flat()).toEqual(names.sort().map((name) => `arn:aws:iam::123456789012:role/${name}`));
  });

  test("S3 is asked for one thing after the other where it refuses both at once", async () => {
    const plan = await declare(planned({ ...ON_AWS }));
    for (const end of ["flink", "backups"]) {
      const [policy, block] = ["policy", "public-access-block"].map((role) =>
        plan.resources.find(({ name }) => name === `store-bucket-${end}-${role}`),
      );
      expect(policy && block && comesAfter(plan, policy, block)).toBe(true);
    }
  });

  test.each([
    ["multi-node", true, false],
    ["single-node", false, true],
  ] as const)(
    "on a %s target a bucket is protected: %s, and emptied when it goes: %s",
    async (kind, protect, empty) => {
      const plan = await declare(planned(ON_AWS, kind));
      for (const bucket of plan.resources.filter((r) => r.custom && kindOf(r) === "Bucket"))
        expect([bucket.opts.protect ?? false, bucket.props["forceDestroy"]]).toEqual([protect, empty]);
    },
  );

  test("names keep within what S3 and IAM take", () => {
    const { aws } = planned({ ...ON_AWS, prefix: "a".repeat(38) });
    for (const { name } of aws?.buckets ?? []) expect(name.length).toBeLessThanOrEqual(63);
    for (const { name } of aws?.roles ?? []) expect(name.length).toBeLessThanOrEqual(64);
  });
});

describe("at an S3-compatible store", () => {
  const plan = planned(COMPATIBLE, "single-node");

  test("nothing is made of AWS, and the keys lie in every namespace that uses them", async () => {
    const made = await declare(plan);
    expect(made.resources.filter(({ type }) => type.startsWith("aws:"))).toEqual([]);
    expect(schemaProblems(made)).toEqual([]);
    const secrets = made.resources.filter((r) => kindOf(r) === "Secret");
    expect(secrets.map((secret) => at(secret, "metadata.namespace"))).toEqual([
      "streamflow-data",
      "streamflow-processing",
    ]);
    for (const secret of secrets) {
      const { data: hidden = null } = secret.props;
      expect(hidden).toBeInstanceOf(Secret);
      const data = reveal(hidden) as Record<string, string>;
      const text = Object.entries(data).map(([key, value]) => `${key}=${Buffer.from(value, "base64").toString()}`);
      expect(text).toEqual(["AWS_ACCESS_KEY_ID=streaming", "AWS_REGION=us-east-1", "AWS_SECRET_ACCESS_KEY=hidden"]);
    }
  });

  test("a workload learns the address, the bucket and the Secret", () =>
    expect(plan.access["flink"]).toEqual({
      bucket: "acme-streamflow-flink",
      url: "s3://acme-streamflow-flink",
      region: "us-east-1",
      endpoint: "https://s3.example.net",
      login: {
        kind: "keys",
        secret: "streamflow-object-store",
        accessKey: "AWS_ACCESS_KEY_ID",
        secretKey: "AWS_SECRET_ACCESS_KEY",
        region: "AWS_REGION",
      },
    }));
});

describe("the provider", () => {
  test("finds the real AWS by its region alone", () =>
    expect(awsSettings(ON_AWS, undefined)).toEqual({ region: "eu-central-1" }));

  test("asks another address nothing that only AWS can answer", () =>
    expect(awsSettings(ON_AWS, { endpoint: "http://127.0.0.1:5000" })).toMatchObject({
      endpoints: [{ s3: "http://127.0.0.1:5000", iam: "http://127.0.0.1:5000", sts: "http://127.0.0.1:5000" }],
      s3UsePathStyle: true,
      skipMetadataApiCheck: true,
      skipRequestingAccountId: true,
    }));
});

describe("settings", () => {
  const faults = (settings: Typed): readonly string[] =>
    objectStoreFaults(ObjectStoreConfig.parse({ prefix: "acme", region: "r", ...settings })).map(
      ({ path, message }) => `${path.join(".")}: ${message}`,
    );

  test.each([ON_AWS, COMPATIBLE])("%j are right", (settings) => expect(faults(settings)).toEqual([]));

  test("AWS without the cluster's identity provider", () =>
    expect(faults({})).toEqual([
      "objectStore.oidcProvider: is required on AWS; an S3-compatible store has an endpoint instead",
    ]));

  test("keys on AWS", () =>
    expect(faults({ oidcProvider: ON_AWS.oidcProvider, accessKey: "k" })).toEqual([
      "objectStore.accessKey: must be left out on AWS: roles need no keys",
    ]));

  test("an endpoint without keys, with AWS's identities", () =>
    expect(faults({ endpoint: COMPATIBLE.endpoint, oidcProvider: ON_AWS.oidcProvider })).toEqual([
      "objectStore.accessKey: is required with an endpoint",
      "objectStore.oidcProvider: must be left out with an endpoint: only AWS has such roles",
    ]));

  test.each([
    ["a prefix with capitals", { prefix: "Acme" }],
    ["a prefix that leaves no room for names", { prefix: "a".repeat(39) }],
    ["an endpoint with a path", { endpoint: "https://s3.example.net/bucket" }],
    ["an identity provider by its address", { oidcProvider: "https://oidc.example.org/id/AB12" }],
    ["a misspelt setting", { bucketPrefix: "acme" }],
  ])("%s is refused", (_, settings) =>
    expect(ObjectStoreConfig.safeParse({ prefix: "acme", region: "r", ...settings }).success).toBe(false),
  );
});
