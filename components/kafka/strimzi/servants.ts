import { MiB } from "../../../core/units";

/** Millicores and bytes of one container; memory is both request and limit. */
export interface ServantSize {
  readonly cpu: number;
  readonly cpuLimit: number;
  readonly memory: number;
}

/** Topic and user operator, 256 MiB each [Strimzi docs, example resources of the Entity Operator]. They have no default, and a quota would reject them. */
export const ENTITY_OPERATOR: Readonly<Record<"topic" | "user", ServantSize>> = {
  topic: { cpu: 100, cpuLimit: 500, memory: 256 * MiB },
  user: { cpu: 100, cpuLimit: 500, memory: 256 * MiB },
};
/** Tells consumers' lag. A small program that asks the brokers once per scrape; assumed. */
export const EXPORTER: ServantSize = { cpu: 50, cpuLimit: 200, memory: 128 * MiB };
