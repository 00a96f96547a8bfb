import { step, type Page } from "../../core/alerts/page";
import type { Commands } from "../streamflow-commands";
import { STREAMFLOW_DAGS, type StreamflowFacts } from "../streamflow-facts";
import { BY_CONFIG } from "./by-config";
import { maintenancePage } from "./maintenance";

export const airflowPages = (facts: StreamflowFacts, run: Commands): readonly Page[] => [
  dagFailure(facts, run),
  health(facts, run),
  maintenancePage(facts, run),
];

const runs = (run: Commands, dag: string, options = ""): string => run.airflow(`dags list-runs ${dag}${options}`);
const failed = (run: Commands, dag: string): string => runs(run, dag, " --state failed");

const dagFailure = ({ airflow }: StreamflowFacts, run: Commands): Page => ({
  slug: "airflow-dag-failure",
  title: "A DAG run failed",
  component: "Airflow",
  impact: "the layer that the DAG fills gets no new data until a run succeeds",
  symptoms: ["A run of a DAG failed.", "Tasks are in state failed.", "A mail about it came."],
  causes: [
    "A faulty SQL statement, or a violated constraint.",
    "A timeout of the database.",
    "Kafka or PostgreSQL can't be reached.",
    "A fault in the DAG's code.",
  ],
  investigation: [
    step("Which runs failed?", failed(run, STREAMFLOW_DAGS.silver)),
    step(
      "Which task of the run? Take the run's id from the list.",
      run.airflow(`tasks states-for-dag-run ${STREAMFLOW_DAGS.silver} "$RUN_ID"`),
    ),
    step(
      "What did it say? The UI shows each task's log; with the local executor the scheduler's log has it, too.",
      `kubectl port-forward -n ${airflow.namespace} svc/airflow-webserver 8080:8080`,
    ),
  ],
  resolution: [
    {
      when: "Immediately (10 minutes)",
      steps: [
        step(
          "A passing fault, such as a timeout: clear the failed tasks, and they run again.",
          run.airflow(`tasks clear ${STREAMFLOW_DAGS.silver} --only-failed --yes`),
        ),
        step(
          "A faulty statement: mend it, then run the DAG.",
          run.airflow(`dags trigger ${STREAMFLOW_DAGS.silver} --conf '{"retry": true}'`),
        ),
        step(
          "Days that are missing: run them again.",
          run.airflow(
            `backfill create --dag-id ${STREAMFLOW_DAGS.silver} --from-date 2026-02-06 --to-date 2026-02-06 --reprocess-behavior failed`,
          ),
        ),
      ],
    },
    {
      when: "Within the hour",
      steps: [
        step(
          "Mend the DAG and deploy it; the DAG processor reads it again by itself. To make sure:",
          `kubectl rollout restart deployment/airflow-dag-processor -n ${airflow.namespace}`,
        ),
      ],
    },
    {
      when: "Later",
      steps: [
        step("Retries with growing pauses; checks of the data before a task; tests of DAGs before they are deployed."),
      ],
    },
  ],
  verification: [step("The next run succeeds.", runs(run, STREAMFLOW_DAGS.silver))],
  prevention: ["Retry what may pass by itself; check what may not."],
  escalation: ["Three failures in a row: Data Engineering (AirflowDAGConsecutiveFailures pages them)."],
  related: ["health-airflow", "pipeline-latency-high"],
});

const health = ({ airflow }: StreamflowFacts, run: Commands): Page => ({
  slug: "health-airflow",
  title: "Health of Airflow",
  component: "Airflow",
  impact: "without a scheduler no task starts; without the web server tasks can't report and nobody sees anything",
  symptoms: [
    "The scheduler's heartbeat is older than two minutes; over five it is critical.",
    "The web server doesn't answer on port 8080, or with errors of its own.",
    "DAGs are missing, paused, or can't be read.",
  ],
  causes: [
    "A pod crashes or waits.",
    "The database can't be reached.",
    "A DAG file has a fault.",
    "Somebody paused a DAG.",
  ],
  investigation: [
    step(
      "Which Deployments and pods run?",
      `kubectl get deployments -n ${airflow.namespace}\nkubectl get pods -n ${airflow.namespace}`,
    ),
    step("Is a scheduler alive?", run.airflow("jobs check --job-type SchedulerJob --allow-multiple --limit 100")),
    step(`Are the DAGs there, and is none paused? ${airflow.dags.join(", ")}.`, run.airflow("dags list --output json")),
    step("Can all be read?", run.airflow("dags list-import-errors")),
    step("What does the scheduler say?", `kubectl logs -n ${airflow.namespace} deployment/airflow-scheduler --tail=50`),
  ],
  resolution: [
    {
      when: "Immediately",
      steps: [
        step(
          "Restart what doesn't answer.",
          `kubectl rollout restart deployment/airflow-scheduler -n ${airflow.namespace}\nkubectl rollout status deployment/airflow-scheduler -n ${airflow.namespace}`,
        ),
        step("A paused DAG:", run.airflow(`dags unpause ${STREAMFLOW_DAGS.silver}`)),
      ],
    },
    { when: "Within the hour", steps: [step(`Not enough memory or slots: \`streamflow.airflow\`. ${BY_CONFIG}.`)] },
  ],
  verification: [
    step("The scheduler is alive.", run.airflow("jobs check --job-type SchedulerJob --allow-multiple --limit 100")),
    step(
      "The web server answers.",
      `kubectl port-forward -n ${airflow.namespace} svc/airflow-webserver 8080:8080 &\ncurl -s http://localhost:8080/api/v2/monitor/health | jq .`,
    ),
  ],
  prevention: ["On many nodes two schedulers and two web servers, each on a node of its own."],
  escalation: [],
  related: ["airflow-dag-failure", "maintenance"],
});
