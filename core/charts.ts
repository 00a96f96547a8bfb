import versions from "../versions.json";

/** A Helm chart, pinned. */
export interface Chart {
  readonly name: string;
  readonly repository: string;
  readonly version: string;
}

/**
 * Charts by what they bring. Each brings the custom resource definitions that `versions.crds` pins, or compatible ones: Strimzi's and the Flink
 * operator's by their own version; CloudNativePG 1.29 is chart 0.28; the Prometheus operator 0.85 is kube-prometheus-stack 77.
 */
export const charts: Readonly<Record<keyof typeof versions.charts, Chart>> = versions.charts;
