/** What stands beside the chart. */
import { base64 } from "../../core/base64";
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { MonitoringDeployment } from "./deployment";
import { MONITORING_PORTS, monitoringNames, monitoringPodLabels } from "./names";

type Secret = k8s.types.input.core.v1.Secret;

const meta = ({ namespace }: MonitoringDeployment, name: string) => ({
  name,
  namespace,
  labels: { "app.kubernetes.io/part-of": "monitoring" },
});

/** Addresses and keys, one file each. */
export const receiversSecret = (
  plan: MonitoringDeployment,
  valueOf: (key: string) => pulumi.Output<string>,
): Secret => ({
  metadata: meta(plan, monitoringNames.receivers),
  data: Object.fromEntries(plan.receiverSecrets.map(({ key, file }) => [file, valueOf(key).apply(base64)])),
});

export const grafanaSecret = (plan: MonitoringDeployment, password: pulumi.Output<string>): Secret => ({
  metadata: meta(plan, monitoringNames.grafanaAdmin),
  data: { username: base64("admin"), password: password.apply(base64) },
});

/** `http://prometheus:9090`, as people type it. */
export const prometheusAlias = (plan: MonitoringDeployment): k8s.types.input.core.v1.Service => ({
  metadata: {
    ...meta(plan, monitoringNames.prometheusAlias),
    // The operator makes the pods when it gets to it.
    annotations: { "pulumi.com/skipAwait": "true" },
  },
  spec: {
    type: "ClusterIP",
    selector: { ...monitoringPodLabels.prometheus },
    ports: [
      {
        name: "http-web",
        port: MONITORING_PORTS.prometheus,
        targetPort: MONITORING_PORTS.prometheus,
        protocol: "TCP",
      },
    ],
  },
});
