import type * as k8s from "@pulumi/kubernetes";
import { REDPANDA_PORTS, redpandaNames, redpandaSelector } from "./names";
import { objectMeta } from "./objects";
import type { RedpandaPlan } from "./plan";

type ServiceArgs = k8s.types.input.core.v1.Service;

const scrape = ({ secured }: RedpandaPlan) => ({
  "prometheus.io/scrape": "true",
  "prometheus.io/port": String(REDPANDA_PORTS.admin),
  // The small set with names that alerts can rely on; `/metrics` on the same port is Redpanda's internal one.
  "prometheus.io/path": "/public_metrics",
  ...(secured ? { "prometheus.io/scheme": "https" } : {}),
});

const port = (name: string, number: number) => ({ name, port: number, targetPort: name, protocol: "TCP" });
const KAFKA = port("kafka", REDPANDA_PORTS.kafka);
const ADMIN = port("admin", REDPANDA_PORTS.admin);
const PROXY = port("proxy", REDPANDA_PORTS.proxy);

/** Where clients in the cluster start. */
export const clientService = (plan: RedpandaPlan): ServiceArgs => ({
  metadata: { ...objectMeta(plan, plan.cluster), annotations: scrape(plan) },
  spec: { type: "ClusterIP", selector: redpandaSelector(plan.cluster), ports: [KAFKA, ADMIN, PROXY] },
});

/** Gives each broker a name, also while it isn't ready: brokers must find each other to become ready. */
export const headlessService = (plan: RedpandaPlan): ServiceArgs => ({
  metadata: {
    ...objectMeta(plan, redpandaNames.headless(plan.cluster)),
    annotations: { ...scrape(plan), "pulumi.com/skipAwait": "true" },
  },
  spec: {
    type: "ClusterIP",
    clusterIP: "None",
    publishNotReadyAddresses: true,
    selector: redpandaSelector(plan.cluster),
    ports: [KAFKA, ADMIN, PROXY, port("rpc", REDPANDA_PORTS.rpc)],
  },
});

/** A port of the node itself, for clients outside the cluster. */
export const externalService = (plan: RedpandaPlan, nodePort: number): ServiceArgs => ({
  metadata: objectMeta(plan, redpandaNames.external(plan.cluster)),
  spec: {
    type: "NodePort",
    selector: redpandaSelector(plan.cluster),
    ports: [{ ...port("kafka-external", REDPANDA_PORTS.external), nodePort }],
  },
});
