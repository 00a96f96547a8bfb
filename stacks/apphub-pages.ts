import { redpandaNames } from "../components/kafka/redpanda/names";
import { step, type Page } from "../core/alerts/page";
import { APPHUB } from "./apphub-names";

const { namespace, redpanda } = APPHUB;
const broker = redpandaNames.pod(redpanda, 0);
const rpk = (args: string): string => `kubectl exec ${broker} -n ${namespace} -c redpanda -- rpk ${args}`;
const BY_CONFIG = "Edit the stack file, then `pulumi up`";
const pods = `kubectl get pods -n ${namespace}\nkubectl get statefulset ${redpanda} -n ${namespace}`;

/** AppHub's runbook, as far as its brokers go. */
export const appHubPages = (): readonly Page[] => [outage, capacity, operations];

const outage: Page = {
  slug: "broker-outage",
  title: "Redpanda is down",
  component: "Redpanda",
  impact: "events can't be written; what mirrors them falls behind",
  symptoms: [
    "A broker isn't ready, or none tells metrics.",
    "Partitions have no leader.",
    "`/streaming/status` shows `broker.reachable=false`; the backlog grows.",
  ],
  causes: [
    "A broker crashed or its node is lost.",
    "A disk is full: below its floor of free space all brokers refuse producers.",
    "A certificate ran out.",
  ],
  investigation: [
    step("Which brokers are up?", pods),
    step("What did the broker say?", `kubectl logs statefulset/${redpanda} -n ${namespace} --tail=100`),
    step("What does the cluster say?", `${rpk("cluster health")}\n${rpk("cluster info")}`),
    step("Are the claims bound?", `kubectl get pvc -n ${namespace}`),
  ],
  resolution: [
    {
      when: "Immediately (5 minutes)",
      steps: [
        step(
          "Restart the brokers, one after the other; each hands over its leaders first.",
          `kubectl rollout restart statefulset/${redpanda} -n ${namespace}\nkubectl rollout status statefulset/${redpanda} -n ${namespace} --timeout=600s`,
        ),
        step(`A disk is full: a larger volume, \`apphub.redpanda.volume\`. ${BY_CONFIG}.`),
      ],
    },
    {
      when: "Data may be lost",
      steps: [
        step(
          "Move partitions off the broker that lost them.",
          rpk("cluster partitions move apphub.core.events -p 0:1,2,0"),
        ),
        step("What can't be recovered from another copy must come from a snapshot of the claims."),
      ],
    },
  ],
  verification: [
    step("The cluster is healthy and leaders are settled.", rpk("cluster health")),
    step("`/streaming/status` shows `broker.reachable=true`, and the backlog falls to zero."),
  ],
  prevention: [
    "Three brokers on nodes of their own survive the loss of one.",
    "The plan sizes volumes with what Redpanda keeps free.",
  ],
  escalation: ["PagerDuty and #apphub-ops are told at once."],
  related: ["redpanda-operations", "capacity-planning"],
};

const capacity: Page = {
  slug: "capacity-planning",
  title: "AppHub's streaming has outgrown its sizes",
  component: "Redpanda",
  impact: "brokers and consumers fall behind at the next peak",
  symptoms: ["Partitions lack copies for minutes.", "A topic takes more than 50,000 events a minute."],
  causes: [
    "A new workload writes more than was planned.",
    "Brokers have too little CPU, disk or network.",
    "Too few batchers.",
  ],
  investigation: [
    step("Which partitions lack copies?", rpk("cluster health")),
    step("How large are the topics?", rpk("cluster logdirs describe --aggregate-into topic")),
    step("What was it sized for?", "npm run capacity -- --stack prod"),
  ],
  resolution: [
    {
      when: "Within the day",
      steps: [
        step(`Write the true rate of the topic into \`apphub.topics\`: volumes and checks follow. ${BY_CONFIG}.`),
        step(`More brokers: \`apphub.redpanda.brokers\`. ${BY_CONFIG}.`),
      ],
    },
  ],
  verification: [
    step("No partition lacks a copy.", rpk("cluster health")),
    step("The report shows no shortage.", "npm run capacity -- --stack prod"),
  ],
  prevention: ["Look at the quotas monthly, and after each new workload of more than 50,000 events a minute."],
  escalation: [],
  related: ["redpanda-operations"],
};

const operations: Page = {
  slug: "redpanda-operations",
  title: "Redpanda's daily work",
  component: "Redpanda",
  impact: "producers wait; disks fill up",
  symptoms: [
    "Writing an event takes more than 250 ms (99th percentile).",
    "Segments are opened far more often than yesterday.",
    "A disk is low, or will be full in four hours.",
    "Brokers don't catch up with what they missed.",
  ],
  causes: [
    "A producer writes much more, or in tiny batches.",
    "A disk is slow.",
    "A retention or segment size was changed.",
    "Partitions are being moved.",
  ],
  investigation: [
    step("Is the cluster healthy?", rpk("cluster health")),
    step("Which topics take the disk?", rpk("cluster logdirs describe --aggregate-into topic")),
    step("What are a topic's settings?", rpk("topic describe apphub.core.events -a")),
    step("Are partitions on the move?", rpk("cluster partitions move-status")),
  ],
  resolution: [
    {
      when: "Immediately",
      steps: [
        step("Find the producer that changed, and slow it down."),
        step(`Shorter \`retention:\` of the largest topic, or a larger \`apphub.redpanda.volume\`. ${BY_CONFIG}.`),
      ],
    },
    {
      when: "Before a broker's node is worked on",
      steps: [
        step(
          "The pod drains itself before it stops. By hand:",
          `${rpk("cluster maintenance enable 0 --wait")}\n${rpk("cluster maintenance disable 0")}`,
        ),
      ],
    },
  ],
  verification: [
    step(
      "The cluster is healthy, nothing moves.",
      `${rpk("cluster health")}\n${rpk("cluster partitions move-status")}`,
    ),
  ],
  prevention: [
    "Topics, partitions and retention are declared: a change made by hand is put back.",
    "Restart brokers one at a time.",
  ],
  escalation: [],
  related: ["broker-outage", "capacity-planning"],
};
