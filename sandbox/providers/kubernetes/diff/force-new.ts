/** Fields that can't change on a live object, per kind, as the real provider lists them. */
import type { Props } from "../../kind";
import type { Settings } from "../settings";
import { groupVersionKind } from "../objects";
import type { Step } from "./property-path";
import { parsePath } from "./property-path";

const identity = ["metadata.name", "metadata.namespace"];

const podSpec =
  "affinity automountServiceAccountToken dnsConfig dnsPolicy enableServiceLinks hostAliases hostIPC hostNetwork hostPID hostname imagePullSecrets nodeName nodeSelector overhead preemptionPolicy priority priorityClassName readinessGates restartPolicy runtimeClassName schedulerName securityContext serviceAccount serviceAccountName shareProcessNamespace subdomain terminationGracePeriodSeconds volumes";
const container =
  "args command env image imagePullPolicy lifecycle livenessProbe ports readinessProbe resources securityContext stdin stdinOnce terminationMessagePath terminationMessagePolicy tty volumeDevices volumeMounts workingDir";
const volumeSource =
  "awsElasticBlockStore azureDisk azureFile cephfs cinder csi fc flexVolume flocker gcePersistentDisk glusterfs hostPath iscsi local nfs photonPersistentDisk portworxVolume quobyte rbd scaleIO storageos vsphereVolume";

const under = (prefix: string, names: string): readonly string[] => names.split(" ").map((name) => `${prefix}.${name}`);

const byKind: Readonly<Record<string, readonly string[]>> = {
  "apps/v1/DaemonSet": ["spec.selector"],
  "apps/v1/Deployment": ["spec.selector"],
  "apps/v1/StatefulSet": under(
    "spec",
    "podManagementPolicy revisionHistoryLimit selector serviceName volumeClaimTemplates",
  ),
  "batch/v1/Job": under("spec", "completions parallelism selector template"),
  "rbac.authorization.k8s.io/v1/ClusterRoleBinding": ["roleRef"],
  "rbac.authorization.k8s.io/v1/RoleBinding": ["roleRef"],
  "storage.k8s.io/v1/StorageClass": ["parameters", "provisioner"],
  "v1/PersistentVolume": under("spec", volumeSource),
  "v1/PersistentVolumeClaim": under("spec", "accessModes selector storageClassName volumeName"),
  "v1/Pod": [
    ...under("spec", podSpec),
    ...under("spec.containers[*]", container),
    ...under("spec.initContainers[*]", container),
  ],
  "v1/ResourceQuota": ["spec.scopes"],
  "v1/Service": ["spec.clusterIP"],
};

/** ConfigMaps and Secrets are replaced when their content changes, unless the provider is told to change them in place. */
function contentOf(object: Props, settings: Settings): readonly string[] {
  const immutable = object["immutable"] === true;
  switch (groupVersionKind(object)) {
    case "v1/ConfigMap":
      return settings.configMapMutable && !immutable ? [] : ["binaryData", "data"];
    case "v1/Secret":
      return settings.secretMutable && !immutable ? ["type"] : ["type", "stringData", "data"];
    default:
      return [];
  }
}

/** A patch resource may change anything but which object it is about. */
export function forceNewPaths(object: Props, settings: Settings, isPatch: boolean): readonly (readonly Step[])[] {
  const own = isPatch ? [] : [...(byKind[groupVersionKind(object)] ?? []), ...contentOf(object, settings)];
  return [...identity, ...own].map(parsePath);
}
