/** Values of the operators' charts, as far as they differ from the charts' own. */
import type { Resources } from "../../core/capacity/pods/pod";
import { UNPRIVILEGED, quantities } from "../pods";
import { KEYSTORE_SECRET, OPERATOR_PODS } from "./names";
import { BARMAN_CLOUD, CERT_MANAGER, CLOUDNATIVEPG, FLINK, FLINK_WEBHOOK, STRIMZI, type OperatorPod } from "./plan";

type Sized = Pick<OperatorPod, "requests" | "limits">;

const resources = ({ requests, limits }: Sized) => ({
  resources: { requests: quantities(requests), limits: quantities(limits) },
});

const SECCOMP = { seccompProfile: { type: "RuntimeDefault" } };

export const strimziValues = () => ({
  watchAnyNamespace: true,
  ...resources(STRIMZI),
  securityContext: { ...UNPRIVILEGED, ...SECCOMP, runAsNonRoot: true },
  // Strimzi's own policies open metrics and listeners to the whole cluster, and policies only add up; the namespaces' flows take their place.
  generateNetworkPolicy: false,
  // Brokers keep to the standard `restricted`, as their namespace demands.
  extraEnvs: [{ name: "STRIMZI_POD_SECURITY_PROVIDER_CLASS", value: "restricted" }],
  // None of the features that are still behind a gate.
  featureGates: "",
});

export const cloudNativePgValues = () => ({
  fullnameOverride: CLOUDNATIVEPG.name,
  crds: { create: true },
  config: { clusterWide: true, data: {} },
  ...resources(CLOUDNATIVEPG),
});

export const barmanCloudValues = () => ({ crds: { create: true }, ...resources(BARMAN_CLOUD) });

export const certManagerValues = () => {
  const of = (name: string) => CERT_MANAGER.filter((pod) => pod.name === name).map(resources)[0];
  return {
    crds: { enabled: true, keep: true },
    ...of("cert-manager"),
    cainjector: of("cert-manager-cainjector"),
    webhook: of("cert-manager-webhook"),
    // The releases that come next ask for certificates at once: this one waits until its webhook answers.
    startupapicheck: { enabled: true, ...of("cert-manager") },
  };
};

const less = (whole: Resources, part: Resources): Resources => ({
  cpu: whole.cpu - part.cpu,
  memory: whole.memory - part.memory,
});

export const flinkOperatorValues = (version: string) => ({
  // The chart as it is released names another registry, and a commit.
  image: { repository: "apache/flink-kubernetes-operator", tag: version },
  // Names none, so that it watches every namespace; jobs have service accounts of their own.
  watchNamespaces: [],
  jobServiceAccount: { create: false },
  rbac: { jobRole: { create: false }, jobRoleBinding: { create: false } },
  podSecurityContext: { runAsUser: 9999, runAsGroup: 9999, runAsNonRoot: true, ...SECCOMP },
  operatorSecurityContext: UNPRIVILEGED,
  webhookSecurityContext: UNPRIVILEGED,
  operatorPod: {
    ...resources({
      requests: less(FLINK.requests, FLINK_WEBHOOK.requests),
      limits: less(FLINK.limits, FLINK_WEBHOOK.limits),
    }),
    webhook: resources(FLINK_WEBHOOK),
  },
  // Java takes a quarter of a container's memory unless it is told more.
  jvmArgs: { operator: "-XX:MaxRAMPercentage=60", webhook: "-XX:MaxRAMPercentage=60" },
  webhook: {
    create: true,
    keystore: { useDefaultPassword: false, passwordSecretRef: KEYSTORE_SECRET },
  },
  metrics: { port: OPERATOR_PODS.flink.metrics.number },
  defaultConfiguration: {
    create: true,
    append: true,
    "flink-conf.yaml": [
      "kubernetes.operator.metrics.reporter.prom.factory.class: org.apache.flink.metrics.prometheus.PrometheusReporterFactory",
      `kubernetes.operator.metrics.reporter.prom.port: ${OPERATOR_PODS.flink.metrics.number}`,
      // The chart's own, whose place this text takes.
      "kubernetes.operator.reconcile.interval: 15 s",
      "kubernetes.operator.observer.progress-check.interval: 5 s",
      "",
    ].join("\n"),
  },
});
