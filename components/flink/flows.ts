/** Flows of one Flink cluster. */
import { apiServerFlow, EVERY_PORT, storeFlow, tcp, type Flow, type Pods } from "../namespace/flows";

const REST_PORT = 8081;
const OPERATOR: Pods = {
  namespace: "flink-operator",
  pods: { "app.kubernetes.io/name": "flink-kubernetes-operator" },
};

/** Labels that Flink gives to the pods of a deployment: `app` is its cluster id. */
const labels = (deployment: string) => ({ app: deployment });

export const flinkPods = (namespace: string, deployment: string): Pods => ({ namespace, pods: labels(deployment) });
export const jobManagerPods = (namespace: string, deployment: string): Pods => ({
  namespace,
  pods: { ...labels(deployment), component: "jobmanager" },
});
export const taskManagerPods = (namespace: string, deployment: string): Pods => ({
  namespace,
  pods: { ...labels(deployment), component: "taskmanager" },
});

/** `store`: endpoint of the object store; undefined = AWS. */
export function flinkFlows(namespace: string, deployment: string, store: string | undefined): readonly Flow[] {
  const all = flinkPods(namespace, deployment);
  return [
    {
      name: "flink-internal",
      from: all,
      to: all,
      ports: EVERY_PORT,
      why: "TaskManagers exchange records and metrics on ports that Flink draws at random",
    },
    {
      name: "flink-operator",
      from: OPERATOR,
      to: jobManagerPods(namespace, deployment),
      ports: tcp(REST_PORT),
      why: "the operator watches the job, and takes a savepoint before it changes",
    },
    apiServerFlow("flink-api", all, "leader election and TaskManagers' pods: Flink speaks to Kubernetes itself"),
    storeFlow("flink-state", all, store, "checkpoints and savepoints are in the object store"),
  ];
}
