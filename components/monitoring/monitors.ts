/** What Prometheus reads, and from whom: one target per kind of pod, printed as its monitor and as the flow that it needs. */
import type { PodMonitor } from "../../schemas/types/PodMonitor";
import type { ServiceMonitor } from "../../schemas/types/ServiceMonitor";
import { tcp, type Flow } from "../namespace/flows";
import { SELECTED, monitoringPodLabels } from "./names";

/** One place on a pod where metrics are read. */
export interface Endpoint {
  /** Name of the container's port. */
  readonly port: string;
  /** Its number, for the flow. */
  readonly number: number;
  /** Default `/metrics`. */
  readonly path?: string;
  /** Certificate authority of an endpoint that speaks TLS: a key of a Secret in the target's namespace, and the name in the certificate. */
  readonly tls?: { readonly secret: string; readonly key: string; readonly serverName: string };
  /** Names of metrics that are kept, as one regular expression; absent = all. */
  readonly keep?: string;
  /** Labels that come with the samples win over the target's, as for an exporter that speaks for others. */
  readonly honorLabels?: boolean;
  /** What is asked for, as part of the address. */
  readonly params?: Readonly<Record<string, readonly string[]>>;
  /** Labels instead of the target's own, where the samples are about something else. */
  readonly labels?: Readonly<Record<string, string>>;
}

export interface ScrapeTarget {
  readonly name: string;
  readonly namespace: string;
  readonly partOf: string;
  /** Labels of the pods, and of their Service where they are read through it. */
  readonly pods: Readonly<Record<string, string>>;
  /** Pods are found themselves, unless through their Service, which then names the job. */
  readonly through?: "service";
  readonly endpoints: readonly Endpoint[];
  /** Labels of the pod that every sample gets: `strimzi.io/cluster` arrives as `strimzi_io_cluster`. */
  readonly podLabels?: readonly string[];
}

type PodEndpoint = NonNullable<PodMonitor["spec"]["podMetricsEndpoints"]>[number];

const API = "monitoring.coreos.com/v1" as const;

const metadata = ({ name, namespace, partOf }: ScrapeTarget) => ({
  name,
  namespace,
  labels: { ...SELECTED, "app.kubernetes.io/part-of": partOf },
});

const selection = ({ pods, podLabels }: ScrapeTarget) => ({
  selector: { matchLabels: { ...pods } },
  ...(podLabels === undefined ? {} : { podTargetLabels: [...podLabels] }),
});

export const monitor = (target: ScrapeTarget): PodMonitor | ServiceMonitor =>
  target.through === "service"
    ? {
        apiVersion: API,
        kind: "ServiceMonitor",
        metadata: metadata(target),
        spec: { ...selection(target), endpoints: target.endpoints.map(endpoint) },
      }
    : {
        apiVersion: API,
        kind: "PodMonitor",
        metadata: metadata(target),
        spec: { ...selection(target), podMetricsEndpoints: target.endpoints.map(endpoint) },
      };

const endpoint = ({ port, path = "/metrics", tls, keep, honorLabels, params, labels }: Endpoint): PodEndpoint => ({
  port,
  path,
  ...(honorLabels === undefined ? {} : { honorLabels }),
  ...(params === undefined ? {} : { params }),
  ...(labels === undefined
    ? {}
    : {
        relabelings: Object.entries(labels).map(([targetLabel, replacement]) => ({
          targetLabel,
          replacement,
          action: "replace" as const,
        })),
      }),
  ...(tls === undefined
    ? {}
    : {
        scheme: "https",
        tlsConfig: { ca: { secret: { name: tls.secret, key: tls.key } }, serverName: tls.serverName },
      }),
  ...(keep === undefined
    ? {}
    : { metricRelabelings: [{ sourceLabels: ["__name__"], regex: keep, action: "keep" as const }] }),
});

/** Prometheus reaches every target. */
export const scrapeFlows = (targets: readonly ScrapeTarget[], monitoring: string): readonly Flow[] =>
  targets.map(({ name, namespace, pods, endpoints }) => ({
    name: `scrape-${name}`,
    from: { namespace: monitoring, pods: monitoringPodLabels.prometheus },
    to: { namespace, pods },
    ports: tcp(...new Set(endpoints.map(({ number }) => number))),
    why: "without metrics there are no alerts",
  }));
