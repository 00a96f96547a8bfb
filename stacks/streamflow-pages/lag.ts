import { step, type Page } from "../../core/alerts/page";
import type { Commands } from "../streamflow-commands";
import type { StreamflowFacts } from "../streamflow-facts";
import { BY_CONFIG } from "./by-config";

export const lagPage = (facts: StreamflowFacts, run: Commands): Page => ({
  slug: "kafka-consumer-lag-high",
  title: "Consumer lag is high",
  component: "Kafka and Flink",
  impact: "transactions are scored late; fraud is found late",
  symptoms: [
    "For five minutes more than 10,000 messages wait for a group, or twice what arrives between two checkpoints if that is more; over 50,000 it is critical.",
    "Flink processes slower than events arrive.",
    "The lag of a healthy job is a saw-tooth: offsets are committed with checkpoints only, so up to rate × interval messages look unread.",
  ],
  causes: [
    "One operator of the job is slow.",
    "Too few TaskManagers or slots for the rate.",
    "A spike in the rate of events.",
    "State is slow to reach: the disk, or a checkpoint that takes long.",
  ],
  investigation: [
    step("How far behind is the group, and on which partitions?", run.lag),
    step(
      "Where does the job wait? `high` backpressure of a task means that the one after it is slow.",
      run.flink(
        "curl -s http://localhost:8081/jobs/$JOB_ID | jq '.vertices[] | {id, name, parallelism}'",
        "VERTEX=$(curl -s http://localhost:8081/jobs/$JOB_ID | jq -r '.vertices[0].id')",
        "curl -s http://localhost:8081/jobs/$JOB_ID/vertices/$VERTEX/backpressure | jq '{status, \"backpressureLevel\"}'",
      ),
    ),
  ],
  resolution: [
    {
      when: "Immediately (5 minutes)",
      steps: [
        step(
          `More TaskManagers: raise \`streamflow.flink.taskManagers\`. ${BY_CONFIG}; slots and parallelism follow. (The operator would put a \`kubectl scale\` back.)`,
        ),
        step("A partition that nobody reads: restart the job, and the group is balanced anew.", run.restartJob),
        step(
          "What do the brokers say of the group's balance?",
          `kubectl logs -n ${facts.kafka.namespace} ${run.broker} --tail=500 | grep -i rebalance`,
        ),
      ],
    },
    {
      when: "Within the hour",
      steps: [
        step("Find the operator that is busy in Flink's UI, and read less state or write in larger batches there."),
      ],
    },
    {
      when: "Later",
      steps: [step("More memory, other checkpoint settings, simpler rules, or customers split over several jobs.")],
    },
  ],
  verification: [step("The lag falls; in ten minutes it is below 1,000 after each checkpoint.", run.lag)],
  prevention: [
    "Keep the rates in the stack file true: parallelism, partitions and this alert's figures follow from them.",
    "A longer checkpoint interval makes the lag of a healthy job larger; the alert takes that into account, a habit may not.",
  ],
  escalation: [
    "Still growing after 30 minutes: SRE (KafkaConsumerLagGrowing pages them).",
    "Over 100,000 messages: Data Engineering (KafkaConsumerLagExtreme pages them).",
  ],
  related: ["health-flink", "flink-checkpoint-failing"],
});
