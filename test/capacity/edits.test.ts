/** One line of a stack file is edited: exactly these sizes follow, and nothing else. Worked out from what depends on what, not copied from a run. */
import { describe, expect, test } from "vitest";
import { capacityWith, sizesOf, type Edits } from "./support";

const quota = (namespace: string, what: "cpu" | "memory"): readonly string[] => [
  `${namespace}.requests.${what}`,
  `${namespace}.limits.${what}`,
];
const KAFKA = "streamflow.quotas.streamflow-kafka";
const PROCESSING = "streamflow.quotas.streamflow-processing";
const DATA = "streamflow.quotas.streamflow-data";
const ORCHESTRATION = "streamflow.quotas.streamflow-orchestration";
const MONITORING = "monitoring.quota";
const both = (namespace: string): readonly string[] => [...quota(namespace, "cpu"), ...quota(namespace, "memory")];
const POSTGRES_MEMORY = ["maxConnections", "memory", "sharedBuffers", "workMem"].map((s) => `streamflow.postgres.${s}`);

interface Case {
  readonly edit: string;
  readonly fixture?: string;
  readonly edits: Edits;
  readonly changes: readonly string[];
}

const CASES: readonly Case[] = [
  {
    edit: "two more brokers: less on each, more pods",
    edits: { "streamflow.kafka.brokers": 5 },
    changes: ["streamflow.kafka.volume", ...both(KAFKA)],
  },
  {
    edit: "a topic kept twice as long",
    edits: { 'streamflow.topics["transactions.raw"].retention': "14d" },
    changes: ["streamflow.kafka.volume"],
  },
  {
    edit: "twice the rate: disk and the lag that may alert; cores have room",
    edits: { 'streamflow.topics["transactions.raw"].rate': "2000/s" },
    changes: ["streamflow.kafka.volume", "streamflow.flink.lagThreshold"],
  },
  {
    edit: "twenty times the rate: cores of brokers and TaskManagers as well",
    edits: { 'streamflow.topics["transactions.raw"].rate': "20000/s" },
    changes: [
      "streamflow.kafka.cpu",
      "streamflow.kafka.memory", // 4 GiB go with a core
      "streamflow.kafka.volume",
      "streamflow.flink.taskManager.cpu",
      "streamflow.flink.lagThreshold",
      ...both(KAFKA),
      ...quota(PROCESSING, "cpu"),
    ],
  },
  {
    edit: "a topic's rate that no job reads",
    edits: { 'streamflow.topics["fraud.scored"].rate': "2000/s" },
    changes: ["streamflow.kafka.volume"],
  },
  {
    edit: "larger messages",
    edits: { 'streamflow.topics["fraud.scored"].messageSize': "1Ki" },
    changes: ["streamflow.kafka.volume"],
  },
  {
    edit: "one more TaskManager, for which the partitions suffice",
    edits: { "streamflow.flink.taskManagers": 6 },
    changes: ["streamflow.flink.taskManagers", "streamflow.flink.parallelism", ...both(PROCESSING)],
  },
  {
    edit: "three more TaskManagers: partitions for their slots, connections for their sinks",
    edits: { "streamflow.flink.taskManagers": 8 },
    changes: [
      "streamflow.flink.taskManagers",
      "streamflow.flink.parallelism",
      'streamflow.topics["transactions.raw"].partitions',
      "streamflow.kafka.volume", // each partition has an open segment
      ...POSTGRES_MEMORY,
      ...quota(DATA, "memory"),
      ...both(PROCESSING),
    ],
  },
  {
    edit: "more state",
    edits: { "streamflow.flink.state": "16Gi" },
    changes: ["streamflow.flink.checkpoints.storage", "streamflow.flink.checkpoints.upload"],
  },
  {
    edit: "rarer checkpoints",
    edits: { "streamflow.flink.checkpoints.interval": "120s" },
    changes: ["streamflow.flink.checkpoints.upload", "streamflow.flink.lagThreshold"],
  },
  { edit: "two more standbys", edits: { "streamflow.postgres.instances": 5 }, changes: both(DATA) },
  {
    edit: "a table kept twice as long",
    edits: { 'streamflow.postgres.tables["silver.transactions_enriched"].retention': "60d" },
    changes: ["streamflow.postgres.volume", "streamflow.postgres.backup.storage"],
  },
  {
    edit: "more rows: write-ahead log as well",
    edits: { 'streamflow.postgres.tables["bronze.transactions"].rows': "2000/s" },
    changes: ["streamflow.postgres.volume", "streamflow.postgres.walVolume", "streamflow.postgres.backup.storage"],
  },
  {
    edit: "a larger pool",
    edits: { "streamflow.postgres.pooler.pools.airflow": 40 },
    changes: ["streamflow.postgres.pooler.poolSize", ...POSTGRES_MEMORY, ...quota(DATA, "memory")],
  },
  {
    edit: "a longer recovery window",
    edits: { "streamflow.postgres.backup.retention": "14d" },
    changes: ["streamflow.postgres.backup.storage"],
  },
  {
    edit: "a third PgBouncer",
    edits: { "streamflow.postgres.pooler.instances": 3 },
    changes: [
      "streamflow.postgres.pooler.instances",
      "streamflow.postgres.pooler.maxClientConn",
      ...POSTGRES_MEMORY,
      ...both(DATA),
    ],
  },
  {
    edit: "more tasks at once",
    edits: { "streamflow.airflow.tasks": 32 },
    changes: ["streamflow.airflow.worker.memory", ...both(ORCHESTRATION)],
  },
  {
    edit: "larger pools of Airflow's processes",
    edits: { "streamflow.airflow.pool.overflow": 20 },
    changes: ["streamflow.airflow.connections", "streamflow.postgres.pooler.maxClientConn"],
  },
  {
    edit: "twice the series",
    edits: { "monitoring.series": 500_000 },
    changes: [
      "monitoring.cpu",
      "monitoring.memory",
      "monitoring.volume",
      "monitoring.retentionSize",
      ...both(MONITORING),
    ],
  },
  {
    edit: "samples kept longer",
    edits: { "monitoring.retention": "20d" },
    changes: ["monitoring.volume", "monitoring.retentionSize"],
  },
  {
    edit: "an AppHub topic kept longer",
    edits: { 'apphub.topics["apphub.core.events"].retention': "14d" },
    changes: ["apphub.redpanda.volume"],
  },
  { edit: "five Redpanda brokers", edits: { "apphub.redpanda.brokers": 5 }, changes: ["apphub.redpanda.volume"] },
  {
    edit: "two more brokers, where the volumes that are deployed are named: less on each, the same volumes",
    edits: { "streamflow.kafka.brokers": 5, "streamflow.kafka.minVolume": "1596Gi" },
    changes: [...both(KAFKA)],
  },
  { edit: "a volume that is set", edits: { "streamflow.kafka.volume": "3Ti" }, changes: ["streamflow.kafka.volume"] },
  { edit: "three more nodes: no size follows, only the fit", edits: { "target.nodes[0].count": 12 }, changes: [] },
  { edit: "larger nodes", edits: { "target.nodes[0].memory": "64Gi" }, changes: [] },
  {
    edit: "more keys in a compacted topic",
    fixture: "dev",
    edits: { 'streamflow.topics["fraud.blacklist"].keys': 10_000_000 },
    changes: ["streamflow.kafka.volume"],
  },
  {
    edit: "a busier AppHub topic",
    fixture: "dev",
    edits: { 'apphub.topics["apphub.streaming.input"].rate': "100/s" },
    changes: ["apphub.redpanda.volume"],
  },
];

const difference = (fixture: string, edits: Edits): readonly string[] => {
  const before = sizesOf(capacityWith(fixture));
  const after = sizesOf(capacityWith(fixture, edits));
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => before.get(path) !== after.get(path))
    .sort();
};

describe("an edit of one line changes exactly what depends on it", () => {
  test.each(CASES)("$edit", ({ fixture = "prod", edits, changes }) => {
    expect(difference(fixture, edits)).toEqual([...changes].sort());
  });

  test("an override is shown as such, with what the model would have taken", () => {
    const size = capacityWith("prod", { "streamflow.kafka.volume": "3Ti" }).demand.sizes.find(
      (s) => s.path === "streamflow.kafka.volume",
    );
    expect(size).toMatchObject({ value: 3072, overridden: true });
    expect(size?.formula).toMatch(/^set in the config; the model would take 1,596 GiB: /);
  });

  test("every size that is overridden in the shipped fixtures is marked, and no other", () => {
    const set = (fixture: string): readonly string[] =>
      capacityWith(fixture)
        .demand.sizes.filter((s) => s.overridden)
        .map((s) => s.path);
    const given = [
      ...["memory", "cpu", "volume"].map((size) => `apphub.sequencerDb.${size}`),
      "streamflow.flink.taskManagers",
    ];
    expect(set("prod")).toEqual(given);
    expect(set("dev")).toEqual(given);
  });
});
