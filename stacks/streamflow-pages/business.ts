import { step, type Page } from "../../core/alerts/page";
import type { Commands } from "../streamflow-commands";
import { STREAMFLOW_DAGS, type StreamflowFacts } from "../streamflow-facts";
import { BY_CONFIG } from "./by-config";
import { SQL } from "./sql";

export const businessPages = (facts: StreamflowFacts, run: Commands): readonly Page[] => [
  fraud(facts, run),
  latency(facts, run),
];

const fraud = (_facts: StreamflowFacts, run: Commands): Page => ({
  slug: "high-fraud-rate",
  title: "The fraud rate is high",
  component: "Fraud detection",
  impact: "an attack is going on, or customers are refused without reason",
  symptoms: [
    "More than 10 % of the last hour's transactions score 0.7 or more; over 20 % Security is paged.",
    "The number of fraud alerts leaps.",
  ],
  causes: [
    "A real attack.",
    "A rule was set wrong.",
    "Bad data: places or times that can't be.",
    "A load test on the production system.",
  ],
  investigation: [
    step("How high is it?", run.sql(SQL.fraudRate)),
    step("Which rules trigger?", run.sql(SQL.fraudByRule)),
    step("Is it a few customers, or all?", run.sql(SQL.fraudByCustomer)),
    step("Is a load test announced? Ask in #data-engineering before anything else."),
  ],
  resolution: [
    {
      when: "Immediately (5 minutes)",
      steps: [
        step("No load test: call the Fraud team; the alert has told them already."),
        step("Few customers and odd rules: likely false alarms. Look at their data first."),
      ],
    },
    {
      when: "Within the hour",
      steps: [
        step("A real attack: tell Security."),
        step(
          `False alarms: raise \`streamflow.fraud.alertThreshold\` from 0.7 to 0.8 for a while. ${BY_CONFIG}; the job restarts from a savepoint, and the alert's query follows.`,
        ),
      ],
    },
    { when: "Later", steps: [step("Watch a baseline; tune rules by what analysts find false.")] },
  ],
  verification: [step("The rate falls below 10 %.", run.sql(SQL.fraudRate))],
  prevention: ["Announce load tests.", "Try a changed rule on yesterday's transactions first."],
  escalation: ["Over 10 %: Fraud team. Over 20 %: Security at once.", "False alarms: Data Engineering and Fraud team."],
});

const latency = ({ postgres }: StreamflowFacts, run: Commands): Page => ({
  slug: "pipeline-latency-high",
  title: "The pipeline is late",
  component: "Airflow, PostgreSQL and Flink",
  impact: "reports and rules work with old data",
  symptoms: [
    "A layer is more than five minutes behind the one before; over 15 it is critical.",
    "A query has been running for more than five minutes.",
  ],
  causes: ["Tasks queue up in Airflow.", "Queries are slow.", "The job is behind.", "CPU or memory is short."],
  investigation: [
    step(
      "How did the last runs go?",
      [STREAMFLOW_DAGS.silver, STREAMFLOW_DAGS.gold].map((dag) => run.airflow(`dags list-runs ${dag}`)).join("\n"),
    ),
    step("Which queries run for more than five minutes?", run.sql(SQL.longQueries)),
    step(
      "Does the job itself wait?",
      run.flink("curl -s \"http://localhost:8081/jobs/$JOB_ID/metrics\" | jq '.[].id' | grep -i latency"),
    ),
    step("Is something short of CPU or memory?", `kubectl top pods -n ${postgres.namespace}`),
  ],
  resolution: [
    {
      when: "Immediately (10 minutes)",
      steps: [
        step("Clear tasks that hang.", run.airflow(`tasks clear ${STREAMFLOW_DAGS.silver} --only-running --yes`)),
        step(
          "End a query that will never finish: take its pid from the list.",
          run.write(
            "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE state = 'active' AND now() - query_start > interval '30 minutes' AND usename = 'airflow';",
          ),
        ),
      ],
    },
    {
      when: "Within the hour",
      steps: [
        step("Add an index, or write the query anew."),
        step(
          `More workers: \`streamflow.airflow.workers\`; more tasks at once: \`streamflow.airflow.tasks\`. ${BY_CONFIG}.`,
        ),
        step("Smaller batches in the DAGs."),
      ],
    },
    { when: "Later", steps: [step("Process only what is new; move steps from batches into the job.")] },
  ],
  verification: [
    step(
      "The next runs succeed and are quick.",
      run.airflow(`dags list-runs ${STREAMFLOW_DAGS.silver} --state success`),
    ),
    step("No query is left that hangs.", run.sql(SQL.longQueries)),
  ],
  prevention: ["Watch the duration of runs; a batch that grows by itself will one day not fit."],
  escalation: ["Over 30 minutes: Data Engineering (PipelineLatencyExtreme pages them)."],
  related: ["airflow-dag-failure", "kafka-consumer-lag-high"],
});
