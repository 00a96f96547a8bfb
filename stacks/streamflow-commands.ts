/** Commands of StreamFlow's runbook pages, with the names of the stack. */
import { airflowNames } from "../components/airflow/names";
import { flinkNames } from "../components/flink/names";
import { CLIENT_FILES, strimziNames } from "../components/kafka/strimzi/names";
import type { StreamflowFacts } from "./streamflow-facts";

type KafkaTool =
  | "kafka-topics"
  | "kafka-configs"
  | "kafka-consumer-groups"
  | "kafka-broker-api-versions"
  | "kafka-console-producer"
  | "kafka-console-consumer";

/** What the tools that are clients themselves call the file with the login [Kafka 4.1, --help of each tool]. */
const LOGIN_OPTION: Partial<Readonly<Record<KafkaTool, string>>> = {
  "kafka-console-producer": "--producer.config",
  "kafka-console-consumer": "--consumer.config",
};

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
  const job = `flinkdeployment ${flink.deployment} -n ${flink.namespace}`;
  const patch = (spec: string) => `kubectl patch ${job} --type=merge -p ${spec}`;
  const kafkaTool = (tool: KafkaTool, args: string) =>
    `bin/${tool}.sh --bootstrap-server localhost:9092 ${LOGIN_OPTION[tool] ?? "--command-config"} ${CLIENT_FILES.properties} \\\n  ${args}`;
  const inBroker = (tool: KafkaTool, args: string) =>
    `kubectl exec ${broker} -n ${kafka.namespace} -- \\\n  ${kafkaTool(tool, args)}`;
  return {
    broker,
    /** Reads from any instance. */
    sql: (query: string) => psql(first, query),
    /** Writes: on the primary, wherever it is. */
    write: (query: string) => psql(primary, query),
    server: (run: string) => inServer(first, run),
    /** On the primary, with a file of yours as its input. */
    restore: (run: string, file: string) =>
      `${inServer(primary, run).replace("kubectl exec", "kubectl exec -i")} < ${file}`,
    kafka: inBroker,
    lag: inBroker("kafka-consumer-groups", `--describe --group ${flink.group}`),
    /** The oldest record that the source still has, with its time. */
    oldest: inBroker(
      "kafka-console-consumer",
      `--topic ${flink.source} --from-beginning --max-messages 1 --property print.timestamp=true`,
    ),
    /** The job reads its source from the beginning, once it is started without its state. */
    resetGroup: inBroker(
      "kafka-consumer-groups",
      `--group ${flink.group} --reset-offsets --to-earliest --topic ${flink.source} --execute`,
    ),
    /** Sends one message. */
    produce: (topic: string, message: string) =>
      `echo '${message}' | kubectl exec -i ${broker} -n ${kafka.namespace} -- \\\n  ${kafkaTool("kafka-console-producer", `--topic ${topic}`)}`,
    airflow: (args: string) =>
      `kubectl exec deployment/${airflowNames.scheduler} -n ${airflow.namespace} -- \\\n  airflow ${args}`,
    /** Opens Flink's REST API, then asks it; `JOB_ID` is the one job. */
    flink: (...lines: readonly string[]) =>
      [
        `kubectl port-forward -n ${flink.namespace} svc/${flinkNames.rest(flink.deployment)} 8081:8081 &`,
        "JOB_ID=$(curl -s http://localhost:8081/jobs | jq -r '.jobs[0].id')",
        ...lines,
      ].join("\n"),
    jobManager: (run: string) =>
      `kubectl exec deployment/${flinkNames.jobManager(flink.deployment)} -n ${flink.namespace} -- \\\n  ${run}`,
    jobManagerLogs: `kubectl logs -n ${flink.namespace} deployment/${flinkNames.jobManager(flink.deployment)} --tail=100`,
    taskManagerLogs: `kubectl logs -n ${flink.namespace} -l app=${flink.deployment},component=taskmanager --tail=100`,
    /** By the operator: another number is another restart. */
    restartJob: patch('"{\\"spec\\":{\\"restartNonce\\":$(date +%s)}}"'),
    /** The operator takes a savepoint first, where the job still can. */
    stopJob: patch(`'{"spec":{"job":{"state":"suspended"}}}'`),
    startJob: patch(`'{"spec":{"job":{"state":"running"}}}'`),
    /** Without state: it reads from where its group stands. Afterwards upgrades keep the state again. */
    startJobAnew: [
      patch(`'{"spec":{"job":{"state":"running","upgradeMode":"stateless"}}}'`),
      `kubectl wait --for=jsonpath='{.status.jobStatus.state}'=RUNNING ${job.replace(" ", "/")} --timeout=300s`,
      patch(`'{"spec":{"job":{"upgradeMode":"${flink.upgrade}"}}}'`),
    ].join("\n"),
  } as const;
}
