import type { GuardedResource, Plain, PlainObject, Verdict } from "./change";
import { textAt } from "./diff";
import type { GuardFacts } from "./facts";

/** The field that changed, and all that may decide what that does. */
export interface Edit {
  readonly from: Plain;
  readonly to: Plain;
  readonly path: readonly string[];
  readonly before: PlainObject;
  readonly after: PlainObject;
  readonly facts: GuardFacts;
}

export type Judge = (edit: Edit) => Verdict;

/** A change inside a part of the inputs that isn't compared field by field. */
export interface Part extends Verdict {
  readonly path: readonly string[];
  readonly from: Plain;
  readonly to: Plain;
}

/** Rules of one kind of resource, by type token. */
export interface GuardedKind {
  /** Matches type tokens. */
  readonly type: RegExp;
  /** Stands for the last part of the type token in reports. */
  readonly shownAs?: string;
  /** Name in the outside world. */
  readonly nameOf: (resource: GuardedResource) => string;
  /** The first whose pattern fits a changed field judges it: `/` between keys, `~1` for one in a key, `*` for one key, `**` for any rest. */
  readonly fields: readonly (readonly [pattern: string, judge: Judge])[];
  /** What lies under a path is told apart by other means than its fields. */
  readonly parts?: {
    readonly under: readonly string[];
    readonly of: (before: PlainObject, after: PlainObject) => readonly Part[];
  };
  /** The whole resource goes: removed from the stack, renamed, or replaced. */
  readonly removed: (before: PlainObject, facts: GuardFacts) => Verdict;
  /** It is replaced under its own name, where that does less than a removal: the new one finds what the old one had. */
  readonly replaced?: (before: PlainObject, facts: GuardFacts) => Verdict;
  /** True if another resource of the stack to come says what goes with this field, or with the whole of it (`removed`). */
  readonly elsewhere?: (before: GuardedResource, head: readonly GuardedResource[], field: string) => boolean;
}

type Replaceable = Pick<GuardedKind, "removed" | "replaced">;

export const inPlace =
  (why: string): Judge =>
  () => ({ class: "in place", why });
export const rolling =
  (why: string): Judge =>
  () => ({ class: "rolling restart", why });
export const impossible =
  (why: string): Judge =>
  () => ({ class: "impossible", why });

/** Another value makes the provider delete the resource and make it anew. */
export const replaces =
  (kind: Replaceable, what: string): Judge =>
  ({ before, facts }) => {
    const gone = (kind.replaced ?? kind.removed)(before, facts);
    const made = `${what} can't change: it is deleted and made anew`;
    return gone.class === "in place"
      ? { class: "replace", why: made, replaces: true }
      : { ...gone, why: `${made}; ${gone.why}`, replaces: true };
  };

/** True if a changed path fits a pattern. */
export function fits(pattern: string, path: readonly string[]): boolean {
  const keys = pattern.split("/").map((key) => key.replaceAll("~1", "/"));
  for (const [i, key] of keys.entries()) {
    if (key === "**") return true;
    if (i >= path.length || (key !== "*" && key !== path[i])) return false;
  }
  return keys.length === path.length;
}

export const kubernetesName = ({ props, name }: GuardedResource): string => textAt(props, "metadata", "name") ?? name;

/** `namespace/name`: how facts name an object; `name` where it isn't its own, as a node pool belongs to its cluster. */
export const placeOf = (props: PlainObject, name = textAt(props, "metadata", "name")): string =>
  `${textAt(props, "metadata", "namespace") ?? "default"}/${name ?? ""}`;

/** What every Kubernetes kind has in common. */
export const METADATA: GuardedKind["fields"] = [
  ["metadata/labels/**", inPlace("a label changes")],
  ["metadata/annotations/**", inPlace("an annotation changes")],
];
