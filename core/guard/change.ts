/** What a change of the stack does to what runs: the words that the change guard, its report and the wall at `pulumi up` share. */

/** JSON as a resource's inputs hold it; what only a deployment knows, and secrets, are texts such as `[unknown]`. */
export type Plain = string | number | boolean | null | undefined | readonly Plain[] | { readonly [key: string]: Plain };
export type PlainObject = Readonly<Record<string, Plain>>;

/**
 * From harmless to worst.
 * - `in place`: nothing restarts.
 * - `rolling restart`: pods are replaced one after the other; what is replicated stays available.
 * - `rebalancing`: data is copied between brokers or instances.
 * - `replace`: deleted and made anew; what is in it can be made again.
 * - `data loss`: records, rows, state or objects are gone.
 * - `impossible`: the system refuses it, or never finishes.
 */
export const CHANGE_CLASSES = [
  "in place",
  "rolling restart",
  "rebalancing",
  "replace",
  "data loss",
  "impossible",
] as const;
export type ChangeClass = (typeof CHANGE_CLASSES)[number];

/** How much is lost, as far as the sizing model can say; absent where nobody can know. One copy counts, whatever the replication. */
export interface Loss {
  readonly records?: number;
  readonly GiB?: number;
  /** Span of time whose records are gone. */
  readonly hours?: number;
}

/** What a changed field means. */
export interface Verdict {
  readonly class: ChangeClass;
  /** A sentence: what happens, or why it can't. */
  readonly why: string;
  readonly loss?: Loss;
  /** GiB that are copied, where the class is `rebalancing`. */
  readonly moved?: number;
  /** Refused without a waiver though nothing is lost by the change itself: it takes a protection away. */
  readonly guarded?: boolean;
  /** The resource is deleted and made anew. */
  readonly replaces?: boolean;
  /** Of an alert: it fires later than before, or less urgently. */
  readonly loosened?: boolean;
}

/** One changed field of one resource, or a resource that comes or goes. */
export interface Change extends Verdict {
  readonly urn: string;
  readonly type: string;
  /** Kind and name in the outside world: `Topic/apphub.core.events`, `Cluster/sequencer-db`. */
  readonly resource: string;
  /** Of a Kubernetes object; else empty. */
  readonly namespace: string;
  /** Path in the inputs, `spec.storage.size`; `added` and `removed` for the resource as a whole, `options.…` for what Pulumi is told. */
  readonly field: string;
  readonly from: Plain;
  readonly to: Plain;
}

/** Lossy and impossible changes, and those that lift a protection, need a waiver. */
export const needsWaiver = ({ class: kind, guarded }: Verdict): boolean =>
  kind === "data loss" || kind === "impossible" || guarded === true;

/** A resource as both walls see it: type token, name, inputs, and what Pulumi was told about it. */
export interface GuardedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly props: PlainObject;
  readonly opts: GuardedOptions;
  /** What the provider of a deployed resource noted beside its inputs (`notesOf`). */
  readonly noted?: Plain;
}

export interface GuardedOptions {
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly ignoreChanges?: readonly string[];
  readonly replaceOnChanges?: readonly string[];
  /** Former URNs. */
  readonly aliases?: readonly string[];
}
