/** What `pulumi up` waits for at custom resources, which Pulumi knows nothing about. One table, so that nobody waits for a condition that never comes. */

/** Kinds of the operators that the stacks use. */
export type WaitedKind =
  | "Kafka"
  | "KafkaTopic"
  | "KafkaUser"
  | "KafkaNodePool"
  | "Cluster"
  | "Pooler"
  | "ScheduledBackup"
  | "FlinkDeployment"
  | "PodMonitor"
  | "PrometheusRule"
  | "ServiceMonitor";

export interface Wait {
  readonly annotations: Readonly<Record<string, string>>;
  readonly customTimeouts: { readonly create: string; readonly update: string };
}

/** `readyInstances` is the plan's count: Ready alone is stale for a moment after an update. */
export function waitFor(kind: WaitedKind, { instances = 1 }: { readonly instances?: number } = {}): Wait {
  const minutes = 10 + 5 * (instances - 1);
  const customTimeouts = { create: `${minutes}m`, update: `${minutes}m` };
  const conditions = conditionsOf(kind, instances);
  return {
    annotations: conditions.length === 0 ? {} : { "pulumi.com/waitFor": JSON.stringify(conditions) },
    customTimeouts,
  };
}

function conditionsOf(kind: WaitedKind, instances: number): readonly string[] {
  switch (kind) {
    case "Kafka":
    case "KafkaTopic":
    case "KafkaUser":
      return ["condition=Ready"];
    case "Cluster":
      return ["condition=Ready", `jsonpath={.status.readyInstances}=${instances}`];
    case "FlinkDeployment":
      return ["jsonpath={.status.lifecycleState}=STABLE"];
    case "KafkaNodePool":
    case "Pooler":
    case "ScheduledBackup":
    case "PodMonitor":
    case "PrometheusRule":
    case "ServiceMonitor":
      return [];
    default:
      return kind satisfies never;
  }
}
