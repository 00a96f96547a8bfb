import { tcp, type Flow, type Pods } from "../../namespace/flows";
import { REDPANDA_PORTS, redpandaSelector } from "./names";

export const redpandaPods = (namespace: string, cluster: string): Pods => ({
  namespace,
  pods: redpandaSelector(cluster),
});

/** Brokers among themselves. */
export function redpandaFlows(namespace: string, cluster: string): readonly Flow[] {
  const brokers = redpandaPods(namespace, cluster);
  return [
    {
      name: "brokers",
      from: brokers,
      to: brokers,
      ports: tcp(REDPANDA_PORTS.rpc, REDPANDA_PORTS.kafka, REDPANDA_PORTS.admin),
      why: "replication, the proxy's requests to other brokers, and rpk's to all of them",
    },
  ];
}
