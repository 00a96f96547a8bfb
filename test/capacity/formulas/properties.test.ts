import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { airflowConnections } from "../../../core/capacity/airflow/airflow";
import { crossZone } from "../../../core/capacity/cost/zones";
import { checkpointStorage } from "../../../core/capacity/flink/checkpoints";
import {
  jobManagerHeap,
  smallestTaskManager,
  taskManagerLacks,
  taskManagerMemory,
} from "../../../core/capacity/flink/memory";
import { slotsFor } from "../../../core/capacity/flink/slots";
import { brokerData, dataAfterLoss, type TopicLoad } from "../../../core/capacity/kafka/disk";
import { clusterVcpus } from "../../../core/capacity/kafka/network";
import { partitionsFor } from "../../../core/capacity/kafka/partitions";
import { allocatable } from "../../../core/capacity/nodes/allocatable";
import { maxConnectionsFor, serverConnections } from "../../../core/capacity/postgres/connections";
import { memoryFor, postgresMemory, worstCase, worstCaseLimit } from "../../../core/capacity/postgres/memory";
import { databaseBytes } from "../../../core/capacity/postgres/volume";
import { blockBytes, prometheusMemory } from "../../../core/capacity/prometheus/prometheus";
import { redpandaVolume } from "../../../core/capacity/redpanda/disk";
import { coresFor, memoryForCores, replicaLimit } from "../../../core/capacity/redpanda/memory";
import { GiB, MiB } from "../../../core/units";

const HOUR = 3_600_000;
const topic: fc.Arbitrary<TopicLoad> = fc.record({
  rate: fc.double({ min: 0.001, max: 100_000, noNaN: true }),
  messageBytes: fc.integer({ min: 1, max: 1 << 20 }),
  retentionMs: fc.integer({ min: HOUR, max: 365 * 24 * HOUR }),
  partitions: fc.integer({ min: 1, max: 240 }),
  replication: fc.constantFrom(1, 3),
  segmentMs: fc.integer({ min: HOUR, max: 14 * 24 * HOUR }),
});
const factor = fc.double({ min: 1, max: 100, noNaN: true });
const brokers = fc.integer({ min: 3, max: 30 });
const atLeast = (larger: number, smaller: number): void => {
  expect(larger).toBeGreaterThanOrEqual(smaller - Math.abs(smaller) * 1e-12);
};

describe("disk of a log", () => {
  test("a higher rate never needs less", () =>
    fc.assert(
      fc.property(topic, brokers, factor, (t, n, f) =>
        atLeast(brokerData([{ ...t, rate: t.rate * f }], n), brokerData([t], n)),
      ),
    ));
  test("a longer retention never needs less", () =>
    fc.assert(
      fc.property(topic, brokers, factor, (t, n, f) =>
        atLeast(brokerData([{ ...t, retentionMs: t.retentionMs * f }], n), brokerData([t], n)),
      ),
    ));
  test("one more topic never needs less", () =>
    fc.assert(fc.property(topic, topic, brokers, (t, u, n) => atLeast(brokerData([t, u], n), brokerData([t], n)))));
  test("one more broker never needs more on each", () =>
    fc.assert(fc.property(topic, brokers, (t, n) => atLeast(brokerData([t], n), brokerData([t], n + 1)))));
  test("the brokers together hold every copy, and no more where they divide the replicas", () =>
    fc.assert(
      fc.property(topic, brokers, (t, n) => {
        atLeast(brokerData([t], n) * n, brokerData([t], 1));
        const even = { ...t, partitions: t.partitions * n };
        expect((brokerData([even], n) * n) / brokerData([even], 1)).toBeCloseTo(1, 9);
      }),
    ));
  test("half the message at twice the rate is the same disk", () =>
    fc.assert(
      fc.property(topic, brokers, (t, n) => {
        const even = { ...t, messageBytes: t.messageBytes * 2 };
        expect(brokerData([{ ...even, rate: t.rate * 2, messageBytes: t.messageBytes }], n)).toBeCloseTo(
          brokerData([even], n),
          -3,
        );
      }),
    ));
  test("what survivors take over is all that the dead broker held", () =>
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e15, noNaN: true }), brokers, (d, n) => {
        expect(dataAfterLoss(d, n) * (n - 1)).toBeCloseTo(d * n, -6);
      }),
    ));
  test("a Redpanda volume always holds its data, 5 GiB more, and 20 GiB at least", () =>
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e14, noNaN: true }),
        fc.integer({ min: 0, max: 10_000 }),
        brokers,
        (data, replicas, n) => {
          const volume = redpandaVolume({ data, replicas, brokers: n });
          atLeast(volume, Math.max(20 * GiB, data + 5 * GiB));
          atLeast(redpandaVolume({ data: data * 2, replicas, brokers: n }), volume);
        },
      ),
    ));
});

describe("partitions and cores", () => {
  const need = fc.record({
    peakBytes: fc.double({ min: 0, max: 1e9, noNaN: true }),
    producePerPartition: fc.integer({ min: MiB, max: 100 * MiB }),
    consumePerPartition: fc.integer({ min: MiB, max: 100 * MiB }),
    consumers: fc.integer({ min: 1, max: 500 }),
    growth: fc.double({ min: 1, max: 4, noNaN: true }),
    brokers: fc.integer({ min: 1, max: 30 }),
  });
  test("every consumer gets a partition, and one more broker changes nothing", () =>
    fc.assert(
      fc.property(need, (n) => {
        expect(partitionsFor(n)).toBeGreaterThanOrEqual(n.consumers);
        if (n.brokers >= 3) expect(partitionsFor({ ...n, brokers: n.brokers + 1 })).toBe(partitionsFor(n));
      }),
    ));
  test("more load or consumers never give fewer partitions", () =>
    fc.assert(
      fc.property(need, factor, (n, f) => {
        expect(partitionsFor({ ...n, peakBytes: n.peakBytes * f })).toBeGreaterThanOrEqual(partitionsFor(n));
      }),
    ));
  test("more traffic never needs fewer vCPUs", () =>
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e10, noNaN: true }), factor, (write, f) =>
        atLeast(
          clusterVcpus({ write: write * f, replication: 3, groups: 2 }),
          clusterVcpus({ write, replication: 3, groups: 2 }),
        ),
      ),
    ));
  test("Redpanda's cores are even above one, and their memory carries at least a thousand replicas each", () =>
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e10, noNaN: true }), (bytes) => {
        const cores = coresFor(bytes, 2);
        expect(cores % 2).toBe(0);
        expect(replicaLimit(cores, memoryForCores(cores))).toBeGreaterThanOrEqual(cores * 1000);
      }),
    ));
});

describe("Flink", () => {
  const process = fc.integer({ min: 768, max: 65_536 }).map((m) => m * MiB);
  test("a larger process never has less of anything", () =>
    fc.assert(
      fc.property(process, process, (a, b) => {
        const [small, large] = [taskManagerMemory(Math.min(a, b)), taskManagerMemory(Math.max(a, b))];
        for (const pool of ["flink", "managed", "network", "taskHeap"] as const) atLeast(large[pool], small[pool]);
        atLeast(jobManagerHeap(Math.max(a, b)), jobManagerHeap(Math.min(a, b)));
      }),
    ));
  test("the pools and fixed parts are the whole process", () =>
    fc.assert(
      fc.property(process, fc.constantFrom("rocksdb" as const, "hashmap" as const), (p, backend) => {
        const m = taskManagerMemory(p, backend);
        expect(m.overhead + 256 * MiB + m.managed + m.network + m.taskHeap + 256 * MiB).toBeCloseTo(p, 0);
      }),
    ));
  test("the smallest TaskManager lacks nothing, and one step less lacks something", () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 16 }), fc.integer({ min: 1, max: 40 }), (slots, taskManagers) => {
        const need = {
          slots,
          taskManagers,
          parallelism: slots * taskManagers,
          backend: "rocksdb" as const,
          taskHeap: 384 * MiB,
        };
        const size = smallestTaskManager(need);
        expect(taskManagerLacks(size, need)).toBeUndefined();
        expect(taskManagerLacks(size - 64 * MiB, need)).toBeDefined();
      }),
      { numRuns: 50 },
    ));
  test("more records never need fewer slots", () =>
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), factor, (rate, f) => {
        expect(slotsFor(rate * f, 1000)).toBeGreaterThanOrEqual(slotsFor(rate, 1000));
      }),
    ));
  test("keeping one more checkpoint never needs less room", () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.boolean(), (retained, incremental) => {
        const c = { stateBytes: GiB, intervalMs: 60_000, incremental, retained, savepoints: 2, changedBytes: GiB / 10 };
        atLeast(checkpointStorage({ ...c, retained: retained + 1 }), checkpointStorage(c));
      }),
    ));
});

describe("PostgreSQL", () => {
  const connections = fc.integer({ min: 11, max: 2_000 });
  test("the derived memory bears the worst case, and more connections never need less", () =>
    fc.assert(
      fc.property(connections, (c) => {
        const memory = memoryFor(c);
        expect(worstCase(memory, c)).toBeLessThanOrEqual(worstCaseLimit(memory));
        expect(memoryFor(c + 10)).toBeGreaterThanOrEqual(memory);
      }),
      { numRuns: 50 },
    ));
  test("more memory never gives less of any setting", () =>
    fc.assert(
      fc.property(fc.integer({ min: 256, max: 1 << 18 }), connections, (m, c) => {
        const [small, large] = [postgresMemory(m * MiB, c), postgresMemory(m * 2 * MiB, c)];
        for (const key of ["sharedBuffers", "effectiveCacheSize", "maintenanceWorkMem", "workMem"] as const)
          atLeast(large[key], small[key]);
      }),
    ));
  test("max_connections leaves a fifth free", () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 500 }),
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 5 }),
        (direct, instances, pools) => {
          const load = { direct, poolers: [{ instances, pools }] };
          expect(serverConnections(load)).toBeLessThanOrEqual(maxConnectionsFor(load) * 0.8);
        },
      ),
    ));
  test("rewriting a table needs room for it, and more rows never need less", () =>
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1e5, noNaN: true }), factor, (rows, f) => {
        const table = { name: "t", rowsPerSecond: rows, rowBytes: 600, retentionMs: 7 * 24 * HOUR, vacuumFull: false };
        atLeast(databaseBytes([{ ...table, vacuumFull: true }]), databaseBytes([table]));
        atLeast(databaseBytes([{ ...table, rowsPerSecond: rows * f }]), databaseBytes([table]));
      }),
    ));
});

describe("everything else", () => {
  test("more memory on a node never gives pods less, in any distribution", () =>
    fc.assert(
      fc.property(
        fc.constantFrom("k3s" as const, "eks" as const, "gke" as const, "other" as const),
        fc.integer({ min: 1, max: 128 }),
        fc.integer({ min: 1, max: 1024 }),
        (distribution, cores, gib) => {
          const node = { count: 1, cpu: cores * 1000, memory: gib * GiB, disk: 0 };
          const [small, large] = [
            allocatable(distribution, node, {}),
            allocatable(distribution, { ...node, memory: node.memory * 2 }, {}),
          ];
          atLeast(large.memory, small.memory);
          expect(small.memory).toBeLessThanOrEqual(node.memory);
          expect(small.cpu).toBeLessThanOrEqual(node.cpu);
        },
      ),
    ));
  test("rack-aware fetch never crosses zones more, and one zone crosses nothing", () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 5 }), (zones, groups) => {
        const traffic = { write: 100, replication: 3, groups, zones };
        expect(crossZone({ ...traffic, rackAwareFetch: true })).toBeLessThanOrEqual(
          crossZone({ ...traffic, rackAwareFetch: false }),
        );
        expect(crossZone({ ...traffic, zones: 1, rackAwareFetch: false })).toBe(0);
      }),
    ));
  test("more series or a longer retention never need a smaller Prometheus", () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e7 }), factor, (series, f) => {
        atLeast(blockBytes(series * f, 30_000, HOUR), blockBytes(series, 30_000, HOUR));
        atLeast(blockBytes(series, 30_000, HOUR * f), blockBytes(series, 30_000, HOUR));
        atLeast(prometheusMemory(series * f), prometheusMemory(series));
      }),
    ));
  test("one more scheduler opens one more pool", () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 0, max: 50 }),
        (schedulers, size, overflow) => {
          const parts = { schedulers, dagProcessors: 1, triggerers: 1, apiServers: 1, apiWorkers: 1 };
          const more = airflowConnections({ ...parts, schedulers: schedulers + 1 }, { size, overflow });
          expect(more - airflowConnections(parts, { size, overflow })).toBe(size + overflow);
        },
      ),
    ));
});
