import { describe, expect, test } from "vitest";
import type { PlainObject } from "../../../core/guard/change";
import { changes } from "../../../core/guard/changes";
import { type Case, FACTS, asCase, changeOf, edited, expected, removalOf, resource, titled } from "./support";

const TOPIC = "kafka:index/topic:Topic";
const DAY = 86_400_000;

const events: PlainObject = {
  name: "events",
  partitions: 6,
  replicationFactor: 3,
  config: { "retention.ms": String(7 * DAY), "cleanup.policy": "delete", "segment.ms": String(DAY) },
};
const blacklist: PlainObject = { ...events, name: "blacklist", config: { "cleanup.policy": "compact" } };

/** 100 a second for 7 days: 60,480,000 records of 1 KiB = 57.7 GiB. */
const ALL = { records: 60_480_000, GiB: 57.7, hours: 168 };
/** 4 days of them. */
const FOUR_DAYS = { records: 34_560_000, GiB: 33, hours: 96 };

const CASES: readonly Case[] = [
  { edit: ["partitions"], to: 12, becomes: "in place" },
  { edit: ["partitions"], to: 3, becomes: "data loss", loss: ALL },
  { edit: ["replicationFactor"], to: 1, becomes: "rebalancing", moved: 0, guarded: true },
  { edit: ["replicationFactor"], to: 5, becomes: "impossible" },
  { edit: ["name"], to: "events.v2", becomes: "data loss", loss: ALL },
  { edit: ["config", "retention.ms"], to: String(3 * DAY), becomes: "data loss", loss: FOUR_DAYS },
  { edit: ["config", "retention.ms"], to: 3 * DAY, becomes: "data loss", loss: FOUR_DAYS },
  { edit: ["config", "retention.ms"], to: String(14 * DAY), becomes: "in place" },
  { edit: ["config", "retention.ms"], to: "-1", becomes: "in place" },
  // Kafka's default is 7 days too.
  { edit: ["config", "retention.ms"], to: undefined, becomes: "in place" },
  // 6 GiB of 57.7 are kept: 6 × 2^30 ÷ 1024 records are 6,291,456; 54,188,544 go, which came in within 150.5 hours.
  {
    edit: ["config", "retention.bytes"],
    to: String(1024 ** 3),
    becomes: "data loss",
    loss: { records: 54_188_544, GiB: 51.7, hours: 151 },
  },
  { edit: ["config", "retention.bytes"], to: String(20 * 1024 ** 3), becomes: "in place" },
  { edit: ["config", "cleanup.policy"], to: "compact", becomes: "data loss", loss: ALL },
  { edit: ["config", "cleanup.policy"], to: "compact,delete", becomes: "data loss", loss: ALL },
  { edit: ["config", "segment.ms"], to: "3600000", becomes: "in place" },
  { edit: ["config", "min.insync.replicas"], to: "2", becomes: "in place" },
  { edit: ["config", "unclean.leader.election.enable"], to: "true", becomes: "in place", guarded: true },
];

describe("topics made through the provider", () => {
  test.each(titled(CASES))("%s", (_, c) => expect(asCase(changeOf(TOPIC, events, c))).toEqual(expected(c)));

  test("a lone topic loses as much as its retention holds when it is removed", () => {
    expect(removalOf(TOPIC, events)).toMatchObject({
      class: "data loss",
      loss: ALL,
      resource: "Topic/events",
      field: "removed",
    });
  });

  test("a compacted topic loses a record for each key", () => {
    expect(removalOf(TOPIC, blacklist).loss).toEqual({ records: 1_000_000, GiB: 0.238 });
  });

  test("a compacted topic deletes nothing by age, until it is told to", () => {
    const shorter = edited(blacklist, ["config", "retention.ms"], String(DAY));
    expect(changeOf(TOPIC, blacklist, { edit: ["config", "retention.ms"], to: String(DAY) }).class).toBe("in place");
    const both = edited(shorter, ["config", "cleanup.policy"], "delete");
    const found = changes([resource(TOPIC, shorter)], [resource(TOPIC, both)], FACTS);
    expect(found).toMatchObject([{ class: "data loss", loss: { records: 1_000_000 } }]);
  });

  test("a limit of bytes bounds what a shorter retention can take", () => {
    // 1 GiB in each of 6 partitions holds 6,291,456 records, 17.5 hours of them.
    const limited = edited(events, ["config", "retention.bytes"], String(1024 ** 3));
    const after = (ms: number) => changeOf(TOPIC, limited, { edit: ["config", "retention.ms"], to: String(ms) });
    expect(after(3 * DAY).class).toBe("in place");
    // 17.476 − 12 hours.
    expect(after(DAY / 2)).toMatchObject({ class: "data loss", loss: { hours: 5.48 } });
    expect(removalOf(TOPIC, limited).loss).toMatchObject({ hours: 17.5 });
  });

  test("fewer copies lower what a confirmed write survives", () => {
    const safe = edited(events, ["config", "min.insync.replicas"], "2");
    const change = changeOf(TOPIC, safe, { edit: ["config", "min.insync.replicas"], to: "1" });
    expect(change).toMatchObject({ class: "in place", guarded: true });
    const five = edited(events, ["replicationFactor"], 5);
    expect(changeOf(TOPIC, five, { edit: ["replicationFactor"], to: 3 })).toMatchObject({
      class: "rebalancing",
      guarded: false,
    });
  });

  test("a protected topic isn't made anew: Pulumi refuses", () => {
    const [change] = changes(
      [resource(TOPIC, events, { protect: true })],
      [resource(TOPIC, edited(events, ["partitions"], 3), { protect: true })],
      FACTS,
    );
    expect(change).toMatchObject({ class: "data loss", guarded: true });
    expect(change?.why).toContain("so Pulumi refuses");
  });

  test("records that were kept for ever have no count when they are deleted", () => {
    const forever = edited(events, ["config", "retention.ms"], "-1");
    const change = changeOf(TOPIC, forever, { edit: ["config", "retention.ms"], to: String(DAY) });
    expect(change).toMatchObject({ class: "data loss", loss: {} });
    expect(change.why).toContain("they were kept for ever");
  });

  test("more copies are copied to as many brokers", () => {
    const single = edited(events, ["replicationFactor"], 1);
    const change = changeOf(TOPIC, single, { edit: ["replicationFactor"], to: 3 });
    expect(change).toMatchObject({ class: "rebalancing", moved: 115 });
  });

  test("all settings taken away at once fall back to Kafka's own", () => {
    const longer = edited(events, ["config", "retention.ms"], String(14 * DAY));
    expect(changeOf(TOPIC, longer, { edit: ["config"], to: undefined })).toMatchObject({
      class: "data loss",
      loss: { hours: 168 },
    });
  });

  test("a topic that the model doesn't know is guarded all the same", () => {
    const unknown = edited(events, ["name"], "audit");
    expect(changeOf(TOPIC, unknown, { edit: ["config", "retention.ms"], to: String(DAY) })).toMatchObject({
      class: "data loss",
      loss: { hours: 144 },
    });
  });
});

describe("topics that the operator makes", () => {
  const KAFKA_TOPIC = "kubernetes:kafka.strimzi.io/v1:KafkaTopic";
  const object: PlainObject = {
    metadata: { name: "events", namespace: "ns", labels: { "strimzi.io/cluster": "kafka" } },
    spec: { partitions: 6, replicas: 3, config: { "retention.ms": 7 * DAY } },
  };
  const ofOperator: readonly Case[] = [
    { edit: ["spec", "partitions"], to: 12, becomes: "in place" },
    { edit: ["spec", "partitions"], to: 3, becomes: "impossible" },
    { edit: ["spec", "replicas"], to: 2, becomes: "impossible" },
    { edit: ["spec", "topicName"], to: "other", becomes: "impossible" },
    { edit: ["spec", "config", "retention.ms"], to: 3 * DAY, becomes: "data loss", loss: FOUR_DAYS },
    { edit: ["spec", "config", "cleanup.policy"], to: "compact", becomes: "data loss", loss: ALL },
    { edit: ["metadata", "labels", "team"], to: "fraud", becomes: "in place" },
  ];
  test.each(titled(ofOperator))("%s", (_, c) => expect(asCase(changeOf(KAFKA_TOPIC, object, c))).toEqual(expected(c)));

  test("removed, it loses all", () => {
    expect(removalOf(KAFKA_TOPIC, object)).toMatchObject({
      class: "data loss",
      loss: ALL,
      resource: "KafkaTopic/events",
      namespace: "ns",
    });
  });
});
