/** Commands of StreamFlow's runbook pages, with the names of the stack. */
import { airflowNames } from "../components/airflow/names";
import { flinkNames } from "../components/flink/names";
import { CLIENT_FILES, strimziNames } from "../components/kafka/strimzi/names";
import type { StreamflowFacts } from "./streamflow-facts";

export type Commands = ReturnType<typeof commandsOf>;

/** `it` where somebody reads or types along; scripts leave it out. */
export function commandsOf({ kafka, flink, postgres, airflow }: StreamflowFacts) {
  const broker = strimziNames.pod(kafka.cluster, kafka.pool, 0);
  const first = `${postgres.cluster}-1`;
  const primary = `"$(kubectl get cluster ${postgres.cluster} -n ${postgres.namespace} -o jsonpath='{.status.currentPrimary}')"`;
  const inServer = (pod: string, run: string) =>
    `kubectl exec ${pod} -n ${postgres.namespace} -c postgres -- \\\n  ${run}`;
  const psql = (pod: string, query: string) =>
    inServer(pod, `psql -U postgres -d ${postgres.database} -c "\n${query}\n"`);
  return {
    broker,
    /** Reads from any instance. */
    sql: (query: string) => psql(first, query),
    /** Writes: on the primary, wherever it is. */
    write: (query: string) => psql(primary, query),
    server: (run: string) => inServer(first, run),
    kafka: (tool: string, args: string) =>
      `kubectl exec ${broker} -n ${kafka.namespace} -- \\\n  bin/${tool}.sh --bootstrap-server localhost:9092 --command-config ${CLIENT_FILES.properties} \\\n  ${args}`,
    airflow: (args: string) =>
      `kubectl exec deployment/${airflowNames.scheduler} -n ${airflow.namespace} -- \\\n  airflow ${args}`,
    /** Opens Flink's REST API, then asks it; `JOB_ID` is the one job. */
    flink: (...lines: readonly string[]) =>
      [
        `kubectl port-forward -n ${flink.namespace} svc/${flinkNames.rest(flink.deployment)} 8081:8081 &`,
        "JOB_ID=$(curl -s http://localhost:8081/jobs | jq -r '.jobs[0].id')",
        ...lines,
      ].join("\n"),
    jobManagerLogs: `kubectl logs -n ${flink.namespace} deployment/${flinkNames.jobManager(flink.deployment)} --tail=100`,
    taskManagerLogs: `kubectl logs -n ${flink.namespace} -l app=${flink.deployment},component=taskmanager --tail=100`,
    restartJob: `kubectl rollout restart deployment/${flinkNames.jobManager(flink.deployment)} -n ${flink.namespace}`,
  } as const;
}
