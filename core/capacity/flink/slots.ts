/** Share of a slot's measured throughput that is planned for; the rest is for catching up [Flink Kubernetes operator, autoscaler target utilisation 0.6 ± 0.3]. */
export const TARGET_UTILISATION = 0.6;

/** Slots for a load: ceil(events/s at the peak ÷ events/s of one slot, measured ÷ utilisation). */
export const slotsFor = (peakRate: number, perSlot: number, utilisation: number = TARGET_UTILISATION): number =>
  Math.max(1, Math.ceil(peakRate / perSlot / utilisation));

/** TaskManagers for so many slots: with slot sharing a job needs as many slots as its widest operator is parallel [Flink docs, flink-architecture]. */
export const taskManagersFor = (parallelism: number, slotsEach: number): number => Math.ceil(parallelism / slotsEach);

/** Source subtasks that read nothing: parallelism − partitions, as a partition has one reader [Flink Kafka connector docs]. */
export const idleSources = (parallelism: number, partitions: number): number => Math.max(0, parallelism - partitions);

/** Seconds until a stopped job has caught up: backlog ÷ (capacity − rate); Infinity where capacity doesn't exceed the rate. */
export const catchUpSeconds = (outageSeconds: number, rate: number, capacity: number): number =>
  capacity > rate ? (outageSeconds * rate) / (capacity - rate) : Infinity;

/**
 * `pipeline.max-parallelism`. It can't change without dropping the job's state, so it doesn't follow from the parallelism: 720 has many divisors,
 * and a parallelism that divides it gives every subtask as many key groups [Flink docs, production_ready; Flink Kubernetes operator, autoscaler].
 */
export const MAX_PARALLELISM = 720;
