import { CHANGE_CLASSES, type Change, type GuardedResource, type Verdict } from "./change";
import { differences, textAt, writtenPath } from "./diff";
import { NO_FACTS, type GuardFacts } from "./facts";
import { type GuardedKind, fits, replaces } from "./kind";
import { kindOf } from "./kinds";

/** All that differs between two states of a stack, worst first, then by resource and field. Components and providers hold nothing and are left out. */
export function changes(
  base: readonly GuardedResource[],
  head: readonly GuardedResource[],
  facts: GuardFacts = NO_FACTS,
): readonly Change[] {
  const before = new Map(base.filter(isGuarded).map((resource) => [resource.urn, resource]));
  const made = head.filter(isGuarded).flatMap((after) => {
    const urn = [after.urn, ...(after.opts.aliases ?? [])].find((name) => before.has(name));
    const old = urn === undefined ? undefined : before.get(urn);
    if (urn !== undefined) before.delete(urn);
    return old === undefined ? [added(after)] : updated(old, after, facts);
  });
  const gone = [...before.values()].map((old) => removedChange(old, facts));
  return [...made, ...gone].sort(worstFirst);
}

/** One resource whose inputs change, as the wall at `pulumi up` sees it. */
export function updated(before: GuardedResource, after: GuardedResource, facts: GuardFacts): readonly Change[] {
  const kind = kindOf(before.type);
  const ignored = after.opts.ignoreChanges ?? [];
  const { parts } = kind;
  const isPart = (path: readonly string[]): boolean => parts?.under.every((key, i) => path[i] === key) ?? false;
  const own = parts?.of(before.props, after.props) ?? [];
  const fields = differences(before.props, after.props)
    .filter(({ path }) => !isPart(path))
    .filter(({ path }) => !ignored.some((prefix) => isWithin(prefix, writtenPath(path))))
    .map(({ path, from, to }): Change => {
      const edit = { from, to, path, before: before.props, after: after.props, facts };
      const forced = (after.opts.replaceOnChanges ?? []).some(
        (prefix) => prefix === "*" || isWithin(prefix, writtenPath(path)),
      );
      const judge = forced ? replaces(kind, "this field, by the stack's own word,") : judgeOf(kind, path);
      return { ...identity(after, kind), field: writtenPath(path), from, to, ...judge(edit) };
    });
  const inside = own.map(({ path, ...part }): Change => ({
    ...identity(after, kind),
    field: writtenPath(path),
    ...part,
  }));
  return [...fields, ...inside, ...unprotected(before, after, kind)];
}

/** A resource that goes, as the wall at `pulumi up` sees it. */
export function removedChange(before: GuardedResource, facts: GuardFacts): Change {
  const kind = kindOf(before.type);
  const gone: Verdict =
    before.opts.retainOnDelete === true
      ? { class: "in place", why: "Pulumi forgets it; it stays as it is", guarded: before.opts.protect === true }
      : kind.removed(before.props, facts);
  const guard = before.opts.protect === true ? { guarded: true } : {};
  return { ...identity(before, kind), field: "removed", from: "there", to: null, ...gone, ...guard };
}

function added(after: GuardedResource): Change {
  const kind = kindOf(after.type);
  return { ...identity(after, kind), field: "added", from: null, to: "there", class: "in place", why: "it is made" };
}

/** The old protection counts: what lifts it is refused before anything uses that. */
function unprotected(before: GuardedResource, after: GuardedResource, kind: GuardedKind): readonly Change[] {
  const lifted = (option: "protect" | "retainOnDelete", why: string): readonly Change[] =>
    before.opts[option] === true && after.opts[option] !== true
      ? [
          {
            ...identity(after, kind),
            field: `options.${option}`,
            from: true,
            to: false,
            class: "in place",
            why,
            guarded: true,
          },
        ]
      : [];
  return [
    ...lifted("protect", "from now on `pulumi up` may delete or replace it"),
    ...lifted("retainOnDelete", "from now on it is deleted when it leaves the stack"),
  ];
}

const identity = (resource: GuardedResource, kind: GuardedKind) => ({
  urn: resource.urn,
  type: resource.type,
  resource: `${resource.type.split(/[:/]/).at(-1) ?? ""}/${kind.nameOf(resource)}`,
  namespace: textAt(resource.props, "metadata", "namespace") ?? "",
});

function judgeOf(kind: GuardedKind, path: readonly string[]) {
  const rule = kind.fields.find(([pattern]) => fits(pattern, path));
  return rule?.[1] ?? (() => ({ class: "in place", why: "it is updated" }) as const);
}

const isGuarded = ({ type }: GuardedResource): boolean => !/^(pulumi:|streaming:)/.test(type);
const isWithin = (prefix: string, path: string): boolean =>
  path === prefix || path.startsWith(`${prefix}.`) || path.startsWith(`${prefix}[`);

function worstFirst(a: Change, b: Change): number {
  const rank = (c: Change): number => -CHANGE_CLASSES.indexOf(c.class);
  return (
    rank(a) - rank(b) ||
    order(a.namespace, b.namespace) ||
    order(a.resource, b.resource) ||
    order(a.urn, b.urn) ||
    order(a.field, b.field)
  );
}
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
