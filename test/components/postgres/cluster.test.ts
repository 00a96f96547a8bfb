import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type PlannedMap, type Plan, Secret } from "../../../checks/plan";
import { checkObject } from "../../../checks/schema/check";
import { schemaProblems } from "../../../checks/schema/objects";
import { objectStore, scheduledBackup } from "../../../components/postgres/backup";
import { cluster } from "../../../components/postgres/cluster";
import { PostgresCluster } from "../../../components/postgres/component";
import { pooler } from "../../../components/postgres/pooler";
import { worstCase, worstCaseLimit } from "../../../core/capacity/postgres/memory";
import { serverConnections } from "../../../core/capacity/postgres/connections";
import { parseCpu, parseSize } from "../../../core/units";
import * as pulumi from "@pulumi/pulumi";
import { declared } from "../declared";
import { at, comesAfter, countOf, find } from "../planned";
import { FULL, type Planned, multi, single } from "./clusters";

const CASES: readonly (readonly [string, Planned])[] = [
  ["alone on a node", single()],
  ["with everything, alone on a node", single(FULL)],
  ["with standbys", multi()],
  ["with everything, with standbys", multi(FULL)],
];

const plain = (object: object): PlannedMap => JSON.parse(JSON.stringify(object)) as PlannedMap;
const specOf = ({ plan }: Planned) => cluster(plan, {}).spec;

const declare = ({ plan }: Planned): Promise<Plan> =>
  declared(() => {
    const namespace = new pulumi.ComponentResource("test:index:Namespace", "namespace");
    const superuserPassword = pulumi.secret("hidden");
    new PostgresCluster("db", { plan, deps: { namespace, superuserPassword, store: undefined } });
  });

describe("every object", () => {
  test.each(CASES)("of a cluster %s is valid", async (_, planned) => {
    expect(schemaProblems(await declare(planned))).toEqual([]);
  });

  test("with a field that the operator doesn't know would be refused", () => {
    const wrong = plain({ ...cluster(multi(FULL).plan, {}) });
    const spec = { ...(wrong["spec"] as PlannedMap), walVolume: { size: "1Gi" } };
    expect(checkObject({ ...wrong, spec })).toMatchObject([{ path: "spec.walVolume" }]);
  });
});

describe("what the operator runs is what the model counted", () => {
  test.each(CASES)("instances %s", (_, planned) => {
    const { sizing, plan } = planned;
    const spec = specOf(planned);
    const pods = sizing.demand.pods.filter(({ component }) => component === "data/db");
    const archiver = plan.backup?.archiver ?? { cpu: "0", memory: "0Mi" };
    expect(pods).toHaveLength(spec.instances);
    for (const pod of pods) {
      const cpu = (parseCpu(plan.resources.cpu) ?? 0) + (parseCpu(archiver.cpu) ?? 0);
      const memory = (parseSize(plan.resources.memory) ?? 0) + (parseSize(archiver.memory) ?? 0);
      expect(pod.requests).toEqual({ cpu, memory });
      expect(pod.limits).toEqual(pod.requests);
    }
    expect(spec.resources).toEqual({ requests: plan.resources, limits: plan.resources });
    const volumes = sizing.demand.volumes.filter(({ pod }) => pod === "db-1").map(({ bytes }) => bytes);
    expect([spec.storage?.size, spec.walStorage?.size].map((size) => parseSize(String(size)))).toEqual(volumes);
  });

  test.each([
    ["one", single(FULL), 1],
    ["two", multi(FULL), 2],
  ])("%s PgBouncer", (_, { sizing, plan }, count) => {
    const pods = sizing.demand.pods.filter(({ component }) => component === "data/db-pooler");
    if (plan.pooler === undefined) throw new Error("the plan has a pooler");
    const { spec } = pooler(plan, plan.pooler);
    expect([pods.length, spec.instances]).toEqual([count, count]);
    const resources = spec.template?.spec?.containers[0]?.resources;
    expect(resources).toEqual({
      requests: { cpu: "100m", memory: "128Mi" },
      limits: { cpu: "200m", memory: "128Mi" },
    });
    expect(pods[0]).toMatchObject({
      requests: { cpu: 100, memory: 128 * 1024 ** 2 },
      limits: { cpu: 200, memory: 128 * 1024 ** 2 },
    });
    expect(spec.template?.spec?.affinity !== undefined).toBe(pods[0]?.ownNode);
  });
});

describe("connections", () => {
  test("PgBouncer opens no more than the budget counted, for every user of every database", () => {
    const { sizing, plan } = multi(FULL);
    const { default_pool_size: size, reserve_pool_size: reserve } = plan.pooler?.parameters ?? {};
    // airflow, analytics from the config, pipelines from the platform; 10 is the neediest's.
    expect([size, reserve, sizing.pooler?.users]).toEqual(["10", "2", 3]);
    // 3 reserved, 5 of the operator, 3 of people, 6 direct, 2 PgBouncers × 3 users × 12.
    expect(serverConnections(sizing.load)).toBe(3 + 5 + 3 + 6 + 2 * 3 * 12);
    expect(plan.parameters["max_connections"]).toBe("120");
  });

  test("what one of two PgBouncers takes is enough for all clients", () =>
    expect(multi(FULL).plan.pooler?.parameters["max_client_conn"]).toBe("100"));

  test("fit the memory at their worst, whatever the size", () => {
    for (const pool of [1, 10, 50, 200]) {
      const { sizing } = multi({ ...FULL, pooler: { pools: { airflow: pool } } });
      expect(worstCase(sizing.memory, sizing.maxConnections)).toBeLessThanOrEqual(worstCaseLimit(sizing.memory));
    }
  });
});

describe("parameters", () => {
  test("follow the sizes", () => {
    const { plan } = single({ memory: "4Gi", maxConnections: 100 });
    expect(plan.parameters).toMatchObject({
      shared_buffers: "1024MB",
      effective_cache_size: "3072MB",
      maintenance_work_mem: "256MB",
      max_connections: "100",
      max_wal_size: "1024MB",
      max_slot_wal_keep_size: "2048MB",
      work_mem: "7MB",
    });
  });

  test("load the statistics of statements", () =>
    expect(Object.keys(single().plan.parameters)).toContain("pg_stat_statements.track"));
});

describe("standbys", () => {
  test("one of two confirms each commit, and each has a node to itself", () => {
    const spec = specOf(multi());
    expect(spec.postgresql?.synchronous).toEqual({ method: "any", number: 1, dataDurability: "required" });
    expect(spec.affinity).toMatchObject({ podAntiAffinityType: "required", topologyKey: "kubernetes.io/hostname" });
    expect(spec.enablePDB).toBe(true);
  });

  test("without any, nothing waits for one, and drains go on", () => {
    const spec = specOf(single());
    expect(spec.postgresql?.synchronous).toBeUndefined();
    expect(spec.enablePDB).toBe(false);
  });
});

describe("backups", () => {
  test("go to the bucket by the service account's role on AWS", () => {
    const { plan } = multi(FULL);
    if (plan.backup === undefined) throw new Error("the plan has backups");
    expect(objectStore(plan, plan.backup).spec).toEqual({
      retentionPolicy: "7d",
      configuration: {
        destinationPath: "s3://acme-streamflow-backups/",
        s3Credentials: { inheritFromIAMRole: true },
        data: { compression: "gzip" },
        wal: { compression: "gzip" },
      },
      instanceSidecarConfiguration: {
        resources: { requests: { cpu: "250m", memory: "256Mi" }, limits: { cpu: "250m", memory: "256Mi" } },
      },
    });
    expect(cluster(plan, {}).spec).toMatchObject({
      plugins: [
        {
          name: "barman-cloud.cloudnative-pg.io",
          isWALArchiver: true,
          parameters: { barmanObjectName: "db-backups", serverName: "db" },
        },
      ],
      serviceAccountTemplate: {
        metadata: {
          annotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:role/acme-streamflow-postgres" },
        },
      },
    });
  });

  test("go to an S3-compatible store by the keys in a Secret", () => {
    const { plan } = single(FULL);
    if (plan.backup === undefined) throw new Error("the plan has backups");
    expect(objectStore(plan, plan.backup).spec.configuration).toMatchObject({
      endpointURL: "https://s3.example.net",
      s3Credentials: {
        accessKeyId: { name: "streamflow-object-store", key: "AWS_ACCESS_KEY_ID" },
        secretAccessKey: { name: "streamflow-object-store", key: "AWS_SECRET_ACCESS_KEY" },
        region: { name: "streamflow-object-store", key: "AWS_REGION" },
      },
    });
    expect(cluster(plan, {}).spec.serviceAccountTemplate).toBeUndefined();
  });

  test("of a cluster that is made anew don't mix with the old one's", () => {
    const { plan } = single({ backup: { retention: "7d", serverName: "db-2" } });
    expect(cluster(plan, {}).spec.plugins?.[0]?.parameters).toMatchObject({ serverName: "db-2" });
  });

  test.each([
    [{}, "0 0 2 * * *"],
    [{ period: "7d" }, "0 0 2 * * 0"],
    [{ period: "12h", hour: 14 }, "0 0 2,14 * * *"],
    [{ period: "6h", hour: 3 }, "0 0 3,9,15,21 * * *"],
  ])("with %j are made at %s", (settings, schedule) => {
    const { plan } = single({ backup: { retention: "7d", ...settings } });
    if (plan.backup === undefined) throw new Error("the plan has backups");
    expect(scheduledBackup(plan, plan.backup).spec).toMatchObject({ schedule, immediate: true, method: "plugin" });
  });
});

describe("the component", () => {
  test("makes the bucket's description before the servers, the schedule and the pooler after them", async () => {
    const plan = await declare(multi(FULL));
    const servers = find(plan, "Cluster", "db");
    expect(comesAfter(plan, servers, find(plan, "ObjectStore", "db-backups"))).toBe(true);
    for (const [kind, name] of [
      ["ScheduledBackup", "db-backups"],
      ["Pooler", "db-pooler"],
    ] as const)
      expect(comesAfter(plan, find(plan, kind, name), servers)).toBe(true);
    expect(at(find(plan, "PodDisruptionBudget", "db-pooler"), "spec.maxUnavailable")).toBe(1);
    expect(countOf(plan, "PodMonitor")).toBe(2);
  });

  test("makes nothing of what the config leaves out", async () => {
    const plan = await declare(single());
    expect(["ObjectStore", "ScheduledBackup", "Pooler", "PodDisruptionBudget"].map((k) => countOf(plan, k))).toEqual([
      0, 0, 0, 0,
    ]);
    expect(countOf(plan, "PodMonitor")).toBe(1);
  });

  test("gives the exporter queries that it can read", async () => {
    const text = at(find(await declare(single()), "ConfigMap", "db-queries"), "data") as Record<string, string>;
    expect(parse(String(text["queries.yaml"]))).toMatchObject({
      pg_stat_user_tables: { primary: true, target_databases: ["streamflow"] },
    });
  });

  test("keeps the superuser's password secret", async () => {
    expect(at(find(await declare(single()), "Secret", "db-superuser"), "data")).toBeInstanceOf(Secret);
  });
});
