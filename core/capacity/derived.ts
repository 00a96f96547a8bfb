import { formatNumber } from "./format";
import { GiB, MiB } from "../units";

/** Units of the report. Memory is told in MiB and disk in GiB, as people write them in the config. */
export type Unit =
  | "GiB"
  | "MiB"
  | "millicores"
  | "brokers"
  | "pods"
  | "replicas"
  | "partitions"
  | "connections"
  | "slots"
  | "tasks"
  | "ms"
  | "MiB/s"
  | "events/s"
  | "events"
  | "h"
  | "d"
  | "samples/s"
  | "nodes"
  | "backups";

/** One size of the plan: what it is, and why. */
export interface Derived {
  /** As in the config, where the same path overrides it: `streamflow.kafka.volume`. */
  readonly path: string;
  /** What the stack uses. */
  readonly value: number;
  readonly unit: Unit;
  /** How the model came to its own value, in one line. */
  readonly formula: string;
  /** The config gives the value; the formula then tells what the model would have taken. */
  readonly overridden: boolean;
}

/** What the config says of a volume: its size in bytes, or the least. */
export interface GivenVolume {
  readonly exactly: number | undefined;
  readonly atLeast: number | undefined;
}

/** Gathers the sizes of one plan under its path. Sizes given in the config win, and are marked. */
export class SizeSheet {
  readonly #sizes: Derived[] = [];

  constructor(readonly root: string) {}

  /** Bytes of disk; recorded in GiB. */
  disk(name: string, bytes: number, formula: string, override?: number): number {
    return this.#record(name, bytes, GiB, "GiB", formula, override);
  }

  /** Bytes of a volume; recorded in GiB. What is deployed can't shrink: the config may name its size, and the model's own is never below it. */
  volume(name: string, bytes: number, formula: string, given: GivenVolume): number {
    const { exactly, atLeast = 0 } = given;
    if (exactly !== undefined || atLeast <= bytes) return this.disk(name, bytes, formula, exactly);
    return this.disk(
      name,
      atLeast,
      `at least ${formatNumber(atLeast / GiB)} GiB, as the config says; the model would take ${formatNumber(bytes / GiB)} GiB: ${formula}`,
    );
  }

  /** Bytes of memory; recorded in MiB. */
  memory(name: string, bytes: number, formula: string, override?: number): number {
    return this.#record(name, bytes, MiB, "MiB", formula, override);
  }

  cpu(name: string, millicores: number, formula: string, override?: number): number {
    return this.#record(name, millicores, 1, "millicores", formula, override);
  }

  count(name: string, unit: Unit, value: number, formula: string, override?: number): number {
    return this.#record(name, value, 1, unit, formula, override);
  }

  get sizes(): readonly Derived[] {
    return this.#sizes;
  }

  #record(
    name: string,
    derived: number,
    per: number,
    unit: Unit,
    formula: string,
    override: number | undefined,
  ): number {
    const value = override ?? derived;
    const overridden = override !== undefined;
    const told = overridden
      ? `set in the config; the model would take ${formatNumber(derived / per)} ${unit}: ${formula}`
      : formula;
    this.#sizes.push({ path: `${this.root}.${name}`, value: value / per, unit, formula: told, overridden });
    return value;
  }
}
