/** What would change: the live object, pruned to what was declared, against the new inputs. */
import type { PropertyDiff, Props, Value } from "../../kind";
import { UNKNOWN } from "../../kind";
import { equal, isList, isMap } from "../objects";
import type { Step } from "./property-path";
import { contains, formatPath } from "./property-path";

export interface Comparison {
  /** Live values of what the old inputs declared. */
  readonly live: Props;
  readonly news: Props;
  readonly forceNew: readonly (readonly Step[])[];
  readonly ignored: readonly (readonly Step[])[];
}

type Kind = "add" | "delete" | "update";
interface Change {
  readonly path: readonly Step[];
  readonly kind: Kind;
  /** The new value; absent where it is deleted. */
  readonly value?: Value;
}

const member = (value: Value | undefined, step: Step): Value | undefined => {
  if (typeof step === "number") return isList(value) ? value[step] : undefined;
  return isMap(value) ? value[step] : undefined;
};

function* changes(path: readonly Step[], live: Value | undefined, news: Value | undefined): Generator<Change> {
  if (news === undefined) {
    if (live !== undefined) yield { path, kind: "delete" };
  } else if (live === undefined) {
    yield { path, kind: "add", value: news };
  } else if (news === UNKNOWN) {
    yield { path, kind: "update", value: news };
  } else if (isMap(live) && isMap(news)) {
    for (const key of new Set([...Object.keys(live), ...Object.keys(news)])) {
      yield* changes([...path, key], live[key], news[key]);
    }
  } else if (isList(live) && isList(news)) {
    for (let i = 0; i < Math.max(live.length, news.length); i++) yield* changes([...path, i], live[i], news[i]);
  } else if (!equal(live, news)) {
    yield { path, kind: "update", value: news };
  }
}

/** Whether the rest of a path is there in a value. */
const reaches = (value: Value | undefined, rest: readonly Step[]): boolean => {
  const [first, ...more] = rest;
  if (first === undefined) return true;
  if (first === "*") return isList(value) && value.some((item) => reaches(item, more));
  const inner = member(value, first);
  return inner !== undefined && reaches(inner, more);
};

const touches = (field: readonly Step[], { path, value }: Change): boolean =>
  contains(field, path) || (contains(path, field) && reaches(value, field.slice(path.length)));

/** Property path to how it differs. */
export function compare(comparison: Comparison): Readonly<Record<string, PropertyDiff>> {
  const { live, news, forceNew, ignored } = comparison;
  const found = [...changes([], live, news)].filter(({ path }) => !ignored.some((ignore) => contains(ignore, path)));
  const detailed = found.map((change): [string, PropertyDiff] => {
    const replace = forceNew.some((field) => touches(field, change));
    return [
      formatPath(change.path),
      { kind: replace ? `${change.kind}-replace` : change.kind, inputDiff: change.kind === "delete" },
    ];
  });
  return Object.fromEntries(detailed);
}
