import { type Change, type Plain, needsWaiver } from "./change";

/** The guard among the rules: the id that waivers and reports name. */
export const GUARD_RULE = "CHG-01";

/** Lets one lossy change pass for a while. */
export interface ChangeWaiver {
  readonly rule: string;
  /** As reports name it: `Topic/apphub.core.events`. */
  readonly resource: string;
  /** Of a Kubernetes object, where its name alone isn't enough. */
  readonly namespace?: string | undefined;
  /** The changed field as reports name it, `removed` for the whole resource. */
  readonly field?: string | undefined;
  /** The new value; absent where the resource or the field is removed. What is no text, number or switch is written as JSON. */
  readonly to?: string | number | boolean | undefined;
  readonly reason: string;
  readonly owner: string;
  /** Last day on which it holds, `YYYY-MM-DD`. */
  readonly until: string;
}

export interface JudgedChange extends Change {
  /** It needs a waiver, and has none that holds. */
  readonly refused: boolean;
  readonly waiver: ChangeWaiver | null;
}

/** Each change with the waiver that covers exactly it: the same resource, field and new value, on its last day or before. */
export function judged(
  changes: readonly Change[],
  waivers: readonly ChangeWaiver[],
  today: string,
): readonly JudgedChange[] {
  return changes.map((change) => {
    if (!needsWaiver(change)) return { ...change, refused: false, waiver: null };
    const waiver = waivers.find((w) => w.rule === GUARD_RULE && w.until >= today && covers(w, change)) ?? null;
    return { ...change, refused: waiver === null, waiver };
  });
}

function covers(waiver: ChangeWaiver, { resource, namespace, field, to }: Change): boolean {
  if (waiver.namespace !== undefined && waiver.namespace !== namespace) return false;
  if (waiver.resource !== resource || waiver.field !== field) return false;
  if (to === undefined || to === null) return waiver.to === undefined;
  return waiver.to !== undefined && textOf(waiver.to) === textOf(to);
}

const textOf = (value: Plain): string => (typeof value === "string" ? value : JSON.stringify(value));
