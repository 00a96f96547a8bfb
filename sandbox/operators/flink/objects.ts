import type { KubeObject } from "../../kube";
import { labelsOf, metadataOf, podOf, taskManagerCount } from "./pods";
import { flinkNames, settingOf, type FlinkDeployment, type FlinkSessionJob } from "./resources";

/** What operator and Flink make besides TaskManagers' single pods. */
export function flinkObjects(flink: FlinkDeployment, jobs: readonly FlinkSessionJob[]): readonly KubeObject[] {
  return [configMap(flink), ...services(flink), ...deployments(flink, jobs)];
}

const isSuspended = ({ spec }: FlinkDeployment): boolean => spec.job?.state === "suspended";

/** The JobManager's Deployment, and in standalone mode the TaskManagers'. A suspended job has neither. */
function deployments(flink: FlinkDeployment, jobs: readonly FlinkSessionJob[]): readonly KubeObject[] {
  if (isSuspended(flink)) return [];
  const { name } = flink.metadata;
  const deployment = (
    deploymentName: string,
    component: "jobmanager" | "taskmanager",
    replicas: number,
  ): KubeObject => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: metadataOf(flink, deploymentName, component),
    spec: {
      replicas,
      selector: { matchLabels: labelsOf(flink, component) },
      // The operator deletes a job's cluster before it makes the upgraded one: two of them would work on one job.
      strategy: { type: "Recreate" },
      template: podOf(flink, component),
    },
  });
  const jobManager = deployment(flinkNames.jobManager(name), "jobmanager", flink.spec.jobManager?.replicas ?? 1);
  if (flink.spec.mode !== "standalone") return [jobManager];
  return [jobManager, deployment(flinkNames.taskManagers(name), "taskmanager", taskManagerCount(flink, jobs))];
}

/** Names of Deployments that should not be there. */
export function obsoleteDeployments(flink: FlinkDeployment): readonly string[] {
  const { name } = flink.metadata;
  const wanted = deployments(flink, []).map(({ metadata }) => metadata.name);
  return [flinkNames.jobManager(name), flinkNames.taskManagers(name)].filter(
    (deployment) => !wanted.includes(deployment),
  );
}

function services(flink: FlinkDeployment): readonly KubeObject[] {
  const { name } = flink.metadata;
  const selector = labelsOf(flink, "jobmanager");
  const service = (serviceName: string, spec: object): KubeObject => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: metadataOf(flink, serviceName, "jobmanager"),
    spec: { selector, ...spec },
  });
  const port = (portName: string, number: number) => ({
    name: portName,
    port: number,
    targetPort: number,
    protocol: "TCP",
  });
  const exposed = settingOf(flink, "kubernetes.rest-service.exposed.type");
  const type = { NodePort: "NodePort", LoadBalancer: "LoadBalancer" }[exposed ?? ""] ?? "ClusterIP";
  const rest = service(flinkNames.rest(name), { type, ports: [port("rest", 8081)] });
  // With high availability the TaskManagers find their JobManager by the leader's ConfigMap.
  if (settingOf(flink, "high-availability.type") ?? settingOf(flink, "high-availability")) return [rest];
  return [rest, service(name, { clusterIP: "None", ports: [port("jobmanager-rpc", 6123), port("blobserver", 6124)] })];
}

function configMap(flink: FlinkDeployment): KubeObject {
  const lines = Object.keys(flink.spec.flinkConfiguration ?? {})
    .sort()
    .map((key) => `${key}: ${settingOf(flink, key) ?? ""}`);
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: metadataOf(flink, flinkNames.config(flink.metadata.name), "jobmanager"),
    data: { "flink-conf.yaml": `${lines.join("\n")}\n` },
  };
}
