import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { FlinkJob } from "./deployment";
import { flinkNames, flinkSelector } from "./names";

/** Name, namespace and labels of one of the job's objects. */
export const objectMeta = ({ deployment, namespace, partOf }: FlinkJob, name: string) => ({
  name,
  namespace,
  labels: {
    "app.kubernetes.io/name": "flink",
    "app.kubernetes.io/instance": deployment,
    "app.kubernetes.io/part-of": partOf,
  },
});

/** `roleArn`: what the pods may do at AWS. */
export const serviceAccount = (
  job: FlinkJob,
  roleArn: pulumi.Input<string> | undefined,
): k8s.types.input.core.v1.ServiceAccount => {
  const metadata = objectMeta(job, job.deployment);
  return {
    metadata:
      roleArn === undefined ? metadata : { ...metadata, annotations: { "eks.amazonaws.com/role-arn": roleArn } },
  };
};

/** The JobManager makes and watches TaskManagers' pods, and keeps leader and checkpoint pointers in ConfigMaps [Flink docs, native_kubernetes, RBAC]. */
export const role = (job: FlinkJob): k8s.types.input.rbac.v1.Role => ({
  metadata: objectMeta(job, job.deployment),
  rules: [
    {
      apiGroups: [""],
      resources: ["pods", "configmaps"],
      verbs: ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"],
    },
    { apiGroups: [""], resources: ["services"], verbs: ["get", "list", "watch"] },
    {
      apiGroups: ["apps"],
      resources: ["deployments", "deployments/finalizers"],
      verbs: ["get", "list", "watch", "update", "delete"],
    },
  ],
});

export const roleBinding = (job: FlinkJob): k8s.types.input.rbac.v1.RoleBinding => ({
  metadata: objectMeta(job, job.deployment),
  roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: job.deployment },
  subjects: [{ kind: "ServiceAccount", name: job.deployment, namespace: job.namespace }],
});

export const filesConfigMap = (job: FlinkJob): k8s.types.input.core.v1.ConfigMap => ({
  metadata: objectMeta(job, flinkNames.files(job.deployment)),
  data: { ...job.inputs.files },
});

/** One JobManager at a time may be drained; a single one has no budget, which would stop every drain of its node. */
export const jobManagerBudget = (job: FlinkJob): k8s.types.input.policy.v1.PodDisruptionBudget => ({
  metadata: objectMeta(job, job.deployment),
  spec: { maxUnavailable: 1, selector: { matchLabels: flinkSelector(job.deployment, "jobmanager") } },
});

/** TaskManagers are bare pods, for which only a whole number of available ones can be asked [Kubernetes docs, configure-pdb]. */
export const taskManagerBudget = (job: FlinkJob): k8s.types.input.policy.v1.PodDisruptionBudget => ({
  metadata: objectMeta(job, flinkNames.taskManagers(job.deployment)),
  spec: {
    minAvailable: job.taskManagers - 1,
    selector: { matchLabels: flinkSelector(job.deployment, "taskmanager") },
  },
});
