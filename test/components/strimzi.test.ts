import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { checkObject } from "../../checks/schema/check";
import type { PlannedMap } from "../../checks/plan";
import { StrimziKafkaConfig, StrimziTopicConfig } from "../../components/kafka/strimzi/config";
import { type KafkaDeployment, planDeployment } from "../../components/kafka/strimzi/deployment";
import { kafka } from "../../components/kafka/strimzi/kafka";
import { metricsConfigMap } from "../../components/kafka/strimzi/metrics";
import { certificateNames, METRICS_KEY } from "../../components/kafka/strimzi/names";
import { planKafka } from "../../components/kafka/strimzi/plan";
import { nodePools } from "../../components/kafka/strimzi/pools";
import { superuser } from "../../components/kafka/strimzi/secrets";
import { topicPlans } from "../../components/kafka/strimzi/topic-plans";
import type { KafkaAccess } from "../../core/config/access";
import { shapeOf } from "../../core/capacity/nodes/shape";
import { clusterOf } from "../../core/capacity/nodes/target";
import { TargetConfig } from "../../core/config/target";
import { type Typed, multiNode, singleNode } from "../stacks/values";

const TOPICS = {
  "transactions.raw": StrimziTopicConfig.parse({ rate: "100/s", messageSize: "1Ki", retention: "3d" }),
  "fraud.blacklist": StrimziTopicConfig.parse({
    rate: "1/h",
    messageSize: "256B",
    retention: "7d",
    cleanup: "compact",
    keys: 1000,
  }),
};

const NODE_PORT: KafkaAccess = { bootstrapServers: ["10.0.0.5:31093"], tls: false };

function deployed(stack: ReturnType<typeof singleNode>, settings: Typed, access?: KafkaAccess) {
  const target = TargetConfig.parse(stack.target);
  const sizes = planKafka({
    scope: "streamflow",
    cluster: "streamflow-kafka",
    pool: "kafka",
    namespace: "streamflow-kafka",
    config: StrimziKafkaConfig.parse(settings),
    topics: TOPICS,
    shape: shapeOf(clusterOf(target)),
    consumersOf: () => 3,
  });
  return planDeployment(
    { partOf: "streamflow", version: "4.1.0", clients: ["streamflow-processing"], target, access },
    sizes,
  );
}
const single = (settings: Typed = {}, access?: KafkaAccess) =>
  deployed(singleNode(), { brokers: 1, ...settings }, access);
const multi = (settings: Typed = {}) => deployed(multiNode(), { brokers: 3, ...settings });

const clusterOfPlan = (plan: KafkaDeployment) => kafka(plan, {}).spec;

describe("every object", () => {
  test.each([
    ["single node", single()],
    ["single node with a port", single({}, NODE_PORT)],
    ["three zones", multi()],
    ["five brokers, operators' own topics", multi({ brokers: 5, managedBy: "operator" })],
  ])("of a %s is as its API takes it", (_, plan) => {
    const objects = [kafka(plan, {}), ...nodePools(plan), superuser(plan, {})];
    expect(objects.flatMap((object) => checkObject(object as unknown as PlannedMap))).toEqual([]);
  });
});

describe("nodes", () => {
  const pools = (plan: KafkaDeployment) =>
    nodePools(plan).map(({ metadata, spec }) => ({
      name: metadata.name,
      ids: metadata.annotations?.["strimzi.io/next-node-ids"],
      roles: spec?.roles,
      replicas: spec?.replicas,
    }));

  test("one broker is its own controller, and its pod ends in 0", () =>
    expect(pools(single())).toEqual([{ name: "kafka", ids: "[0-99]", roles: ["controller", "broker"], replicas: 1 }]));

  test("on several nodes three controllers stand apart, with ids that no broker gets", () =>
    expect(pools(multi({ brokers: 5 }))).toEqual([
      { name: "kafka", ids: "[0-99]", roles: ["broker"], replicas: 5 },
      { name: "controller", ids: "[100-199]", roles: ["controller"], replicas: 3 },
    ]));

  test("a volume is one claim, and goes with its cluster on a single node only", () => {
    const storage = (plan: KafkaDeployment) => nodePools(plan)[0]?.spec?.storage;
    expect(storage(single({ volume: "30Gi" }))).toEqual({
      type: "persistent-claim",
      size: "30Gi",
      class: "local-path",
      deleteClaim: true,
    });
    expect(storage(multi({ volume: "30Gi" }))).toMatchObject({ deleteClaim: false, class: "gp3" });
  });

  test("of several each has its own node, evenly over the zones", () => {
    const pod = (plan: KafkaDeployment) => nodePools(plan)[0]?.spec?.template?.pod;
    const labelSelector = {
      matchLabels: { "strimzi.io/cluster": "streamflow-kafka", "strimzi.io/pool-name": "kafka" },
    };
    expect(pod(multi())).toMatchObject({
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "kubernetes.io/hostname", labelSelector }],
        },
      },
      topologySpreadConstraints: [{ topologyKey: "topology.kubernetes.io/zone", maxSkew: 1, labelSelector }],
    });
    expect(pod(single())).not.toHaveProperty("affinity");
  });

  test("the heap is what the plan says, and half of the memory is left for the page cache", () => {
    const { spec } = nodePools(multi({ memory: "8Gi", heap: "3Gi" }))[0] ?? {};
    expect(spec?.jvmOptions).toEqual({ "-Xms": "3072m", "-Xmx": "3072m" });
    expect(spec?.resources).toMatchObject({ requests: { memory: "8Gi" }, limits: { memory: "8Gi" } });
  });
});

describe("clients", () => {
  test("reach one broker in clear, inside the cluster and by a port of the node", () =>
    expect(clusterOfPlan(single({}, NODE_PORT))?.kafka.listeners).toMatchObject([
      { name: "plain", port: 9092, type: "internal", tls: false },
      {
        name: "external",
        type: "nodeport",
        configuration: {
          brokers: [{ broker: 0, nodePort: 31093, advertisedHost: "10.0.0.5", advertisedPort: 31093 }],
        },
      },
    ]));

  test("have no port of the node where the runner's address is none", () =>
    expect(
      clusterOfPlan(single({}, { bootstrapServers: ["127.0.0.1:9092"], tls: false }))?.kafka.listeners,
    ).toHaveLength(1));

  test("of several nodes prove who they are, at the same port, to our own certificate", () => {
    const spec = clusterOfPlan(multi())?.kafka;
    expect(spec?.listeners).toMatchObject([
      {
        port: 9092,
        tls: true,
        authentication: { type: "scram-sha-512" },
        configuration: { brokerCertChainAndKey: { secretName: "streamflow-kafka-tls" } },
      },
    ]);
    expect(spec?.authorization).toEqual({ type: "simple", superUsers: ["admin"] });
    expect(clusterOfPlan(single())?.kafka).not.toHaveProperty("authorization");
  });

  test("come from the platform's own namespaces only", () =>
    expect(clusterOfPlan(multi())?.kafka.listeners[0].networkPolicyPeers).toEqual(
      ["streamflow-kafka", "streamflow-processing"].map((namespace) => ({
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
      })),
    ));

  test("find every name that a broker gives itself in its certificate", () =>
    expect(certificateNames("streamflow-kafka", "streamflow-kafka")).toEqual(
      expect.arrayContaining([
        "*.streamflow-kafka-kafka-brokers.streamflow-kafka.svc.cluster.local",
        "streamflow-kafka-kafka-bootstrap.streamflow-kafka.svc.cluster.local",
        "localhost",
      ]),
    ));
});

describe("settings", () => {
  const config = (plan: KafkaDeployment) => clusterOfPlan(plan)?.kafka.config;

  test("a single broker waits for no copies, of its own topics neither", () =>
    expect(config(single())).toMatchObject({
      "default.replication.factor": 1,
      "min.insync.replicas": 1,
      "offsets.topic.replication.factor": 1,
      "transaction.state.log.min.isr": 1,
    }));

  test("three brokers keep three copies, and two confirm", () =>
    expect(config(multi())).toMatchObject({
      "auto.create.topics.enable": false,
      "offsets.topic.replication.factor": 3,
      "transaction.state.log.replication.factor": 3,
      "transaction.state.log.min.isr": 2,
      "replica.selector.class": "org.apache.kafka.common.replica.RackAwareReplicaSelector",
    }));

  test("zones are racks where there are several", () => {
    expect(clusterOfPlan(multi())?.kafka.rack).toEqual({ topologyKey: "topology.kubernetes.io/zone" });
    expect(clusterOfPlan(single())?.kafka).not.toHaveProperty("rack");
  });

  test("the user operator leaves our users alone, unless they are its own", () => {
    const env = (plan: KafkaDeployment) =>
      clusterOfPlan(plan)?.entityOperator?.template?.userOperatorContainer?.env?.[0]?.value;
    const ignored = new RegExp(env(multi()) ?? "");
    expect(["flink", "admin", "administrator"].map((user) => ignored.test(user))).toEqual([true, false, true]);
    expect(env(multi({ managedBy: "operator" }))).toBeUndefined();
  });

  test("what serves the brokers asks for resources, as a quota refuses what doesn't", () => {
    const spec = clusterOfPlan(single());
    for (const part of [spec?.entityOperator?.topicOperator, spec?.entityOperator?.userOperator, spec?.kafkaExporter])
      expect(part?.resources).toMatchObject({
        requests: { cpu: expect.any(String) as string },
        limits: { memory: expect.any(String) as string },
      });
  });
});

describe("topics", () => {
  test("are deleted by age, or keep the last record of each key", () => {
    const plans = topicPlans(multi());
    expect(plans.map(({ name, replication, config }) => [name, replication, config])).toEqual([
      [
        "fraud.blacklist",
        3,
        {
          "cleanup.policy": "compact",
          "delete.retention.ms": "604800000",
          "min.insync.replicas": "2",
          "segment.bytes": "134217728",
          "segment.ms": "86400000",
        },
      ],
      [
        "transactions.raw",
        3,
        {
          "cleanup.policy": "delete",
          "retention.ms": "259200000",
          "min.insync.replicas": "2",
          "segment.bytes": "134217728",
          "segment.ms": "64800000",
        },
      ],
    ]);
  });
});

describe("metrics", () => {
  interface Rule {
    readonly pattern: string;
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
  }
  const { rules } = parse(String(metricsConfigMap(single()).data?.[METRICS_KEY as never])) as {
    rules: readonly Rule[];
  };

  /** As the exporter does it: the first rule whose pattern fits the whole bean names the metric. */
  function metricOf(bean: string): string | undefined {
    for (const { pattern, name, labels = {} } of rules) {
      const match = new RegExp(`^${pattern}`).exec(bean);
      if (!match) continue;
      const filled = (text: string) => text.replace(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? "");
      const told = Object.entries(labels).map(([key, value]) => `${filled(key)}="${filled(value)}"`);
      return `${filled(name).toLowerCase().replaceAll("-", "_")}${told.length > 0 ? `{${told.join(",")}}` : ""}`;
    }
    return undefined;
  }

  test.each([
    [
      "kafka.server<type=ReplicaManager, name=UnderReplicatedPartitions><>Value",
      "kafka_server_replicamanager_underreplicatedpartitions",
    ],
    [
      "kafka.controller<type=KafkaController, name=OfflinePartitionsCount><>Value",
      "kafka_controller_kafkacontroller_offlinepartitionscount",
    ],
    [
      "kafka.server<type=BrokerTopicMetrics, name=MessagesInPerSec, topic=transactions.raw><>Count",
      'kafka_server_brokertopicmetrics_messagesin_total{topic="transactions.raw"}',
    ],
    [
      "kafka.server<type=KafkaRequestHandlerPool, name=RequestHandlerAvgIdlePercent><>MeanRate",
      "kafka_server_kafkarequesthandlerpool_requesthandleravgidle_percent",
    ],
    [
      "kafka.log<type=Log, name=Size, topic=fraud.alerts, partition=2><>Value",
      'kafka_log_log_size{topic="fraud.alerts",partition="2"}',
    ],
    ["kafka.server<type=raft-metrics><>commit-latency-avg: 3", "kafka_server_raftmetrics_commit_latency_avg"],
  ])("%s has the name that alerts know", (bean, metric) => expect(metricOf(bean)).toBe(metric));
});
