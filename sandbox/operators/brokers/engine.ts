import type { Broker } from "../../kafka/brokers";
import type { Pod } from "../kubernetes/objects";
import type { Reader } from "../kubernetes/store";

/** A platform whose pods real Kafka brokers stand for. */
export interface BrokerEngine {
  /** The container that the broker stands for; undefined where the pod is no broker of this platform. */
  readonly containerOf: (pod: Pod) => string | undefined;
  /** The broker as pod and cluster ask for it; undefined while something that it needs isn't there yet. */
  readonly brokerOf: (store: Reader, pod: Pod) => Broker | undefined;
}
