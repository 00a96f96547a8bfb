/** Names that Strimzi derives from a Kafka cluster's [Strimzi KafkaResources.java]. */
export const strimziNames = {
  pod: (cluster: string, pool: string, id: number) => `${cluster}-${pool}-${id}`,
  /** One volume per broker, not JBOD. */
  claim: (cluster: string, pool: string, id: number) => `data-${cluster}-${pool}-${id}`,
  bootstrap: (cluster: string) => `${cluster}-kafka-bootstrap`,
  entityOperator: (cluster: string) => `${cluster}-entity-operator`,
} as const;

/** Node ids of controllers start here, so that brokers keep theirs from 0 on every target (`strimzi.io/next-node-ids`). */
export const FIRST_CONTROLLER_ID = 100;
