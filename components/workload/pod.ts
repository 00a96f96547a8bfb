import type * as k8s from "@pulumi/kubernetes";
import { UNPRIVILEGED, placementOf, podSecurity, quantities } from "../pods";
import { workloadSelector, type Check, type Health, type WorkloadPlan, type WorkloadVolume } from "./plan";

type PodSpec = k8s.types.input.core.v1.PodSpec;
type Container = k8s.types.input.core.v1.Container;

export const resourcesOf = ({ requests, limits }: Pick<WorkloadPlan, "requests" | "limits">) => ({
  requests: quantities(requests),
  limits: quantities(limits),
});

export function podSpec(plan: WorkloadPlan): PodSpec {
  const volumeMounts = plan.volumes.map(mountOf);
  const common = {
    resources: resourcesOf(plan),
    securityContext: UNPRIVILEGED,
    volumeMounts,
  };
  return {
    serviceAccountName: plan.name,
    // Nothing here speaks to the API server.
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: plan.graceSeconds,
    securityContext: podSecurity(plan.user),
    ...placementOf(plan.placement, workloadSelector(plan)),
    ...(plan.init.length === 0
      ? {}
      : {
          initContainers: plan.init.map(({ name, image, command }) => ({
            ...common,
            name,
            image,
            command: [...command],
          })),
        }),
    containers: [
      {
        ...common,
        name: plan.name,
        image: plan.image,
        env: environment(plan),
        envFrom: plan.environment.configMaps.map((name) => ({ configMapRef: { name } })),
        ...(plan.args === undefined ? {} : { args: [...plan.args] }),
        ports: plan.ports.map(({ name, port, protocol = "TCP" }) => ({ name, containerPort: port, protocol })),
        ...probes(plan.health),
      },
    ],
    volumes: plan.volumes.map(volumeOf),
  };
}

const environment = ({ environment: { variables, secrets } }: WorkloadPlan) => [
  ...Object.entries(variables).map(([name, value]) => ({ name, value })),
  ...secrets.map(({ name, secret, key }) => ({ name, valueFrom: { secretKeyRef: { name: secret, key } } })),
];

/** Seconds: a pod that is up should soon be seen to be, however dear a check is later. */
const MOST_BETWEEN_START_CHECKS = 30;

function probes({ alive, ready = alive, startSeconds, everySeconds, withinSeconds }: Health): Partial<Container> {
  const timing = { periodSeconds: everySeconds, timeoutSeconds: withinSeconds };
  const startEvery = Math.min(everySeconds, MOST_BETWEEN_START_CHECKS);
  return {
    startupProbe: {
      ...actionOf(alive),
      ...timing,
      periodSeconds: startEvery,
      failureThreshold: Math.ceil(startSeconds / startEvery),
    },
    livenessProbe: { ...actionOf(alive), ...timing, failureThreshold: 5 },
    readinessProbe: { ...actionOf(ready), ...timing, failureThreshold: 3 },
  };
}

function actionOf(check: Check) {
  if ("http" in check) return { httpGet: check.http };
  if ("tcp" in check) return { tcpSocket: { port: check.tcp } };
  return { exec: { command: [...check.command] } };
}

function volumeOf(volume: WorkloadVolume) {
  switch (volume.kind) {
    case "config-map":
      return { name: volume.name, configMap: { name: volume.source } };
    case "secret":
      // Readable for the container's group alone.
      return { name: volume.name, secret: { secretName: volume.source, defaultMode: 0o440 } };
    case "scratch":
      return { name: volume.name, emptyDir: { sizeLimit: volume.size } };
    default:
      return volume satisfies never;
  }
}

const mountOf = ({ kind, name, folder }: WorkloadVolume) => ({
  name,
  mountPath: folder,
  ...(kind === "scratch" ? {} : { readOnly: true }),
});
