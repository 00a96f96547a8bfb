import { controllerOf, type Container, type Pod } from "../kubernetes/objects";
import { volumeAt } from "../kubernetes/mounts";
import { CLAIMS, STATEFUL_SETS } from "../kubernetes/resources";
import type { Reader } from "../kubernetes/store";
import type { BrokerEngine } from "./engine";
import { settingsOf, type Settings } from "./redpanda-files";
import { loginsOf, securityOf } from "./redpanda-security";
import { kafkaSettingsOf, propertiesOfArgs } from "./redpanda-settings";

const CONTAINER = "redpanda";
const DATA_DIR = "/var/lib/redpanda/data";

/** Pods of a StatefulSet with a container `redpanda`: the StatefulSet is the cluster, the pod's ordinal its node id. */
export const redpanda: BrokerEngine = {
  containerOf: (pod) => (containerOf(pod) && controllerOf(pod)?.kind === "StatefulSet" ? CONTAINER : undefined),
  brokerOf(store, pod) {
    const { namespace, name, uid } = pod.metadata;
    const container = containerOf(pod);
    const cluster = controllerOf(pod)?.name ?? "";
    const set = store.get(STATEFUL_SETS, namespace, cluster);
    const volume = container && dataVolume(store, pod, container);
    if (!set || !container || volume === undefined) return undefined;
    const properties = propertiesOf(store, pod, container);
    const security = securityOf(store, pod, container, properties);
    if (!security) return undefined;
    const count = Math.max(set.spec.replicas ?? 1, ordinalOf(name) + 1);
    const members = Array.from({ length: count }, (_, nodeId) => ({ nodeId, pod: `${cluster}-${nodeId}` }));
    return {
      namespace,
      pod: name,
      podUid: uid,
      cluster,
      nodeId: ordinalOf(name),
      members,
      volume,
      security,
      logins: loginsOf(store, pod, container),
      overrides: kafkaSettingsOf(properties),
    };
  },
};

function containerOf(pod: Pod): Container | undefined {
  return pod.spec.containers.find((c) => c.name === CONTAINER);
}

function propertiesOf(store: Reader, pod: Pod, container: Container): Settings {
  return { ...settingsOf(store, pod), ...propertiesOfArgs([...(container.command ?? []), ...(container.args ?? [])]) };
}

/** The claim's volume, or the pod itself where the data lies in the pod; undefined while the claim isn't bound. */
function dataVolume(store: Reader, pod: Pod, container: Container): string | undefined {
  const claim = volumeAt(pod, container, DATA_DIR)?.volume.persistentVolumeClaim?.claimName;
  if (claim === undefined) return `pod-${pod.metadata.uid}`;
  return store.get(CLAIMS, pod.metadata.namespace, claim)?.spec.volumeName;
}

const ordinalOf = (pod: string): number => Number(/-(\d+)$/.exec(pod)?.[1] ?? 0);
