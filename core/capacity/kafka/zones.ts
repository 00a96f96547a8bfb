/** What a zone takes along where brokers know theirs: Kafka and Redpanda spread the copies of a partition evenly over zones. */

/** True if a partition outlasts the loss of any one zone: no zone has more of its copies than may be lost. */
export const outlastsZone = (copies: number, mayLose: number, zones: number): boolean =>
  Math.ceil(copies / zones) <= mayLose;

/** Brokers that are left without the fullest zone. */
export const brokersLeft = (brokers: number, zones: number): number => brokers - Math.ceil(brokers / zones);
