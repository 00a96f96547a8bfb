import type { Claim, ConfigMap, Deployment, Live, Pod, Secret, StatefulSet } from "./objects";

/** A kind of objects by the address that the API server has for it. */
export interface ResourceType<T extends Live = Live> {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  /** False for what has no namespace. */
  readonly namespaced: boolean;
  /** Only in the compiler's mind: what the objects are. */
  readonly object?: T;
}

function resource<T extends Live>(
  apiVersion: string,
  kind: string,
  plural: string,
  namespaced = true,
): ResourceType<T> {
  return { apiVersion, kind, plural, namespaced };
}

export const NODES = resource("v1", "Node", "nodes", false);
export const NAMESPACES = resource("v1", "Namespace", "namespaces", false);
export const PODS = resource<Pod>("v1", "Pod", "pods");
export const CLAIMS = resource<Claim>("v1", "PersistentVolumeClaim", "persistentvolumeclaims");
export const VOLUMES = resource("v1", "PersistentVolume", "persistentvolumes", false);
export const SERVICES = resource("v1", "Service", "services");
export const SECRETS = resource<Secret>("v1", "Secret", "secrets");
export const CONFIG_MAPS = resource<ConfigMap>("v1", "ConfigMap", "configmaps");
export const DEPLOYMENTS = resource<Deployment>("apps/v1", "Deployment", "deployments");
export const DAEMON_SETS = resource("apps/v1", "DaemonSet", "daemonsets");
export const STATEFUL_SETS = resource<StatefulSet>("apps/v1", "StatefulSet", "statefulsets");

/** Path of all objects of a kind, or of those of one namespace. */
export function collectionPath({ apiVersion, plural, namespaced }: ResourceType, namespace?: string): string {
  const base = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return namespaced && namespace !== undefined ? `${base}/namespaces/${namespace}/${plural}` : `${base}/${plural}`;
}

export function objectPath(type: ResourceType, namespace: string | undefined, name: string): string {
  return `${collectionPath(type, namespace)}/${name}`;
}
