import { describe, expect, test } from "vitest";
import { airflowConnections } from "../../../core/capacity/airflow/airflow";
import { crossZone } from "../../../core/capacity/cost/zones";
import { visibleLag } from "../../../core/capacity/flink/checkpoints";
import { jobManagerHeap, taskManagerMemory } from "../../../core/capacity/flink/memory";
import { copyBytes } from "../../../core/capacity/kafka/disk";
import { clusterVcpus, MEMORY_PER_VCPU, writeEquivalent } from "../../../core/capacity/kafka/network";
import { allocatable } from "../../../core/capacity/nodes/allocatable";
import { gkeReserve } from "../../../core/capacity/nodes/reserve";
import { fullsKept } from "../../../core/capacity/postgres/backup";
import { postgresMemory } from "../../../core/capacity/postgres/memory";
import { blockBytes, samplesPerSecond } from "../../../core/capacity/prometheus/prometheus";
import { segmentReserve, writable } from "../../../core/capacity/redpanda/disk";
import { GiB, KiB, MiB } from "../../../core/units";

const DAY = 86_400_000;
const topic = (rate: number, retentionMs: number) => ({
  rate,
  messageBytes: 1024,
  retentionMs,
  partitions: 1,
  replication: 1,
  segmentMs: DAY,
});

describe("Flink's memory", () => {
  test("a TaskManager of 1,728 MiB, Flink's shipped size, divides as its documentation says", () => {
    const memory = taskManagerMemory(1_728 * MiB);
    expect(memory).toEqual({
      overhead: 192 * MiB,
      flink: 1_280 * MiB,
      managed: 512 * MiB,
      network: 128 * MiB,
      taskHeap: 384 * MiB,
    });
  });
  test("a TaskManager of 1 GiB has 25.6 MiB of task heap", () => {
    expect(taskManagerMemory(1_024 * MiB).taskHeap / MiB).toBeCloseTo(25.6, 6);
  });
  test.each([
    [1_024, 230, 64, 26],
    [1_536, 435, 109, 288],
    [2_048, 635, 159, 538],
    [4_096, 1_372, 343, 1_459],
  ])("a TaskManager of %i MiB: managed %i, network %i, task heap %i", (process, managed, network, taskHeap) => {
    const memory = taskManagerMemory(process * MiB);
    expect([memory.managed, memory.network, memory.taskHeap].map((b) => Math.round(b / MiB))).toEqual([
      managed,
      network,
      taskHeap,
    ]);
  });
  test("a JobManager of 1,600 MiB has 1,024 MiB of heap, one of 1,024 has 448", () => {
    expect([1_600, 1_024].map((m) => jobManagerHeap(m * MiB) / MiB)).toEqual([1_024, 448]);
  });
});

describe("what nodes give", () => {
  test.each([
    [4, 16_384, 3_920, 15_391],
    [8, 32_768, 7_910, 31_775],
  ])("EKS with %i vCPU, %i MiB, 58 pods: %i millicores, %i MiB", (cpus, memory, cpu, mebibytes) => {
    const node = { count: 1, cpu: cpus * 1000, memory: memory * MiB, disk: 100 * GiB };
    expect(allocatable("eks", node, { maxPods: 58 })).toEqual({ cpu, memory: mebibytes * MiB, pods: 58 });
  });
  test("GKE's way reserves 1,949 MiB of 9,251, and 100 MiB for eviction", () => {
    const node = { count: 1, cpu: 4_000, memory: 9_251 * MiB, disk: 0 };
    expect(Math.round(gkeReserve(node.cpu, node.memory).memory / MiB)).toBe(1_949);
    expect(Math.round(allocatable("gke", node, {}).memory / MiB)).toBe(9_251 - 1_949 - 100);
  });
  test("K3s gives everything unless the kubelet is told to keep something", () => {
    const node = { count: 1, cpu: 4_000, memory: 9_700e6, disk: 0 };
    expect(allocatable("k3s", node, {}).memory).toBe(9_700e6);
  });
});

describe("logs", () => {
  test("100 events of 1 KiB a second are 24.7 GiB in 3 days and 57.7 GiB in 7, per copy", () => {
    expect([3, 7].map((days) => (copyBytes(topic(100, days * DAY)) / GiB).toFixed(1))).toEqual(["24.7", "57.7"]);
  });
  test("50,000 events of 1 KiB a minute are 0.814 MiB/s and 68.7 GiB a day", () => {
    const rate = 50_000 / 60;
    expect(((rate * 1024) / MiB).toFixed(3)).toBe("0.814");
    expect((copyBytes(topic(rate, DAY)) / GiB).toFixed(1)).toBe("68.7");
  });
  test("a 10Gi Redpanda volume takes 8.67 KiB/s for 7 days before producers are refused", () => {
    const bytesPerSecond = writable(10 * GiB) / ((7 * DAY) / 1000);
    expect((bytesPerSecond / KiB).toFixed(2)).toBe("8.67");
    expect(Math.round((bytesPerSecond / 1024) * 60)).toBe(520);
  });
  test("58 replicas reserve 14.5 GiB in Redpanda", () => {
    expect(segmentReserve(42 + 16) / GiB).toBe(14.5);
  });
  test("20 MB/s, three copies, two readers: 80 MB/s write-equivalent, 8 vCPU, 32 GiB", () => {
    const traffic = { write: 20e6, replication: 3, groups: 2 };
    expect(writeEquivalent(traffic)).toBe(80e6);
    expect([clusterVcpus(traffic), (clusterVcpus(traffic) * MEMORY_PER_VCPU) / GiB]).toEqual([8, 32]);
  });
  test("300 MiB/s over three zones cross 1,200 MiB/s, 800 with rack-aware fetch", () => {
    const traffic = { write: 300, replication: 3, groups: 2, zones: 3 };
    expect([false, true].map((rackAwareFetch) => Math.round(crossZone({ ...traffic, rackAwareFetch })))).toEqual([
      1_200, 800,
    ]);
  });
  test("the lag that Flink shows at 100 events/s is 6,000 with a checkpoint every 60 s and 12,000 with 120 s", () => {
    expect([60_000, 120_000].map((ms) => visibleLag(100, ms))).toEqual([6_000, 12_000]);
  });
});

describe("databases and monitoring", () => {
  test("PostgreSQL with 4 GiB, 100 connections, 32 workers", () => {
    const memory = postgresMemory(4_096 * MiB, 100, 32);
    expect([memory.sharedBuffers, memory.effectiveCacheSize, memory.maintenanceWorkMem].map((b) => b / MiB)).toEqual([
      1_024, 3_072, 256,
    ]);
    expect((memory.workMem / MiB).toFixed(2)).toBe("7.76");
  });
  test("a week's window with daily backups keeps eight fulls", () => {
    expect(fullsKept(7 * DAY, DAY)).toBe(8);
  });
  test("Airflow 3 with one of each part opens at most 60 connections", () => {
    const parts = { schedulers: 1, dagProcessors: 1, triggerers: 1, apiServers: 1, apiWorkers: 1 };
    expect(airflowConnections(parts, { size: 5, overflow: 10 })).toBe(60);
  });
  test("100,000 series every 30 s for 10 days: 3,333 samples a second on 5.4 GiB", () => {
    expect(Math.round(samplesPerSecond(100_000, 30_000))).toBe(3_333);
    expect((blockBytes(100_000, 30_000, 10 * DAY) / GiB).toFixed(1)).toBe("5.4");
  });
});
