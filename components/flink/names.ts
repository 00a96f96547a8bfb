/** Names that the Flink Kubernetes operator derives from a FlinkDeployment's [Flink docs, native_kubernetes]. */
export const flinkNames = {
  jobManagerPod: (deployment: string, index: number) => `${deployment}-jobmanager-${index}`,
  taskManagerPod: (deployment: string, index: number) => `${deployment}-taskmanager-1-${index + 1}`,
  rest: (deployment: string) => `${deployment}-rest`,
} as const;
