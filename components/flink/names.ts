/** Names that the Flink Kubernetes operator derives from a FlinkDeployment's in native mode [Flink docs, native_kubernetes]. */
export const flinkNames = {
  /** The Deployment bears the FlinkDeployment's own name; its pods are counted here, Kubernetes gives them random ends. */
  jobManager: (deployment: string) => deployment,
  jobManagerPod: (deployment: string, index: number) => `${deployment}-${index}`,
  taskManagers: (deployment: string) => `${deployment}-taskmanager`,
  taskManagerPod: (deployment: string, index: number) => `${deployment}-taskmanager-1-${index + 1}`,
  rest: (deployment: string) => `${deployment}-rest`,
  files: (deployment: string) => `${deployment}-files`,
} as const;

export const FLINK_PORTS = { rest: 8081, metrics: 9249 } as const;

/** Labels that Flink gives its pods. */
export const flinkSelector = (deployment: string, component: "jobmanager" | "taskmanager") => ({
  app: deployment,
  component,
  type: "flink-native-kubernetes",
});

/** Where the container finds things, and where it may write. */
export const FLINK_FOLDERS = {
  /** Files of `files`, such as rules. */
  files: "/etc/flink-files",
  /** One folder for each Secret. */
  secrets: "/etc/flink-secrets",
  /** RocksDB's working copy and temporary files; what counts is in the object store. */
  state: "/opt/flink/state",
} as const;
