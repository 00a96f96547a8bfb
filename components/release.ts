import type * as k8s from "@pulumi/kubernetes";
import type { Chart } from "../core/charts";

export interface Release {
  readonly name: string;
  readonly namespace: string;
  readonly chart: Chart;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Seconds that an installation may take before it is rolled back. */
const PATIENCE = 600;

/**
 * A chart as it is released: all of it, or nothing. Helm installs the definitions in a chart's `crds` folder once and never again, so those of
 * Strimzi, Flink and kube-prometheus-stack are upgraded by hand before the chart (docs/operators.md); the others are objects, which are upgraded.
 */
export const helmRelease = ({ name, namespace, chart, values }: Release): k8s.helm.v3.ReleaseArgs => ({
  name,
  namespace,
  chart: chart.name,
  version: chart.version,
  repositoryOpts: { repo: chart.repository },
  createNamespace: false,
  atomic: true,
  cleanupOnFail: true,
  // How many revisions Helm keeps to roll back to.
  maxHistory: 5,
  timeout: PATIENCE,
  values: { ...values },
});
