/** Random lossy edits of the stack's settings are always refused, random harmless ones never. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { needsWaiver } from "../../../core/guard/change";
import type { Edits } from "../../capacity/support";
import { changesBy, told } from "./stack";

describe("random edits of settings", () => {
  const days = (min: number, max: number): fc.Arbitrary<string> => fc.integer({ min, max }).map((n) => `${n}d`);
  const gib = (min: number, max: number): fc.Arbitrary<string> => fc.integer({ min, max }).map((n) => `${n}Gi`);
  const drawn = (edits: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<Edits> => fc.record(edits);
  const TOPIC = (name: string, setting: string): string => `apphub.topics["${name}"].${setting}`;
  const FLOW = (name: string, setting: string): string => `streamflow.topics["${name}"].${setting}`;

  test("that lose something are refused, each of them", async () => {
    const lossy = drawn({
      [TOPIC("apphub.core.events", "retention")]: days(1, 6),
      [TOPIC("apphub.jobs.runs", "partitions")]: fc.integer({ min: 1, max: 5 }),
      [TOPIC("apphub.streaming.input", "retentionBytes")]: gib(1, 10),
      [FLOW("transactions.raw", "retention")]: days(1, 6),
      [FLOW("transactions.enriched", "partitions")]: fc.integer({ min: 1, max: 5 }),
      "apphub.sequencerDb.volume": gib(1, 19),
      "apphub.sequencerDb.backup.retention": days(1, 6),
      "streamflow.flink.maxParallelism": fc.integer({ min: 8, max: 700 }),
      "monitoring.retention": days(1, 9),
      "target.storageClass": fc.stringMatching(/^[a-f]{3,8}$/),
      "objectStore.region": fc.constantFrom("eu-west-1", "us-east-1"),
    });
    const refused = [
      "Topic/apphub.core.events config[retention.ms]",
      "Topic/apphub.jobs.runs partitions",
      "Topic/apphub.streaming.input config[retention.bytes]",
      "Topic/transactions.raw config[retention.ms]",
      "Topic/transactions.enriched partitions",
      "Cluster/sequencer-db spec.storage.size",
      "ObjectStore/sequencer-db-backups spec.retentionPolicy",
      "FlinkDeployment/flink-jobmanager spec.flinkConfiguration[pipeline.max-parallelism]",
      "Release/kube-prometheus-stack values.prometheus.prometheusSpec.retention",
      "KafkaNodePool/kafka spec.storage.class",
      "Provider/aws region",
    ];
    await fc.assert(
      fc.asyncProperty(lossy, async (edits) => {
        const found = (await changesBy("prod", edits)).filter(needsWaiver).map(told);
        expect(found).toEqual(expect.arrayContaining(refused));
      }),
      { numRuns: 4 },
    );
  });

  test("that lose nothing are let pass, all together", async () => {
    const harmless = drawn({
      [TOPIC("apphub.core.events", "retention")]: days(7, 60),
      [TOPIC("apphub.core.events", "rate")]: fc.integer({ min: 1, max: 20_000 }).map((n) => `${n}/min`),
      [TOPIC("apphub.core.events", "consumerGroups")]: fc.nat({ max: 9 }),
      [TOPIC("apphub.jobs.runs", "partitions")]: fc.integer({ min: 6, max: 96 }),
      [TOPIC("apphub.streaming.input", "retentionBytes")]: gib(30, 400),
      [FLOW("transactions.raw", "retention")]: days(7, 30),
      [FLOW("transactions.raw", "partitions")]: fc.integer({ min: 12, max: 96 }),
      [FLOW("fraud.scored", "messageSize")]: fc.integer({ min: 10, max: 4_000 }).map((n) => `${n}B`),
      "apphub.redpanda.brokers": fc.constantFrom(3, 5, 7),
      "apphub.sequencerDb.volume": gib(20, 400),
      "apphub.sequencerDb.instances": fc.integer({ min: 3, max: 7 }),
      "apphub.sequencerDb.backup.retention": days(7, 60),
      "streamflow.kafka.brokers": fc.integer({ min: 3, max: 9 }),
      "streamflow.kafka.memory": gib(3, 16),
      "streamflow.flink.taskManagers": fc.integer({ min: 1, max: 8 }),
      "streamflow.flink.state": gib(1, 20),
      "streamflow.flink.checkpoints.interval": fc.integer({ min: 10, max: 600 }).map((n) => `${n}s`),
      "streamflow.flink.job.upgrade": fc.constantFrom("savepoint", "last-state"),
      "streamflow.postgres.instances": fc.integer({ min: 3, max: 9 }),
      "streamflow.postgres.maxConnections": fc.integer({ min: 200, max: 900 }),
      'streamflow.postgres.tables["silver.transactions_enriched"].rows': fc
        .integer({ min: 1, max: 400 })
        .map((n) => `${n}/s`),
      "streamflow.airflow.tasks": fc.integer({ min: 1, max: 64 }),
      "monitoring.retention": days(10, 60),
      "monitoring.series": fc.integer({ min: 1_000, max: 900_000 }),
    });
    await fc.assert(
      fc.asyncProperty(harmless, async (edits) => {
        expect((await changesBy("prod", edits)).filter(needsWaiver).map(told)).toEqual([]);
      }),
      { numRuns: 4 },
    );
  });
});
