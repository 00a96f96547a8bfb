import { step, type Page } from "../../core/alerts/page";
import type { Commands } from "../streamflow-commands";
import { STREAMFLOW_DAGS, type StreamflowFacts } from "../streamflow-facts";
import { SQL } from "./sql";

export const maintenancePage = ({ kafka, postgres, airflow }: StreamflowFacts, run: Commands): Page => ({
  slug: "maintenance",
  title: "Daily and weekly maintenance",
  component: "Airflow and PostgreSQL",
  impact: "old data stays, tables bloat, volumes fill up",
  symptoms: [
    `${STREAMFLOW_DAGS.maintenance} hasn't succeeded for 26 hours; it is due daily at 03:00 UTC.`,
    "It took more than half an hour; 20 to 30 minutes are expected.",
  ],
  causes: [
    "A task of it failed.",
    "It was paused.",
    "A long transaction blocks the vacuum.",
    "There is more to delete than usual.",
  ],
  investigation: [
    step("What became of its runs?", run.airflow(`dags list-runs ${STREAMFLOW_DAGS.maintenance}`)),
    step("Is it paused?", run.airflow("dags list --output json")),
    step("Does something block it?", run.sql(SQL.longQueries)),
  ],
  resolution: [
    {
      when: "Immediately",
      steps: [
        step("Run it now, if the day's load allows.", run.airflow(`dags trigger ${STREAMFLOW_DAGS.maintenance}`)),
        step("Or the most urgent part by hand.", run.write(SQL.vacuum)),
      ],
    },
    {
      when: "Restart of everything, if nothing else helps (5 to 10 minutes without service)",
      steps: [
        step("Stop what writes to Kafka, and wait until the job has read the rest: the lag is 0.", run.lag),
        step("Stop the job; the operator takes a savepoint.", run.stopJob),
        step(
          "Restart brokers, database and Airflow. Each operator restarts its pods one after the other.",
          [
            `kubectl annotate pods -l strimzi.io/pool-name=${kafka.pool} -n ${kafka.namespace} strimzi.io/manual-rolling-update=true`,
            `kubectl cnpg restart ${postgres.cluster} -n ${postgres.namespace}`,
            `kubectl rollout restart deployment -n ${airflow.namespace}`,
          ].join("\n"),
        ),
        step(
          "Wait for all of them.",
          [
            `kubectl wait --for=condition=Ready kafka/${kafka.cluster} -n ${kafka.namespace} --timeout=600s`,
            `kubectl wait --for=condition=Ready cluster/${postgres.cluster} -n ${postgres.namespace} --timeout=600s`,
            `kubectl wait --for=condition=Available deployment --all -n ${airflow.namespace} --timeout=600s`,
          ].join("\n"),
        ),
        step("Start the job again, then what writes to Kafka.", run.startJob),
      ],
    },
    {
      when: "Sunday, 02:00 UTC (by hand)",
      steps: [
        step(
          "Look through the week's alerts, the fraud rules' accuracy and thresholds, the use of resources, and plan upgrades (`npm run capacity`).",
        ),
      ],
    },
  ],
  verification: [
    step("The run succeeded.", run.airflow(`dags list-runs ${STREAMFLOW_DAGS.maintenance} --state success`)),
    step("Tables are vacuumed.", run.sql(SQL.deadRows)),
    step("Last night's backup is there.", `kubectl get backups -n ${postgres.namespace}`),
  ],
  prevention: [
    "It vacuums, deletes bronze data older than seven days and refreshes views in gold, after the operator's backup at 02:00: all of it must fit between 03:00 and the morning.",
  ],
  escalation: [],
  related: ["airflow-dag-failure", "backup-recovery"],
});
