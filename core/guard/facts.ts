import type { Loss } from "./change";

/** What the sizing model knows of the data that a stack holds; the guard names losses with it. Everything may be unknown. */
export interface GuardFacts {
  /** By name. */
  readonly topics: Readonly<Record<string, TopicFacts>>;
  /** Brokers by cluster: `namespace/name`. */
  readonly brokers: Readonly<Record<string, BrokerFacts>>;
  /** GiB of rows by CloudNativePG cluster: `namespace/name`. */
  readonly databases: Readonly<Record<string, number>>;
  /** GiB of state by FlinkDeployment: `namespace/name`. */
  readonly flinkState: Readonly<Record<string, number>>;
  /** Rows by `database` and by `database.schema`. */
  readonly tables?: Readonly<Record<string, Loss>>;
  /** GiB of objects by bucket. */
  readonly buckets?: Readonly<Record<string, number>>;
}

export interface TopicFacts {
  readonly recordsPerSecond: number;
  readonly bytesPerRecord: number;
  /** Distinct keys of a compacted topic. */
  readonly keys?: number;
  /** Brokers of its cluster once the change is made. */
  readonly brokers?: number;
}

export interface BrokerFacts {
  /** GiB on all brokers together, every copy counted. */
  readonly dataGiB?: number;
  /** Most copies that a topic asks for. */
  readonly replication: number;
}

export const NO_FACTS: GuardFacts = { topics: {}, brokers: {}, databases: {}, flinkState: {} };
