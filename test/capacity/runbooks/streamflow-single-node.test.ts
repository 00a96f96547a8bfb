/**
 * The runbooks' own numbers, and why they don't hold. Each expectation is worked out by hand beside it;
 * where the model differs from that arithmetic, the test says why.
 */
import { budget, failed, requests } from "./judged";
import { describe, expect, test } from "vitest";
import { holds } from "../../../core/capacity/budget";
import { brokerData } from "../../../core/capacity/kafka/disk";
import { K3S_SERVER, OS_MEMORY } from "../../../core/capacity/nodes/reserve";
import { taskManagerMemory } from "../../../core/capacity/flink/memory";
import { tablesBytes, USABLE_SHARE } from "../../../core/capacity/postgres/volume";
import { walPerDay } from "../../../core/capacity/postgres/wal";
import { totalRequests, type Pod } from "../../../core/capacity/pods/pod";
import { GiB, MiB } from "../../../core/units";
import { shapeOf } from "../../../core/capacity/nodes/shape";
import { clusterOf } from "../../../core/capacity/nodes/target";
import { sizeStreamflow } from "../../../stacks/streamflow-capacity";
import { capacityWith, configOf, edited, fixture, sizesOf, type Edits } from "../support";

const memoryOf = (pods: readonly Pod[], name: RegExp): number =>
  totalRequests(pods.filter((p) => name.test(p.name))).memory / MiB;
const mib = (bytes: number): number => Math.round(bytes / MiB);

describe("StreamFlow on K3s with 4 CPU and 9.7 GB", () => {
  const stated = capacityWith("runbooks/streamflow-single-node");
  const [node] = stated.assessment.nodes;

  test("9.7 GB are 9,251 MiB, of which K3s and the system leave 7,051 for pods", () => {
    // 9,251 − K3s 1,522 − system 400 − eviction 278. A flat 256 MiB for eviction would leave 7,073; 3 % of the node is 278.
    expect(mib(node?.capacity.memory ?? 0)).toBe(9_251);
    expect([mib(K3S_SERVER.memory), mib(OS_MEMORY)]).toEqual([1_522, 400]);
    expect(mib(node?.allocatable.memory ?? 0)).toBe(7_051);
  });

  test("its table asks for 6,676 MiB, so 375 MiB are left and not 2.7 GB, before the cluster's own pods", () => {
    // 7,051 − 6,676 = 375; with the flat eviction threshold of above it is 397.
    const asked = budget(stated, "quotas-memory").need;
    expect(Math.round(asked)).toBe(6_676);
    expect(mib(node?.allocatable.memory ?? 0) - Math.round(asked)).toBe(375);
  });

  test("3.5 of 3.94 cores are asked for; CoreDNS, metrics-server and operators leave nothing of the claimed half core", () => {
    // 4.0 − 0.06 for K3s = 3.94. Counting one operator (0.1), CoreDNS (0.1) and metrics-server (0.1) would leave 0.14;
    // the model also counts Strimzi's (0.2), Flink's (0.2), cert-manager's (0.03), the backup plugin's (0.02) and the volume provisioner's
    // (0.01), and is 0.32 short.
    const cpu = budget(stated, "quotas-cpu");
    expect([node?.allocatable.cpu, cpu.need, cpu.have]).toEqual([3_940, 3_500, 3_180]);
    expect(holds(cpu)).toBe(false);
  });

  test("its CPU limits add up to 7 cores, not 8, and its memory limits to 162 % of what pods may have", () => {
    const quotas = stated.demand.namespaces.flatMap((n) => n.quota ?? []);
    expect(totalRequests(quotas.map((q) => ({ requests: q.limits }))).cpu).toBe(7_000);
    const limits = budget(stated, "quotas-memory-limits");
    expect([Math.round(limits.need), limits.formula]).toEqual([
      11_444,
      "quotas' memory limits are 162 % of the allocatable memory; at most 120 %",
    ]);
    expect(holds(limits)).toBe(false);
  });

  test("a TaskManager of 1Gi has 26 MiB for user code, and 4 slots on 3 partitions leave one idle", () => {
    expect(Math.round(budget(stated, "flink-task-heap").usable)).toBe(26);
    expect(budget(stated, "flink-source-partitions")).toMatchObject({ need: 4, usable: 3 });
  });

  test("two stock TaskManagers don't fit the processing namespace, one of 1,453 MiB with three slots does", () => {
    const path = "streamflow.quotas.streamflow-processing.limits.memory";
    const stock = capacityWith("runbooks/streamflow-single-node", {
      "streamflow.flink.taskManager.memory": "1728Mi",
      "streamflow.flink.jobManager.memory": "1600Mi",
    });
    // 1,600 + 2 × 1,728 = 5,056. The 512 MiB of the operator that would make it 5,568 lie in a namespace of their own.
    expect(budget(stock, "quota-limits-memory", path)).toMatchObject({ need: 5_056, have: 3e9 / MiB });
    const memory = taskManagerMemory(1_453 * MiB);
    expect([mib(memory.taskHeap), mib(memory.managed)]).toEqual([247, 402]);
    const one = capacityWith("runbooks/streamflow-single-node", {
      "streamflow.flink.taskManagers": 1,
      "streamflow.flink.slots": 3,
      "streamflow.flink.taskManager.memory": "1453Mi",
      "streamflow.flink.jobManager": undefined,
    });
    expect(budget(one, "quota-limits-memory", path)).toMatchObject({ need: 1_024 + 1_453 });
    expect(holds(budget(one, "quota-limits-memory", path))).toBe(true);
    expect(budget(one, "flink-source-partitions")).toMatchObject({ need: 3, usable: 3 });
  });

  test("a 2Gi broker with the entity operator is beyond the Kafka namespace's limit", () => {
    // 2,048 + 512 + 128 of the exporter, and both again while they are rolled. With the cluster operator beside it: more still.
    expect(budget(stated, "quota-limits-memory", "streamflow.quotas.streamflow-kafka.limits.memory")).toMatchObject({
      need: 3_328,
    });
    expect(Math.round(3e9 / MiB)).toBe(2_861);
  });

  test("transactions.raw takes 27.7 GiB in 3 days and 60.7 in 7, with segments of 1 GiB", () => {
    const data = (retention: string): number => {
      const [topic] = kafkaTopics({ 'streamflow.topics["transactions.raw"].retention': retention });
      return topic === undefined ? 0 : brokerData([topic], 1, GiB) / GiB;
    };
    expect([data("3d"), data("7d")].map((n) => n.toFixed(1))).toEqual(["27.7", "60.7"]);
  });

  test("bronze and silver take 179 GiB before bloat; 50Gi allows 134 bytes a row, 100Gi 269", () => {
    const { tables } = tablesOf();
    expect((tablesBytes(tables) / GiB).toFixed(0)).toBe("179");
    const rows = tables.reduce((n, t) => n + (t.rowsPerSecond * t.retentionMs) / 1000, 0);
    expect([50, 100].map((gib) => Math.round((gib * GiB * USABLE_SHARE) / rows))).toEqual([134, 269]);
    // The proof adds 20 % for bloat: 214 GiB against 80 % of 50Gi.
    expect(budget(stated, "postgres-volume")).toMatchObject({ usable: 40 });
    expect(Math.round(budget(stated, "postgres-volume").need)).toBe(214);
  });

  test("WAL is 19 GiB a day, archived for a week with eight fulls: 1.5 TiB", () => {
    // Bronze and silver at 100 rows/s × 600 B × 2 each: 19.3 GiB a day. 8 × 178.5 + 7 × 19.3 = 1,563 GiB.
    expect((walPerDay(tablesOf().tables) / GiB).toFixed(1)).toBe("19.3");
    expect(Math.round(sizesOf(stated).get("streamflow.postgres.backup.storage") ?? 0)).toBe(1_564);
  });

  test("200 connections on 636 MiB need 2,678 MiB at worst; 60 on 1 GiB still don't fit", () => {
    expect(Math.round(budget(stated, "postgres-memory").need)).toBe(2_678);
    // 256 buffers + 60 × (4 + 8) + 3 × 64 = 1,168 > 922: what is often called coherent leaves out autovacuum and backends' own memory.
    const coherent = capacityWith("runbooks/streamflow-single-node", {
      "streamflow.postgres.memory": "1Gi",
      "streamflow.postgres.maxConnections": 60,
    });
    expect(Math.round(budget(coherent, "postgres-memory").need)).toBe(1_168);
    expect(holds(budget(coherent, "postgres-memory"))).toBe(false);
  });

  test("Airflow 2's layout could open 315 connections; Airflow 3 opens 60, and behind PgBouncer the server has 45", () => {
    // 15 × (scheduler + 4 web workers + 16 task processes).
    expect((5 + 10) * (1 + 4 + 16)).toBe(315);
    expect(sizesOf(stated).get("streamflow.airflow.connections")).toBe(60);
    const pooled = capacityWith("runbooks/streamflow-single-node", {
      "streamflow.flink.taskManagers": 1,
      "streamflow.flink.slots": 3,
      "streamflow.postgres.pooler": { pools: { airflow: 7, pipelines: 7, analytics: 7, reports: 6 } },
      "streamflow.postgres.maxConnections": 60,
    });
    // PgBouncer has one size for all its users, so 4 × 7 pooled + 3 reserved + 5 operator + 3 psql + 2 sinks × 3.
    expect(budget(pooled, "postgres-connections")).toMatchObject({ need: 45, have: 60 });
    expect(holds(budget(pooled, "postgres-connections"))).toBe(true);
  });

  test("bronze is rebuilt from a topic that forgets after 3 days, and silver from bronze that forgets after 7", () => {
    const chain = stated.assessment.budgets
      .filter((b) => b.name === "replay-chain")
      .map((b) => [b.need, b.usable, holds(b)]);
    expect(chain).toEqual([
      [7, 3, false],
      [30, 7, false],
    ]);
  });

  test("the loop of the runbook, Kafka as the source of bronze and bronze as the archive of Kafka, is refused", () => {
    const edits: Edits = { 'streamflow.topics["transactions.raw"].rebuiltFrom': "bronze.transactions" };
    expect(() => capacityWith("runbooks/streamflow-single-node", edits)).toThrow(
      "transactions.raw ← bronze.transactions ← transactions.raw",
    );
  });

  test("stock K3s reserves nothing: all four reserves fail", () => {
    const stock = capacityWith("runbooks/streamflow-single-node", { "target.kubelet": undefined });
    expect(failed(stock).filter((name) => /k3s|os-|eviction/.test(name))).toEqual([
      "k3s-memory",
      "k3s-cpu",
      "os-memory",
      "eviction-memory",
    ]);
  });

  test("three PostgreSQL instances on the one node are refused", () => {
    expect(() => capacityWith("runbooks/streamflow-single-node", { "streamflow.postgres.instances": 3 })).toThrow(
      "standbys that share the node are lost with it",
    );
  });
});

describe("the least that StreamFlow needs on that node", () => {
  const floor = capacityWith("runbooks/streamflow-floor");

  test("9,280 MiB are asked for, 2,229 more than there is", () => {
    // By hand, 8,888 MiB: broker 1,280, Strimzi 384, Flink operator 384, JobManager 1,024, TaskManager 1,536, PostgreSQL 1,024, its operator 100,
    // Airflow 768 + 512 + 384 with 64 + 32 for its exporters, Prometheus stack 1,186 with the containers beside its own, kube-system 210. The model
    // counts 192 for cert-manager and 200 for the node exporter as well.
    const { pods } = floor.demand;
    expect(
      [
        /kafka-kafka/,
        /strimzi/,
        /flink-kubernetes/,
        /jobmanager-0/,
        /taskmanager/,
        /postgres-1/,
        /cnpg/,
        /airflow/,
        /kube-prometheus/,
        /coredns|metrics-server|local-path/,
      ].map((name) => memoryOf(pods, name)),
    ).toEqual([1_280, 384, 384, 1_024, 1_536, 1_024, 100, 1_760, 1_186, 210]);
    expect(mib(requests(floor).memory)).toBe(8_888 + 392);
    expect(mib(requests(floor).memory - (floor.assessment.nodes[0]?.allocatable.memory ?? 0))).toBe(2_229);
  });

  test("some pods stay Pending, and the smallest node that would do has 6 CPU and 16 GiB", () => {
    expect(floor.assessment.verdict).toBe("short");
    expect(floor.assessment.suggestion).toBe("1 node of 6 CPU / 16 GiB");
  });
});

function kafkaTopics(edits: Edits) {
  return planOf(edits).kafka.topics.filter((t) => t.name === "transactions.raw");
}
const tablesOf = () => planOf({}).postgres;

function planOf(edits: Edits) {
  const config = configOf(edited(fixture("runbooks/streamflow-single-node"), edits));
  if (!config.streamflow) throw new Error("the fixture has StreamFlow");
  return sizeStreamflow(config.streamflow, shapeOf(clusterOf(config.target)));
}
