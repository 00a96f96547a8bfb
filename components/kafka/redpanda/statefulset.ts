import type * as k8s from "@pulumi/kubernetes";
import { createHash } from "node:crypto";
import { UNPRIVILEGED, apart, placementOf, podSecurity } from "../../pods";
import { CLAIM_TEMPLATE, REDPANDA_PORTS, TLS_FILES, redpandaNames, redpandaSelector } from "./names";
import { restartingFiles } from "./files";
import { objectMeta } from "./objects";
import type { RedpandaPlan } from "./plan";
import { brokerEnvironment } from "./security";

type StatefulSetArgs = k8s.types.input.apps.v1.StatefulSet;
type PodSpec = k8s.types.input.core.v1.PodSpec;
type Container = k8s.types.input.core.v1.Container;

/** The user and group that the image's files belong to. */
const REDPANDA_ID = 101;

export function statefulSet(plan: RedpandaPlan): StatefulSetArgs {
  const selector = redpandaSelector(plan.cluster);
  const metadata = objectMeta(plan, plan.cluster);
  return {
    metadata,
    spec: {
      replicas: plan.brokers,
      serviceName: redpandaNames.headless(plan.cluster),
      // Brokers need each other to become ready, so none waits for the one before.
      podManagementPolicy: "Parallel",
      updateStrategy: { type: "RollingUpdate" },
      // Time to leave maintenance mode and catch up before the next one is drained.
      ...(plan.redundant ? { minReadySeconds: 30 } : {}),
      selector: { matchLabels: selector },
      persistentVolumeClaimRetentionPolicy: {
        whenDeleted: plan.target === "single-node" ? "Delete" : "Retain",
        whenScaled: "Retain",
      },
      template: {
        metadata: {
          labels: metadata.labels,
          annotations: {
            "kubectl.kubernetes.io/default-container": "redpanda",
            "streaming/config-checksum": checksum(restartingFiles(plan)),
          },
        },
        spec: podSpec(plan),
      },
      volumeClaimTemplates: [
        {
          metadata: { name: CLAIM_TEMPLATE, labels: selector },
          spec: {
            accessModes: ["ReadWriteOnce"],
            storageClassName: plan.volume.storageClass,
            resources: { requests: { storage: plan.volume.size } },
          },
        },
      ],
    },
  };
}

const checksum = (text: string): string => createHash("sha256").update(text).digest("hex");

function podSpec(plan: RedpandaPlan): PodSpec {
  return {
    serviceAccountName: plan.cluster,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    // Draining takes up to 90 s; flushing and closing is quick.
    terminationGracePeriodSeconds: plan.redundant ? 150 : 60,
    securityContext: podSecurity({ user: REDPANDA_ID, group: REDPANDA_ID }),
    // Never two brokers on a node, and as even over the zones as can be.
    ...(plan.redundant ? placementOf(apart(plan.zones), redpandaSelector(plan.cluster)) : {}),
    initContainers: [configure(plan)],
    containers: [redpanda(plan)],
    volumes: [
      { name: "template", configMap: { name: redpandaNames.config(plan.cluster) } },
      { name: "config", emptyDir: {} },
      ...(plan.secured ? [tlsVolume(plan)] : []),
    ],
  };
}

/** Readable for the broker's group alone. */
const tlsVolume = (plan: RedpandaPlan) => ({
  name: TLS_MOUNT.name,
  secret: { secretName: redpandaNames.tlsSecret(plan.cluster), defaultMode: 0o440 },
});

const TEMPLATE_MOUNT = { name: "template", mountPath: "/etc/redpanda-template", readOnly: true };
const TLS_MOUNT = { name: "tls", mountPath: TLS_FILES.folder, readOnly: true };
const CONFIG_MOUNT = { name: "config", mountPath: "/etc/redpanda" };
const run = (script: string) => ["/bin/bash", `${TEMPLATE_MOUNT.mountPath}/${script}`];

function configure(plan: RedpandaPlan): Container {
  const small = { cpu: "100m", memory: "128Mi" };
  return {
    name: "configure",
    image: plan.image,
    command: run("configure.sh"),
    env: [
      { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
      { name: "ZONE", valueFrom: { fieldRef: { fieldPath: "metadata.labels['topology.kubernetes.io/zone']" } } },
    ],
    resources: { requests: small, limits: small },
    securityContext: UNPRIVILEGED,
    volumeMounts: [TEMPLATE_MOUNT, CONFIG_MOUNT],
  };
}

function redpanda(plan: RedpandaPlan): Container {
  const scheme = plan.secured ? { scheme: "HTTPS" } : {};
  const ready = { httpGet: { path: "/v1/status/ready", port: "admin", ...scheme }, timeoutSeconds: 5 };
  const mounts = [{ name: CLAIM_TEMPLATE, mountPath: "/var/lib/redpanda/data" }, CONFIG_MOUNT, TEMPLATE_MOUNT];
  const env = brokerEnvironment(plan);
  return {
    name: "redpanda",
    image: plan.image,
    command: ["rpk"],
    args: [
      "redpanda",
      "start",
      `--smp=${plan.threads}`,
      `--memory=${plan.memoryMiB}M`,
      "--reserve-memory=0M",
      "--default-log-level=info",
    ],
    ...(env.length === 0 ? {} : { env }),
    ports: [
      { name: "kafka", containerPort: REDPANDA_PORTS.kafka },
      ...(plan.external === undefined ? [] : [{ name: "kafka-external", containerPort: REDPANDA_PORTS.external }]),
      { name: "admin", containerPort: REDPANDA_PORTS.admin },
      { name: "proxy", containerPort: REDPANDA_PORTS.proxy },
      { name: "rpc", containerPort: REDPANDA_PORTS.rpc },
    ],
    resources: { requests: plan.resources, limits: plan.resources },
    securityContext: UNPRIVILEGED,
    // A broker with much to replay takes long; only afterwards is silence a fault.
    startupProbe: { ...ready, periodSeconds: 10, failureThreshold: 120 },
    livenessProbe: { ...ready, periodSeconds: 10, failureThreshold: 6 },
    readinessProbe: { ...ready, periodSeconds: 5, failureThreshold: 3 },
    ...(plan.redundant
      ? {
          lifecycle: {
            preStop: { exec: { command: run("drain.sh") } },
            postStart: { exec: { command: run("undrain.sh") } },
          },
        }
      : {}),
    volumeMounts: plan.secured ? [...mounts, TLS_MOUNT] : mounts,
  };
}
