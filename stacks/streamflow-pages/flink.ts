import { step, type Page } from "../../core/alerts/page";
import type { Commands } from "../streamflow-commands";
import type { StreamflowFacts } from "../streamflow-facts";
import { NEWEST, checkpointsOf, checkpointsPage } from "./checkpoints";
import { BY_CONFIG } from "./by-config";

export const flinkPages = (facts: StreamflowFacts, run: Commands): readonly Page[] => [
  notRunning(facts, run),
  checkpointsPage(facts, run),
  health(facts, run),
];

const states = (run: Commands): string => run.flink("curl -s http://localhost:8081/jobs | jq '.jobs[] | {id, status}'");

const notRunning = ({ kafka, flink }: StreamflowFacts, run: Commands): Page => ({
  slug: "flink-job-not-running",
  title: "The Flink job isn't running",
  component: "Flink",
  impact: "no transaction is scored; the lag grows with every event",
  symptoms: [
    "The job is FAILED, CANCELED, RESTARTING or missing.",
    "No fraud is found.",
    "The consumer lag grows fast.",
  ],
  causes: [
    "An exception in the job's code.",
    "Checkpoints time out.",
    "A TaskManager ran out of memory.",
    "Kafka can't be reached.",
    "The state can't be restored.",
  ],
  investigation: [
    step("What state is the job in?", states(run)),
    step("What does the operator say?", `kubectl describe flinkdeployment ${flink.deployment} -n ${flink.namespace}`),
    step(
      "What does the JobManager say? Look for: submission failed, checkpoint expired, TaskManager lost, exceptions of the job's own code.",
      run.jobManagerLogs,
    ),
  ],
  resolution: [
    {
      when: "Immediately (5 minutes)",
      steps: [
        step(
          "Restart the job. One that runs goes on from a savepoint that the operator takes first; one that has failed, from its last checkpoint in the object store.",
          run.restartJob,
        ),
        step(
          `State can't be restored: go back to an older checkpoint or savepoint with \`streamflow.flink.job.restore.from\`. ${BY_CONFIG}. Where they are:`,
          checkpointsOf(run, '.history[] | select(.status == "COMPLETED") | {id, is_savepoint, external_path}'),
        ),
        step(
          "No checkpoint is usable: process everything again from Kafka. Stop the job, set the group back, start the job without its state. Tell stakeholders of one to two hours' delay.",
          [run.stopJob, run.resetGroup, run.startJobAnew].join("\n"),
        ),
      ],
    },
    {
      when: "Within the hour",
      steps: [
        step("Mend the job's code, if the exception is its own."),
        step(`Checkpoints time out: raise \`streamflow.flink.checkpoints.timeout\`. ${BY_CONFIG}.`),
      ],
    },
    {
      when: "Before a risky change",
      steps: [
        step(
          "Take a savepoint, which nothing removes; its path is in the answer to the second question.",
          run.flink(
            "curl -s -X POST http://localhost:8081/jobs/$JOB_ID/savepoints -H 'Content-Type: application/json' -d '{\"cancel-job\": false}'",
            "curl -s http://localhost:8081/jobs/$JOB_ID/checkpoints | jq '.latest.savepoint | {external_path, status}'",
          ),
        ),
      ],
    },
    {
      when: "Later",
      steps: [step("Catch what single events can throw; set a broken event aside instead of failing.")],
    },
  ],
  verification: [
    step("The job is RUNNING.", states(run)),
    step("It completes checkpoints.", checkpointsOf(run, NEWEST)),
    step("The lag falls.", run.lag),
  ],
  prevention: [
    "Upgrade with a savepoint, as the stack does.",
    `Keep the source long enough to process it again: its retention is checked against what is made from it (${kafka.cluster}).`,
  ],
  escalation: [
    "Not running after 30 minutes: Data Engineering (the alert pages them then).",
    "Processing again is needed: tell stakeholders.",
  ],
  related: ["flink-checkpoint-failing", "kafka-broker-down"],
});

const health = ({ flink }: StreamflowFacts, run: Commands): Page => ({
  slug: "health-flink",
  title: "Health of Flink",
  component: "Flink",
  impact: "the job falls behind, or restarts again and again",
  symptoms: ["Backpressure over 80 % on an operator.", "TaskManagers are missing.", "A TaskManager ran out of memory."],
  causes: [
    "An operator or sink is slow.",
    "The namespace's quota or the nodes have no room.",
    "State or a batch outgrew the memory.",
  ],
  investigation: [
    step("Which pods run?", `kubectl get deployments -n ${flink.namespace}\nkubectl get pods -n ${flink.namespace}`),
    step("Is there room for more pods?", `kubectl describe resourcequota -n ${flink.namespace}`),
    step(
      "Who was killed? TaskManagers are replaced, not restarted, so look at events.",
      `kubectl get events -n ${flink.namespace} --sort-by='.lastTimestamp'`,
    ),
    step("What state is the job in?", states(run)),
    step("The same by Flink's own command line.", run.jobManager("bin/flink list")),
    step("Does it complete checkpoints, and how large are they?", checkpointsOf(run, NEWEST)),
  ],
  resolution: [
    {
      when: "Immediately",
      steps: [
        step(
          `Backpressure: mend the slow operator or sink; more slots with \`streamflow.flink.taskManagers\`. ${BY_CONFIG}.`,
        ),
        step(`Out of memory: raise \`streamflow.flink.taskManager.memory\`. ${BY_CONFIG}.`),
        step(
          "TaskManagers missing for want of room: the quota follows from the plan, so look at what else runs in the namespace.",
        ),
      ],
    },
  ],
  verification: [
    step(
      "All TaskManagers are registered.",
      run.flink("curl -s http://localhost:8081/overview | jq '{taskmanagers, \"slots-available\"}'"),
    ),
    step("The job is RUNNING.", states(run)),
  ],
  prevention: ["`npm run capacity` shows what the job needs and what it has, before anything is created."],
  escalation: ["The job doesn't run for 30 minutes: Data Engineering."],
  related: ["flink-job-not-running", "kafka-consumer-lag-high"],
});
