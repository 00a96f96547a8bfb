import { step, type Page } from "../../core/alerts/page";
import type { Commands } from "../streamflow-commands";
import type { StreamflowFacts } from "../streamflow-facts";
import { BY_CONFIG } from "./by-config";
import { lagPage } from "./lag";

export const kafkaPages = (facts: StreamflowFacts, run: Commands): readonly Page[] => [
  lagPage(facts, run),
  brokerDown(facts, run),
  health(facts, run),
];

const brokerDown = ({ kafka }: StreamflowFacts, run: Commands): Page => ({
  slug: "kafka-broker-down",
  title: "A Kafka broker is down",
  component: "Kafka",
  impact: "with one broker the pipeline stands still; with three it runs without reserve",
  symptoms: [
    "A broker's pod isn't running or isn't ready.",
    "Producers or consumers can't connect.",
    "A restart takes 30 to 60 seconds; producers wait that long.",
  ],
  causes: ["Out of memory.", "The volume is full.", "The node has no room.", "A wrong setting after a change."],
  investigation: [
    step("Which pods run?", `kubectl get pods -n ${kafka.namespace}`),
    step(
      "What did the broker say? Look for OutOfMemoryError, No space left on device, failed to bind.",
      `kubectl logs -n ${kafka.namespace} ${run.broker} --tail=100`,
    ),
    step(
      "Is its volume bound, and what happened to it?",
      `kubectl get pvc -n ${kafka.namespace}\nkubectl describe pvc data-${run.broker} -n ${kafka.namespace}`,
    ),
  ],
  resolution: [
    {
      when: "Immediately (5 minutes)",
      steps: [
        step(
          "Restart the broker; Strimzi makes the pod again.",
          `kubectl delete pod ${run.broker} -n ${kafka.namespace}\nkubectl wait --for=condition=ready pod/${run.broker} -n ${kafka.namespace} --timeout=300s`,
        ),
        step(
          "Disk full: keep transactions.raw for a day only, until the volume is larger.",
          run.kafka(
            "kafka-configs",
            "--entity-type topics --entity-name transactions.raw --alter --add-config retention.ms=86400000",
          ),
        ),
      ],
    },
    {
      when: "Within the hour",
      steps: [step(`More memory: \`streamflow.kafka.memory\`. More disk: \`streamflow.kafka.volume\`. ${BY_CONFIG}.`)],
    },
    { when: "Later", steps: [step("Compact topics that only keep a state; archive old events to the object store.")] },
  ],
  verification: [
    step("The broker answers.", run.kafka("kafka-broker-api-versions", "").replace(/ \\\n {2}$/, "")),
    step(
      "No partition lacks a copy: the list is empty.",
      run.kafka("kafka-topics", "--describe --under-replicated-partitions"),
    ),
  ],
  prevention: [
    "The plan sizes the volume for the retention: keep rates and message sizes in the stack file true.",
    "Three brokers on nodes of their own survive the loss of one.",
  ],
  escalation: [
    "Not up after 15 minutes: SRE (the alert pages them then).",
    "Data may be lost: call the Data Engineering lead at once.",
  ],
  related: ["health-kafka"],
});

const health = (facts: StreamflowFacts, run: Commands): Page => ({
  slug: "health-kafka",
  title: "Health of Kafka",
  component: "Kafka",
  impact: "partitions without a leader can't be written; with too few copies they may be lost",
  symptoms: [
    "A pod is in CrashLoopBackOff.",
    "The Kafka resource isn't Ready.",
    "Topics have no leader, or fewer in-sync replicas than they should.",
  ],
  causes: [
    "A broker is down or restarts.",
    "A volume is full.",
    "A setting that Strimzi refuses.",
    "The network between brokers.",
  ],
  investigation: [
    step(
      "What does Strimzi say?",
      `kubectl get kafka -n ${facts.kafka.namespace}\nkubectl describe kafka ${facts.kafka.cluster} -n ${facts.kafka.namespace}`,
    ),
    step("Which pods run?", `kubectl get pods -n ${facts.kafka.namespace}`),
    step(
      "Are the topics there? transactions.raw, transactions.enriched, fraud.alerts, fraud.scored, fraud.blacklist.",
      run.kafka("kafka-topics", "--list"),
    ),
    step(
      "Leader and in-sync replicas of each partition.",
      run.kafka("kafka-topics", "--describe --topic transactions.raw"),
    ),
    step("Which partitions have no leader?", run.kafka("kafka-topics", "--describe --unavailable-partitions")),
    step(
      "What is in a topic?",
      run.kafka("kafka-console-consumer", "--topic transactions.raw --from-beginning --max-messages 5"),
    ),
    step(
      "Why does a pod crash?",
      `kubectl get events -n ${facts.kafka.namespace} --sort-by='.lastTimestamp'\nkubectl logs -n ${facts.kafka.namespace} ${run.broker} --previous --tail=100`,
    ),
  ],
  resolution: [
    {
      when: "Immediately",
      steps: [
        step("A broker is down: see [kafka-broker-down](kafka-broker-down.md)."),
        step("Only a copy is behind: wait while the broker catches up; 30 minutes are too long."),
      ],
    },
    {
      when: "Within the hour",
      steps: [step(`The Kafka resource tells a fault in its settings: mend it. ${BY_CONFIG}.`)],
    },
  ],
  verification: [
    step("Ready is True.", `kubectl get kafka ${facts.kafka.cluster} -n ${facts.kafka.namespace}`),
    step(
      "Brokers take messages. The job reads this one, too: agree on what marks a test before you send one to production.",
      run.produce("transactions.raw", '{"transaction_id": "test"}'),
    ),
    step("The list is empty.", run.kafka("kafka-topics", "--describe --under-replicated-partitions")),
  ],
  prevention: ["Change settings by the stack file: its checks refuse copies that the brokers can't keep."],
  escalation: ["A broker isn't up after 15 minutes: SRE."],
  related: ["kafka-broker-down", "kafka-consumer-lag-high"],
});
