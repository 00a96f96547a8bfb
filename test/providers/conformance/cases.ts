/**
 * What a provider must do with one kind of resource, as data: the same cases run against a stand-in and against the
 * real plugin. A further kind is a further file with one `KindCases`; `run.ts` turns it into tests.
 */
import type { WireProps } from "../../../sandbox/providers/protocol/wire";

export type Inputs = WireProps;

/** Stands for an input that another resource's output will give. */
export const UNKNOWN_INPUT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Changes what a provider has made, without the provider. */
export type BehindItsBack<World> = (world: World) => Promise<void>;

export interface UpdateCase {
  readonly title: string;
  readonly inputs: Inputs;
  /** Top-level properties that the diff names. */
  readonly changes: readonly string[];
  /** What the outputs hold afterwards. */
  readonly outputs: WireProps;
}

export interface ReplaceCase {
  readonly title: string;
  readonly inputs: Inputs;
  /** Properties because of which a new object is made. */
  readonly because: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

export interface DriftCase<World> {
  readonly title: string;
  readonly change: BehindItsBack<World>;
  /** What a refresh finds. */
  readonly outputs: WireProps;
  /** Top-level properties that the next update will set right. */
  readonly changes: readonly string[];
}

export interface RefusedCase {
  readonly title: string;
  readonly inputs: Inputs;
  /** Found in the reason; names are the words of the provider's documentation. */
  readonly reason: RegExp;
  /** Whether the inputs are refused before anything is planned, or by the server. */
  readonly by: "check" | "create";
}

export interface KindCases<World> {
  /** `kafka:index/topic:Topic` */
  readonly token: string;
  /** Says more where a kind has several sets of cases. */
  readonly title?: string;
  /** What must exist before: run behind the provider's back. */
  readonly before?: BehindItsBack<World>;
  /** Undoes `before`. */
  readonly after?: BehindItsBack<World>;

  readonly inputs: Inputs;
  readonly id: string;
  /** A part of the outputs after creation: defaults and what the provider fills in. */
  readonly outputs: WireProps;
  /** Top-level outputs that somebody else writes to when he likes: two looks at them need not agree. */
  readonly unsettled?: readonly string[];
  /** Outputs that are marked secret. */
  readonly secrets?: readonly string[];
  /** Inputs that mean the same as `inputs`. */
  readonly equivalents?: readonly { readonly title: string; readonly inputs: Inputs }[];
  /** In this order, each from the state that the one before left. */
  readonly updates: readonly UpdateCase[];
  /** From the state after the updates. */
  readonly replacements: readonly ReplaceCase[];
  readonly drift: readonly DriftCase<World>[];
  /** `inputs` with one that isn't known yet, and outputs of which a preview therefore says nothing. */
  readonly unknown: { readonly inputs: Inputs; readonly outputs: readonly string[] };
  /** The id to import by and inputs that then need no change but `changes`; undefined where the kind can't be imported. */
  readonly imported?: { readonly id: string; readonly inputs: Inputs; readonly changes?: readonly string[] };
  readonly refused: readonly RefusedCase[];
  /** What a refresh finds after deletion, where the kind can't tell nothing from not there. */
  readonly leftAfterDelete?: WireProps;
  /** Removes the object, or what it can't be without. */
  readonly remove: BehindItsBack<World>;
}
