import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { KubeObject } from "../../sandbox/kube";
import {
  BACKUPS,
  SCHEDULED_BACKUPS,
  type Backup,
  type ScheduledBackup,
} from "../../sandbox/operators/cloudnativepg/backups";
import { FLINK_DEPLOYMENTS, type FlinkDeployment } from "../../sandbox/operators/flink/resources";
import type { Deployment, Live, Pod } from "../../sandbox/operators/kubernetes/objects";
import { collectionPath, DEPLOYMENTS, objectPath, PODS } from "../../sandbox/operators/kubernetes/resources";
import { SNAPSHOT_CONTENTS, SNAPSHOTS, type VolumeSnapshot } from "../../sandbox/operators/snapshots";
import { eventually, isReady, startCluster, type TestCluster } from "./support/cluster";

const NAMESPACE = "played";

let cluster: TestCluster;

beforeAll(async () => {
  cluster = await startCluster();
  await cluster.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } });
});
afterAll(() => cluster.stop());

const object = (apiVersion: string, kind: string, name: string, spec: object): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: NAMESPACE },
  spec,
});

async function list<T extends Live>(path: string, selector = ""): Promise<readonly T[]> {
  const found = await cluster.kube.get<{ readonly items: readonly T[] }>(
    `${path}?labelSelector=${encodeURIComponent(selector)}`,
  );
  return found?.items ?? [];
}

describe("Flink", () => {
  const path = objectPath(FLINK_DEPLOYMENTS, NAMESPACE, "job");
  const flink = (spec: object = {}): KubeObject =>
    object("flink.apache.org/v1beta1", "FlinkDeployment", "job", {
      image: "flink:1.20",
      flinkVersion: "v1_20",
      flinkConfiguration: { "taskmanager.numberOfTaskSlots": "2" },
      jobManager: { resource: { cpu: 0.5, memory: "1024m" } },
      taskManager: { resource: { cpu: 1, memory: "2048m" } },
      job: { jarURI: "local:///job.jar", parallelism: 3, upgradeMode: "stateless", state: "running" },
      ...spec,
    });
  const read = (): Promise<FlinkDeployment | undefined> => cluster.kube.get<FlinkDeployment>(path);
  const stateOf = async (): Promise<string | undefined> => {
    const found = await read();
    return found?.status?.observedGeneration === found?.metadata.generation ? found?.status?.lifecycleState : undefined;
  };
  const taskManagers = (): Promise<readonly Pod[]> =>
    list<Pod>(collectionPath(PODS, NAMESPACE), "app=job,component=taskmanager");

  test("a job is running and its deployment stable once the pods that its parallelism needs are ready", async () => {
    await cluster.apply(flink());
    await eventually("the deployment is stable", async () => (await stateOf()) === "STABLE");
    expect((await read())?.status).toMatchObject({
      jobManagerDeploymentStatus: "READY",
      jobStatus: { state: "RUNNING" },
    });
    const pods = await taskManagers();
    expect(pods.map((pod) => pod.metadata.name).sort()).toEqual(["job-taskmanager-1-1", "job-taskmanager-1-2"]);
    expect(pods.every(isReady)).toBe(true);
    expect(pods[0]?.spec.containers[0]).toMatchObject({ resources: { requests: { cpu: "1", memory: "2Gi" } } });
    expect(await cluster.kube.get(`/api/v1/namespaces/${NAMESPACE}/services/job-rest`)).toBeDefined();
  });

  test("a larger parallelism brings pods, a changed memory brings other ones", async () => {
    const before = (await taskManagers()).map((pod) => pod.metadata.uid);
    await cluster.apply(
      flink({
        taskManager: { resource: { cpu: 1, memory: "3g" } },
        job: { jarURI: "local:///job.jar", parallelism: 5 },
      }),
    );
    await eventually(
      "the deployment is stable with three of them",
      async () => (await stateOf()) === "STABLE" && (await taskManagers()).length === 3,
    );
    expect((await taskManagers()).filter((pod) => before.includes(pod.metadata.uid))).toEqual([]);
  });

  test("what fits no node is never stable", async () => {
    await cluster.apply(flink({ taskManager: { resource: { cpu: 12, memory: "2g" } } }));
    await eventually("a TaskManager is refused by the scheduler", async () =>
      (await taskManagers()).some((pod) =>
        pod.status?.conditions?.some((c) => c.type === "PodScheduled" && c.status === "False"),
      ),
    );
    expect(await stateOf()).toBe("UPGRADING");
  });

  test("a suspended job has no pods", async () => {
    await cluster.apply(flink({ job: { jarURI: "local:///job.jar", parallelism: 2, state: "suspended" } }));
    await eventually("it is suspended", async () => (await stateOf()) === "SUSPENDED");
    await eventually(
      "its pods are gone",
      async () => (await list(collectionPath(PODS, NAMESPACE), "app=job")).length === 0,
    );
  });
});

describe("CloudNativePG's other kinds", () => {
  const api = "postgresql.cnpg.io/v1";

  test("a pooler is a Deployment and a Service before the cluster", async () => {
    await cluster.apply(
      object(api, "Cluster", "db", {
        instances: 1,
        storage: { size: "1Gi" },
        backup: { volumeSnapshot: { className: "fast" } },
      }),
      object(api, "Pooler", "pool", {
        cluster: { name: "db" },
        instances: 2,
        type: "rw",
        pgbouncer: { poolMode: "transaction" },
      }),
    );
    await eventually("both PgBouncers are available", async () => {
      const deployment = await cluster.kube.get<Deployment>(objectPath(DEPLOYMENTS, NAMESPACE, "pool"));
      return deployment?.status?.availableReplicas === 2;
    });
    expect(await cluster.kube.get(`/api/v1/namespaces/${NAMESPACE}/services/pool`)).toMatchObject({
      spec: { selector: { "cnpg.io/poolerName": "pool" }, ports: [{ port: 5432 }] },
    });
  });

  test("a scheduled backup that is to begin at once makes one, and says when the next is due", async () => {
    const path = objectPath(SCHEDULED_BACKUPS, NAMESPACE, "nightly");
    await cluster.apply(
      object(api, "ScheduledBackup", "nightly", {
        schedule: "0 0 2 * * *",
        immediate: true,
        cluster: { name: "db" },
        method: "volumeSnapshot",
      }),
    );
    await eventually(
      "the next time is known",
      async () => (await cluster.kube.get<ScheduledBackup>(path))?.status?.nextScheduleTime !== undefined,
    );
    expect((await cluster.kube.get<ScheduledBackup>(path))?.status?.nextScheduleTime).toMatch(/T02:00:00/);
    expect(await list<Backup>(collectionPath(BACKUPS, NAMESPACE), "cnpg.io/scheduled-backup=nightly")).toHaveLength(1);
  });

  test("it is complete when its snapshot is, which needs the snapshot class", async () => {
    const phases = async (): Promise<readonly unknown[]> =>
      (await list<Backup>(collectionPath(BACKUPS, NAMESPACE))).map((backup) => backup.status?.phase);
    await eventually("it waits for its snapshot", async () => (await phases())[0] === "running");
    await cluster.apply({
      apiVersion: "snapshot.storage.k8s.io/v1",
      kind: "VolumeSnapshotClass",
      metadata: { name: "fast" },
      driver: "sandbox.local",
      deletionPolicy: "Delete",
    });
    await eventually("it is complete", async () => (await phases())[0] === "completed");
  });

  test("a backup that the cluster isn't configured for fails, and says why", async () => {
    await cluster.apply(object(api, "Backup", "manual", { cluster: { name: "db" }, method: "barmanObjectStore" }));
    await eventually("it has failed", async () => {
      const backup = await cluster.kube.get<Backup>(objectPath(BACKUPS, NAMESPACE, "manual"));
      return backup?.status?.phase === "failed" && JSON.stringify(backup.status).includes("barmanObjectStore");
    });
  });
});

describe("a volume's snapshot", () => {
  const path = objectPath(SNAPSHOTS, NAMESPACE, "copy");
  const snapshot = (claim: string): KubeObject =>
    object("snapshot.storage.k8s.io/v1", "VolumeSnapshot", "copy", {
      source: { persistentVolumeClaimName: claim },
      volumeSnapshotClassName: "fast",
    });

  test("of a bound claim it is ready, with the claim's size", async () => {
    await cluster.apply(snapshot("db-1"));
    await eventually(
      "it can be used",
      async () => (await cluster.kube.get<VolumeSnapshot>(path))?.status?.readyToUse === true,
    );
    expect((await cluster.kube.get<VolumeSnapshot>(path))?.status).toMatchObject({ restoreSize: "1Gi" });
  });

  test("its content goes with it", async () => {
    const content = (await cluster.kube.get<VolumeSnapshot>(path))?.status?.boundVolumeSnapshotContentName ?? "";
    await cluster.remove(path);
    // The garbage collector looks for new kinds every 30 s.
    await eventually(
      "the content is gone",
      async () => (await cluster.kube.get(objectPath(SNAPSHOT_CONTENTS, undefined, content))) === undefined,
      120_000,
    );
  });

  test("of a claim that isn't there it is never ready, and says why", async () => {
    await cluster.apply(snapshot("nothing"));
    await eventually("the error is told", async () =>
      JSON.stringify((await cluster.kube.get<VolumeSnapshot>(path))?.status ?? {}).includes("not found"),
    );
    expect((await cluster.kube.get<VolumeSnapshot>(path))?.status?.readyToUse).toBe(false);
  });
});
