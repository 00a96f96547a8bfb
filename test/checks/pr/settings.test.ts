/** Which setting decides a change, where it stands, and what was edited at all. */
import { describe, expect, test } from "vitest";
import { configKeyOf } from "../../../stacks/guard/config-keys";
import { editsOf, lineOf } from "../../../checks/pr/edits";
import type { Plain } from "../../../core/guard/change";
import { change } from "./support";

const APPHUB = "urn:pulumi:prod::streaming::streaming:stacks:AppHub$a:b:C::x";
const STREAMFLOW = "urn:pulumi:prod::streaming::streaming:stacks:Streamflow$a:b:C::x";
const keyOf = (urn: string, resource: string, field: string, from: Plain, type = "a:b:C") =>
  configKeyOf(change({ urn, type, resource, field, from }), []);

describe("the setting of a change", () => {
  test.each([
    [APPHUB, "Topic/a.b", "config[retention.ms]", "604800000", 'apphub.topics["a.b"].retention', "7d"],
    [APPHUB, "Topic/a", "config[retention.bytes]", "1073741824", "apphub.topics.a.retentionBytes", "1Gi"],
    [APPHUB, "Topic/a", "config[retention.bytes]", undefined, "apphub.topics.a.retentionBytes", undefined],
    [APPHUB, "Topic/a", "config[cleanup.policy]", "delete", "apphub.topics.a.cleanupPolicy", "delete"],
    [STREAMFLOW, "Topic/a", "config[cleanup.policy]", "delete", "streamflow.topics.a.cleanup", "delete"],
    [STREAMFLOW, "KafkaTopic/a", "spec.config[retention.ms]", 3_600_000, "streamflow.topics.a.retention", "1h"],
    [STREAMFLOW, "KafkaTopic/a", "spec.partitions", 6, "streamflow.topics.a.partitions", "6"],
    [APPHUB, "Topic/a", "partitions", 6, "apphub.topics.a.partitions", "6"],
    [APPHUB, "Topic/a", "replicationFactor", 3, "apphub.topics.a.replication", "3"],
    [STREAMFLOW, "Topic/a", "replicationFactor", 3, "streamflow.kafka.brokers", undefined],
    [APPHUB, "Topic/a", "removed", "there", "apphub.topics.a", undefined],
    [
      APPHUB,
      "PersistentVolumeClaimPatch/d",
      "spec.resources.requests.storage",
      "744Gi",
      "apphub.redpanda.minVolume",
      "744Gi",
    ],
    [APPHUB, "StatefulSet/r", "spec.replicas", 5, "apphub.redpanda.brokers", "5"],
    [APPHUB, "Cluster/s", "spec.storage.size", "20Gi", "apphub.sequencerDb.minVolume", "20Gi"],
    [STREAMFLOW, "Cluster/s", "spec.walStorage.size", "17Gi", "streamflow.postgres.minWalVolume", "17Gi"],
    [STREAMFLOW, "ObjectStore/s", "spec.retentionPolicy", "7d", "streamflow.postgres.backup.retention", "7d"],
    [STREAMFLOW, "KafkaNodePool/kafka", "spec.storage.size", "165Gi", "streamflow.kafka.minVolume", "165Gi"],
    [STREAMFLOW, "KafkaNodePool/controller", "spec.storage.size", "5Gi", "streamflow.kafka.controllers.volume", "5Gi"],
    [
      STREAMFLOW,
      "FlinkDeployment/f",
      "spec.flinkConfiguration[pipeline.max-parallelism]",
      "720",
      "streamflow.flink.maxParallelism",
      "720",
    ],
    [STREAMFLOW, "KafkaNodePool/kafka", "spec.storage.class", "gp3", "target.storageClass", "gp3"],
    [STREAMFLOW, "Cluster/s", "spec.storage.storageClass", "gp3", "target.storageClass", "gp3"],
    [APPHUB, "Cluster/s", "options.protect", true, "target.kind", "multi-node"],
    [APPHUB, "Cluster/s", "removed", "there", "apphub", undefined],
    [
      "",
      "Release/kube-prometheus-stack",
      "values.prometheus.prometheusSpec.retention",
      "10d",
      "monitoring.retention",
      "10d",
    ],
  ] as readonly (readonly [string, string, string, Plain, string, string | undefined])[])(
    "%s %s %s",
    (urn, resource, field, from, key, keep) => {
      expect(keyOf(urn, resource, field, from)).toMatchObject({ key: `streaming:${key}`, keep });
    },
  );

  test("isn't there for what the program alone decides", () => {
    expect(keyOf(APPHUB, "StatefulSet/r", "spec.serviceName", "a")).toBeUndefined();
    expect(keyOf("", "Namespace/n", "removed", "there")).toBeUndefined();
  });

  test("is the part that is edited as a whole", () => {
    const edits = editsOf({ "streaming:apphub": '{"topics":{}}' }, {});
    const removed = change({ urn: APPHUB, resource: "Topic/a", field: "removed" });
    expect(configKeyOf(removed, edits)).toMatchObject({ key: "streaming:apphub", keep: undefined });
  });
});

test("edits are told by their path; secrets, and what is only written otherwise, aren't", () => {
  const before = {
    "streaming:apphub": '{"topics":{"a.b":{"rate":"1/s","retention":"7d"}},"redpanda":{"brokers":3}}',
    "streaming:streamflowKafkaAdminPassword": "[secret]",
    "aws:region": "eu-west-1",
  };
  const after = {
    "streaming:apphub": '{"redpanda":{"brokers":5},"topics":{"a.b":{"retention":"7d","rate":"1/s"}}}',
    "streaming:monitoring": '{"series":1000}',
    "streaming:streamflowKafkaAdminPassword": "[other]",
  };
  expect(editsOf(before, after).map(({ key, from, to }) => [key, from, to])).toEqual([
    ["apphub.redpanda.brokers", 3, 5],
    ["monitoring", undefined, { series: 1000 }],
  ]);
  expect(editsOf(undefined, after)).toEqual([]);
});

describe("the line of a setting", () => {
  const text = [
    "# A comment.",
    "config:",
    "  streaming:apphub:",
    "    redpanda: { brokers: 3 }",
    "    topics:",
    "      a.b: { rate: 1/s }",
    "  streaming:target:",
    "    nodes:",
    "      - count: 1",
    "      - count: 2",
  ].join("\n");
  test.each([
    [["apphub", "redpanda", "brokers"], 4],
    [["apphub", "topics", "a.b", "rate"], 6],
    // Not there: the part that it belongs to.
    [["apphub", "topics", "a.b", "retention"], 6],
    [["apphub", "sequencerDb"], 3],
    [["target", "nodes", 1, "count"], 10],
    [["streamflow"], 2],
  ] as const)("%j", (path, line) => expect(lineOf(text, path)).toBe(line));

  test("is the first in a file that has none", () => expect(lineOf("", ["apphub"])).toBe(1));
});
