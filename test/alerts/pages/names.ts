/** What the pages' commands may speak of: objects of the stack, and those that operators and charts make from them. */
import { airflowNames } from "../../../components/airflow/names";
import { flinkNames } from "../../../components/flink/names";
import { redpandaNames } from "../../../components/kafka/redpanda/names";
import { strimziNames } from "../../../components/kafka/strimzi/names";
import { RELEASE, monitoringNames } from "../../../components/monitoring/names";
import { APPHUB } from "../../../stacks/apphub-names";
import { REFERENCE_FACTS } from "../../../stacks/streamflow-facts";

const { kafka, flink, postgres, airflow, monitoring } = REFERENCE_FACTS;
const broker = strimziNames.pod(kafka.cluster, kafka.pool, 0);

/** `kind/name` by namespace. */
export const OBJECTS: Readonly<Record<string, readonly string[]>> = {
  [APPHUB.namespace]: [`statefulset/${APPHUB.redpanda}`, `pod/${redpandaNames.pod(APPHUB.redpanda, 0)}`],
  [kafka.namespace]: [
    `kafka/${kafka.cluster}`,
    `pod/${broker}`,
    `pvc/${strimziNames.claim(kafka.cluster, kafka.pool, 0)}`,
  ],
  [flink.namespace]: [
    `flinkdeployment/${flink.deployment}`,
    `deployment/${flinkNames.jobManager(flink.deployment)}`,
    `svc/${flinkNames.rest(flink.deployment)}`,
    `pod/${flinkNames.taskManagerPod(flink.deployment, 0)}`,
  ],
  [postgres.namespace]: [`cluster/${postgres.cluster}`, `pod/${postgres.cluster}-1`],
  [airflow.namespace]: [
    `deployment/${airflowNames.scheduler}`,
    `deployment/${airflowNames.worker}`,
    `deployment/${airflowNames.dagProcessor}`,
    `svc/${airflowNames.apiServer}`,
  ],
  [monitoring.namespace]: [
    `svc/${monitoringNames.prometheusAlias}`,
    `svc/${RELEASE}-alertmanager`,
    `svc/${monitoringNames.grafana}`,
    `deployment/${monitoringNames.grafana}`,
    `pod/${monitoringNames.prometheus(0)}`,
  ],
};

/** Kinds of which a command may list all. */
export const KINDS: readonly string[] = [
  "pods",
  "pvc",
  "events",
  "deployment",
  "deployments",
  "statefulset",
  "resourcequota",
  "kafka",
  "cluster",
  "backups",
  "scheduledbackup",
  "prometheusrules",
  "podmonitors",
  "servicemonitors",
];

export const VERBS: readonly string[] = [
  "get",
  "describe",
  "logs",
  "exec",
  "wait",
  "delete",
  "patch",
  "cp",
  "top",
  "port-forward",
  "rollout restart",
  "rollout status",
  "annotate",
  "cnpg backup",
  "cnpg restart",
];
