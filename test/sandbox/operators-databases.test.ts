import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DatabaseError } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CNPG_CLUSTERS, type CnpgCluster } from "../../sandbox/operators/cloudnativepg/cluster";
import { secretText, type Live, type Secret } from "../../sandbox/operators/kubernetes/objects";
import { objectPath } from "../../sandbox/operators/kubernetes/resources";
import type { KubeObject } from "../../sandbox/kube";
import { eventually, isReady, startCluster, type TestCluster } from "./support/cluster";
import { queryOnce } from "./support/postgres-client";

const NAMESPACE = "databases";
const PARAMETERS = { work_mem: "9MB", max_connections: "77" };
const DB = objectPath(CNPG_CLUSTERS, NAMESPACE, "db");

let cluster: TestCluster;

beforeAll(async () => {
  cluster = await startCluster();
  await cluster.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } });
});
afterAll(() => cluster.stop());

function database(name: string, spec: object = {}): KubeObject {
  return {
    apiVersion: "postgresql.cnpg.io/v1",
    kind: "Cluster",
    metadata: { name, namespace: NAMESPACE },
    spec: {
      instances: 1,
      enableSuperuserAccess: true,
      superuserSecret: { name: "db-admin" },
      storage: { size: "5Gi" },
      resources: { requests: { cpu: "500m", memory: "1Gi" } },
      bootstrap: { initdb: { database: "sequencer", owner: "core" } },
      ...spec,
    },
  };
}

const admin = (password: string): KubeObject => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name: "db-admin", namespace: NAMESPACE },
  type: "kubernetes.io/basic-auth",
  stringData: { username: "postgres", password },
});

const secret = (name: string): Promise<Secret | undefined> =>
  cluster.kube.get<Secret>(`/api/v1/namespaces/${NAMESPACE}/secrets/${name}`);
const read = (): Promise<CnpgCluster | undefined> => cluster.kube.get<CnpgCluster>(DB);
const isHealthy = async (): Promise<boolean> => {
  const db = await read();
  const condition = db?.status?.conditions?.find((c) => c.type === "Ready");
  return condition?.status === "True" && condition.observedGeneration === db?.metadata.generation;
};

/** The answer to a query, by TLS with the cluster's own authority. */
async function ask(user: string, password: string, query: string): Promise<unknown> {
  const ca = secretText(await secret("db-ca"), "ca.crt");
  const port = cluster.port(`postgres/${NAMESPACE}/db`);
  const ssl = { ...(ca !== undefined && { ca }), rejectUnauthorized: true };
  const login = { host: "127.0.0.1", port, user, password, database: "sequencer", ssl };
  return (await queryOnce(login, `SELECT (${query}) AS value`))[0]?.value;
}

describe("a CloudNativePG Cluster", () => {
  test("it waits for the Secret that it is told to use", async () => {
    await cluster.apply(database("db"));
    await eventually(
      "it says what it waits for",
      async () => (await read())?.status?.phase === "Waiting for user action",
    );
    expect(await isHealthy()).toBe(false);
  });

  test("with the Secret it becomes a database, and the superuser has the Secret's password", async () => {
    await cluster.apply(admin("it's one"));
    await eventually("the cluster is healthy", isHealthy);
    expect(await ask("postgres", "it's one", "current_user")).toBe("postgres");
    expect((await read())?.status).toMatchObject({
      phase: "Cluster in healthy state",
      instances: 1,
      readyInstances: 1,
      currentPrimary: "db-1",
      writeService: "db-rw",
    });
    expect(isReady(await cluster.pod(NAMESPACE, "db-1"))).toBe(true);
  });

  test("the owner finds its password in the Secret that the operator made", async () => {
    const app = await secret("db-app");
    expect(await ask(secretText(app, "username") ?? "", secretText(app, "password") ?? "", "current_user")).toBe(
      "core",
    );
    expect(
      await ask("postgres", "it's one", "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'sequencer'"),
    ).toBe("core");
  });

  test("a wrong password is refused", async () => {
    await expect(ask("postgres", "wrong", "1")).rejects.toThrow(DatabaseError);
  });

  test("a new password in the Secret counts, the old one no longer", async () => {
    await cluster.apply(admin("two"));
    await eventually("the new password is taken", () => ask("postgres", "two", "1").then(Boolean, () => false));
    await expect(ask("postgres", "it's one", "1")).rejects.toThrow(DatabaseError);
  });

  test("a parameter that can be reloaded counts without a restart, another one restarts the server", async () => {
    const before = cluster.process(`postgres/${NAMESPACE}/db`);
    const value = (name: string): Promise<unknown> => ask("postgres", "two", `current_setting('${name}')`);
    await cluster.apply(database("db", { postgresql: { parameters: { work_mem: "9MB" } } }));
    await eventually("work_mem is taken", async () => (await isHealthy()) && (await value("work_mem")) === "9MB");
    expect(cluster.process(`postgres/${NAMESPACE}/db`)).toEqual(before);
    await cluster.apply(database("db", { postgresql: { parameters: PARAMETERS } }));
    await eventually(
      "max_connections is taken",
      async () => (await isHealthy()) && (await value("max_connections")) === "77",
    );
    expect(cluster.process(`postgres/${NAMESPACE}/db`)?.pid).not.toBe(before?.pid);
  });

  test("the operators' end and return leave the server alone", async () => {
    const before = cluster.process(`postgres/${NAMESPACE}/db`);
    const version = (await read())?.metadata.generation;
    await cluster.kill("operators");
    await cluster.startOperators();
    await eventually("the cluster is healthy", isHealthy);
    expect(cluster.process(`postgres/${NAMESPACE}/db`)).toEqual(before);
    expect((await read())?.metadata.generation).toBe(version);
    expect(cluster.operatorsLog()).not.toContain("started");
  });

  test("a server that was killed is started again on its data", async () => {
    await ask("postgres", "two", "SELECT count(*) FROM (SELECT lo_create(4711)) AS made");
    const before = cluster.process(`postgres/${NAMESPACE}/db`);
    await cluster.kill(`postgres/${NAMESPACE}/db`);
    await eventually("the database answers again", () => ask("postgres", "two", "1").then(Boolean, () => false));
    expect(cluster.process(`postgres/${NAMESPACE}/db`)?.pid).not.toBe(before?.pid);
    expect(await ask("postgres", "two", "SELECT count(*) FROM pg_largeobject_metadata WHERE oid = 4711")).toBe("1");
  });

  test("a lock that names another process, as after a reboot, keeps no server from starting", async () => {
    const data = path.join(cluster.layout.postgres(NAMESPACE, "db"), "data");
    const lock = readFileSync(path.join(data, "postmaster.pid"), "utf8");
    await cluster.kill("operators");
    await cluster.kill(`postgres/${NAMESPACE}/db`);
    writeFileSync(path.join(data, "postmaster.pid"), lock.replace(/^\d+/, String(process.pid)));
    await cluster.startOperators();
    await eventually("the database answers again", () => ask("postgres", "two", "1").then(Boolean, () => false));
  });

  test("the API server's restart is survived", async () => {
    const before = cluster.process(`postgres/${NAMESPACE}/db`);
    await cluster.kill("kube-apiserver");
    await cluster.restartControlPlane();
    await cluster.apply(database("db", { instances: 2, postgresql: { parameters: PARAMETERS } }));
    await eventually(
      "a second instance is ready",
      async () => (await isHealthy()) && (await read())?.status?.readyInstances === 2,
      120_000,
    );
    expect(cluster.process(`postgres/${NAMESPACE}/db`)).toEqual(before);
  });

  test("when the primary's pod goes, the other instance is primary, with the same rows", async () => {
    await cluster.remove(`/api/v1/namespaces/${NAMESPACE}/pods/db-1`);
    await eventually(
      "db-2 is primary",
      async () => (await isHealthy()) && (await read())?.status?.currentPrimary === "db-2",
    );
    await eventually("both are ready", async () => (await read())?.status?.readyInstances === 2);
    expect((await cluster.pod(NAMESPACE, "db-2"))?.metadata.labels).toMatchObject({
      "cnpg.io/instanceRole": "primary",
    });
    expect(await ask("postgres", "two", "SELECT count(*) FROM pg_largeobject_metadata WHERE oid = 4711")).toBe("1");
  });

  test("one that fits no node never says that it is ready", async () => {
    await cluster.apply(database("large", { resources: { requests: { cpu: "16" } } }));
    await eventually("the scheduler refuses", async () => {
      const pod = await cluster.pod(NAMESPACE, "large-1");
      return pod?.status?.conditions?.some((c) => c.type === "PodScheduled" && c.status === "False") ?? false;
    });
    expect(await cluster.kube.get<Live>(objectPath(CNPG_CLUSTERS, NAMESPACE, "large"))).toMatchObject({
      status: { readyInstances: 0, conditions: [{ type: "Ready", status: "False" }] },
    });
    expect(cluster.process(`postgres/${NAMESPACE}/large`)).toBeUndefined();
  });

  test("deleted, it leaves nothing: no object, no process, no data", async () => {
    await cluster.remove(DB);
    await eventually("the Cluster is gone", async () => (await read()) === undefined);
    await eventually("its data is gone", () => !existsSync(cluster.layout.postgres(NAMESPACE, "db")));
    expect(cluster.process(`postgres/${NAMESPACE}/db`)).toBeUndefined();
    const selector = encodeURIComponent("cnpg.io/cluster=db");
    for (const kind of [
      "/api/v1/namespaces/databases/pods",
      "/api/v1/namespaces/databases/persistentvolumeclaims",
      "/api/v1/namespaces/databases/services",
    ]) {
      await eventually(`${kind} is empty`, async () => {
        const list = await cluster.kube.get<{ readonly items: readonly unknown[] }>(
          `${kind}?labelSelector=${selector}`,
        );
        return list?.items.length === 0;
      });
    }
  });
});
