import { CannotProve, type Field } from "./field";
import type { Item } from "./resource";

export type Level = "mandatory" | "advisory" | "cannot-prove";

/** What a rule says of one resource. */
export interface Complaint {
  readonly item: Item;
  /** Where in the resource: `spec.replicas`; empty where it is about the whole. */
  readonly path: string;
  readonly message: string;
  /** Weaker than the rule's own level. */
  readonly level?: "advisory" | "cannot-prove";
}

export type Complaints = readonly Complaint[];

export const NOTHING: Complaints = [];

/** `path` may be a field or a written path. */
export function complain(item: Item, path: Field | string, message: string): Complaint {
  return { item, path: typeof path === "string" ? path : path.path, message };
}

/** The same, but shown only: it refuses nothing. */
export const advise = (item: Item, path: Field | string, message: string): Complaint => ({
  ...complain(item, path, message),
  level: "advisory",
});

/** Complains where it doesn't hold. */
export const require = (holds: boolean, item: Item, path: Field | string, message: () => string): Complaints =>
  holds ? NOTHING : [complain(item, path, message())];

/** Each part is judged by itself: what isn't known in one says nothing of the others. */
export function parts(item: Item, ...checks: readonly (() => Complaints)[]): Complaints {
  return checks.flatMap((check) => proved(item, check));
}

/** Each of several items is judged by itself. */
export function each<T extends { readonly item: Item }>(all: readonly T[], check: (one: T) => Complaints): Complaints {
  return all.flatMap((one) => proved(one.item, () => check(one)));
}

export const eachItem = (all: readonly Item[], check: (item: Item) => Complaints): Complaints =>
  all.flatMap((item) => proved(item, () => check(item)));

/** What couldn't be read, told of what it belongs to. */
export const unproved = ({ owner, path, message }: CannotProve, item: Item): Complaint => ({
  item: owner ?? item,
  path,
  message: `can't be proved: ${message}`,
  level: "cannot-prove",
});

function proved(item: Item, check: () => Complaints): Complaints {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof CannotProve)) throw error;
    return [unproved(error, item)];
  }
}
