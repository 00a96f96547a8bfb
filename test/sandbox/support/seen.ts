/** What is there in a sandbox, before and after a deployment. */
import { kubeClient, type KubeObject } from "../../../sandbox/kube";
import type { SandboxLayout } from "../../../sandbox/layout";
import type { Metadata } from "../../../sandbox/operators/kubernetes/objects";
import { messagesKept, topicsOf } from "./kafka-client";
import { objectsIn } from "./objects";

/** By namespace, kind and name; of pods only those that aren't going. */
export type Uids = ReadonlyMap<string, string>;

/** Namespaces have none themselves. */
interface Found {
  readonly metadata: Omit<Metadata, "namespace"> & { readonly namespace?: string };
}

const PATHS: Readonly<Record<string, string>> = {
  Namespace: "/api/v1/namespaces",
  PersistentVolumeClaim: "/api/v1/persistentvolumeclaims",
  Pod: "/api/v1/pods",
  StatefulSet: "/apis/apps/v1/statefulsets",
  Deployment: "/apis/apps/v1/deployments",
  Job: "/apis/batch/v1/jobs",
  Kafka: "/apis/kafka.strimzi.io/v1/kafkas",
  KafkaNodePool: "/apis/kafka.strimzi.io/v1/kafkanodepools",
  Cluster: "/apis/postgresql.cnpg.io/v1/clusters",
  ObjectStore: "/apis/barmancloud.cnpg.io/v1/objectstores",
  ScheduledBackup: "/apis/postgresql.cnpg.io/v1/scheduledbackups",
  FlinkDeployment: "/apis/flink.apache.org/v1beta1/flinkdeployments",
  PrometheusRule: "/apis/monitoring.coreos.com/v1/prometheusrules",
};

export async function uidsIn(layout: SandboxLayout): Promise<Uids> {
  const lists = await Promise.all(
    Object.entries(PATHS).map(async ([kind, path]) =>
      (await objectsIn<Found>({ layout }, path))
        .filter(({ metadata }) => kind !== "Pod" || metadata.deletionTimestamp === undefined)
        .map(({ metadata }): [string, string] => [
          `${kind}/${metadata.namespace === undefined ? "" : `${metadata.namespace}/`}${metadata.name}`,
          metadata.uid,
        ]),
    ),
  );
  return new Map(lists.flat());
}

/** The size that a volume has by now. */
export async function capacityOf(layout: SandboxLayout, namespace: string, claim: string): Promise<string | undefined> {
  const kube = kubeClient(layout);
  try {
    const path = `/api/v1/namespaces/${namespace}/persistentvolumeclaims/${claim}`;
    const object = (await kube.request("GET", path)) as KubeObject & {
      readonly status?: { readonly capacity?: Readonly<Record<string, string>> };
    };
    return object.status?.capacity?.["storage"];
  } finally {
    kube.close();
  }
}

/** Messages by topic, of all topics but Kafka's own. */
export async function messagesIn(bootstrap: string): Promise<ReadonlyMap<string, number>> {
  const topics = await topicsOf(bootstrap);
  return new Map(
    await Promise.all(
      topics.map(async ({ name }): Promise<[string, number]> => [name, await messagesKept(bootstrap, name)]),
    ),
  );
}
