/** What the operators make in a namespace that admits only restricted pods and counts every request: nothing may be refused. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { KubeObject } from "../../sandbox/kube";
import { CNPG_CLUSTERS, type CnpgCluster } from "../../sandbox/operators/cloudnativepg/cluster";
import { FLINK_DEPLOYMENTS, type FlinkDeployment } from "../../sandbox/operators/flink/resources";
import type { Deployment, Live, Pod } from "../../sandbox/operators/kubernetes/objects";
import { collectionPath, DEPLOYMENTS, objectPath, PODS } from "../../sandbox/operators/kubernetes/resources";
import { WANTED } from "../../sandbox/operators/released/wanted";
import { eventually, isReady, startCluster, THREE_ZONES, type TestCluster } from "./support/cluster";

const NAMESPACE = "strict";
const RESTRICTED = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  runAsNonRoot: true,
  seccompProfile: { type: "RuntimeDefault" },
};
const size = (cpu: string, memory: string) => ({ requests: { cpu, memory }, limits: { cpu, memory } });

let cluster: TestCluster;

const object = (apiVersion: string, kind: string, name: string, spec: object): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: NAMESPACE },
  spec,
});

beforeAll(async () => {
  cluster = await startCluster(THREE_ZONES);
  await cluster.apply(
    {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: NAMESPACE, labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
    },
    object("v1", "ResourceQuota", "all", {
      hard: { "requests.cpu": "4", "requests.memory": "8Gi", "limits.cpu": "4", "limits.memory": "8Gi" },
    }),
    // For what operators give no size: init containers that copy a program.
    object("v1", "LimitRange", "defaults", {
      limits: [
        { type: "Container", default: size("100m", "64Mi").limits, defaultRequest: size("10m", "32Mi").requests },
      ],
    }),
  );
});
afterAll(() => cluster.stop());

const pods = async (selector: string): Promise<readonly Pod[]> =>
  (
    await cluster.kube.get<{ readonly items: readonly Pod[] }>(
      `${collectionPath(PODS, NAMESPACE)}?labelSelector=${encodeURIComponent(selector)}`,
    )
  )?.items ?? [];
const available = (name: string, count: number) => async (): Promise<boolean> =>
  (await cluster.kube.get<Deployment>(objectPath(DEPLOYMENTS, NAMESPACE, name)))?.status?.availableReplicas === count;
interface Quota extends Live {
  readonly status?: { readonly used?: Readonly<Record<string, string>> };
}
const used = async (what: string): Promise<string | undefined> =>
  (await cluster.kube.get<Quota>(`/api/v1/namespaces/${NAMESPACE}/resourcequotas/all`))?.status?.used?.[what];

const database = (spec: object = {}): KubeObject =>
  object("postgresql.cnpg.io/v1", "Cluster", "db", {
    instances: 3,
    storage: { size: "5Gi" },
    walStorage: { size: "2Gi" },
    resources: size("200m", "512Mi"),
    affinity: { podAntiAffinityType: "required" },
    plugins: [
      {
        name: "barman-cloud.cloudnative-pg.io",
        isWALArchiver: true,
        parameters: { barmanObjectName: "backups" },
      },
    ],
    ...spec,
  });

describe("a database whose write-ahead log a plugin archives", () => {
  const path = objectPath(CNPG_CLUSTERS, NAMESPACE, "db");
  const status = async (): Promise<CnpgCluster["status"]> => (await cluster.kube.get<CnpgCluster>(path))?.status;

  test("waits for the store that it archives to, and says so", async () => {
    await cluster.apply(database());
    await eventually(
      "it says what is missing",
      async () => (await status())?.phaseReason === "ObjectStore backups not found",
    );
  });

  test("is healthy with it, on three nodes, its archivers counted", async () => {
    await cluster.apply(
      object("barmancloud.cnpg.io/v1", "ObjectStore", "backups", {
        configuration: { destinationPath: "s3://backups/", s3Credentials: { inheritFromIAMRole: true } },
        instanceSidecarConfiguration: { resources: size("50m", "64Mi") },
      }),
    );
    await eventually("three instances are ready", async () => (await status())?.phase === "Cluster in healthy state");
    const instances = await pods("cnpg.io/cluster=db,cnpg.io/podRole=instance");
    expect(new Set(instances.map(({ spec }) => spec.nodeName)).size).toBe(3);
    expect(await used("requests.cpu")).toBe("750m");
  });

  test("has poolers before it", async () => {
    await cluster.apply(
      object("postgresql.cnpg.io/v1", "Pooler", "pool", {
        cluster: { name: "db" },
        instances: 2,
        pgbouncer: { poolMode: "transaction" },
        template: { spec: { containers: [{ name: "pgbouncer", resources: size("100m", "64Mi") }] } },
      }),
    );
    await eventually("both PgBouncers are available", available("pool", 2));
  });

  test("that asks for more than the quota says what the API server said", async () => {
    await cluster.apply(database({ resources: size("3", "512Mi") }));
    await eventually("the quota is named", async () => {
      const { phaseReason = "" } = (await status()) ?? {};
      return typeof phaseReason === "string" && phaseReason.includes("exceeded quota: all");
    });
    await cluster.apply(database());
    await eventually(
      "it is healthy again",
      async () => (await status())?.phase === "Cluster in healthy state",
      120_000,
    );
  });
});

test("a job of Flink with secured pods is stable", async () => {
  const podTemplate = {
    spec: {
      securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
      containers: [{ name: "flink-main-container", securityContext: RESTRICTED }],
    },
  };
  await cluster.apply(
    object("flink.apache.org/v1beta1", "FlinkDeployment", "job", {
      ...{ image: "flink:1.20", flinkVersion: "v1_20", podTemplate },
      flinkConfiguration: { "taskmanager.numberOfTaskSlots": "2" },
      jobManager: { resource: { cpu: 0.25, memory: "1024m" } },
      taskManager: { resource: { cpu: 0.5, memory: "1024m" } },
      job: { jarURI: "local:///job.jar", parallelism: 4, upgradeMode: "stateless", state: "running" },
    }),
  );
  const path = objectPath(FLINK_DEPLOYMENTS, NAMESPACE, "job");
  await eventually(
    "it is stable",
    async () => (await cluster.kube.get<FlinkDeployment>(path))?.status?.lifecycleState === "STABLE",
  );
  expect((await pods("app=job,component=taskmanager")).filter(isReady)).toHaveLength(2);
});

test("a Job's pod completes, and the Job with it", async () => {
  await cluster.apply(
    object("batch/v1", "Job", "migrate", {
      template: {
        spec: {
          restartPolicy: "Never",
          securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
          containers: [
            { name: "migrate", image: "example.com/m:1", securityContext: RESTRICTED, resources: size("50m", "64Mi") },
          ],
        },
      },
    }),
  );
  interface Job extends Live {
    readonly status?: { readonly succeeded?: number };
  }
  const path = `/apis/batch/v1/namespaces/${NAMESPACE}/jobs/migrate`;
  await eventually("it is complete", async () => (await cluster.kube.get<Job>(path))?.status?.succeeded === 1);
});

describe("what charts would release", () => {
  const deployment = (name: string): KubeObject => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: "later", labels: { "streaming.sandbox/released": "true" } },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: "c", image: "example.com/c:1" }] },
      },
    },
  });
  const want = (...objects: readonly KubeObject[]): Promise<void> =>
    cluster.apply({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: WANTED,
      data: { "objects.json": JSON.stringify(objects) },
    });
  const isThere = (name: string) => async (): Promise<boolean> =>
    ((await cluster.kube.get<Deployment>(objectPath(DEPLOYMENTS, "later", name)))?.status?.availableReplicas ?? 0) > 0;

  test("is there as soon as its namespace is, and runs", async () => {
    await want(deployment("grafana"), deployment("operator"));
    await cluster.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: "later" } });
    await eventually("grafana runs", isThere("grafana"));
    await eventually("the operator runs", isThere("operator"));
  });

  test("goes when it isn't wanted any more, and what somebody deletes comes back", async () => {
    await want(deployment("operator"));
    const grafana = objectPath(DEPLOYMENTS, "later", "grafana");
    await eventually("grafana is gone", async () => (await cluster.kube.get(grafana)) === undefined);
    const operator = objectPath(DEPLOYMENTS, "later", "operator");
    const before = await cluster.kube.get<Deployment>(operator);
    await cluster.remove(operator);
    await eventually("another operator runs", async () => {
      const now = await cluster.kube.get<Deployment>(operator);
      return now !== undefined && now.metadata.uid !== before?.metadata.uid;
    });
  });
});
