import { CHANGE_CLASSES, type Change, type GuardedResource, type Plain, type Verdict, needsWaiver } from "./change";
import { differences, isObject, isWithin, keyed, textAt, writtenPath } from "./diff";
import { NO_FACTS, type GuardFacts } from "./facts";
import { type Edit, type GuardedKind, type Judge, fits, replaces } from "./kind";
import { kindOf } from "./kinds";
import { provider } from "./kinds/bucket";
import { HOLD_NOTHING, other } from "./kinds/workloads";

/** All that differs between two states of a stack, worst first, then by resource and field. Components hold nothing and are left out. */
export function changes(
  base: readonly GuardedResource[],
  head: readonly GuardedResource[],
  facts: GuardFacts = NO_FACTS,
): readonly Change[] {
  const before = new Map(base.filter(holds).map((resource) => [resource.urn, resource]));
  const made = head.filter(holds).flatMap((after) => {
    const urn = [after.urn, ...(after.opts.aliases ?? [])].find((name) => before.has(name));
    const old = urn === undefined ? undefined : before.get(urn);
    if (urn !== undefined) before.delete(urn);
    return old === undefined ? [added(after)] : updated(old, after, facts, head);
  });
  const gone = [...before.values()].map((old) => removedChange(old, facts, head));
  return [...made, ...gone].sort(worstFirst);
}

/** What goes here and is declared elsewhere hasn't gone. */
function moved(change: Change, old: GuardedResource, head: readonly GuardedResource[]): Change {
  const gone = (change.to === undefined || change.to === null) && !change.field.startsWith("options.");
  const isThere = gone && old.opts.protect !== true && kindOf(old.type).elsewhere?.(old, head, change.field) === true;
  return isThere ? { ...change, why: "the same is declared elsewhere now", guarded: false } : change;
}

/** Whether a change of such a resource may need a waiver. */
export const isGuarded = (type: string): boolean => holds({ type }) && !HARMLESS.includes(kindOf(type));
const HARMLESS: readonly GuardedKind[] = [...HOLD_NOTHING, provider, other];

/** One resource whose inputs change, as the wall at `pulumi up` sees it; `head` is the stack to come. */
export function updated(
  before: GuardedResource,
  after: GuardedResource,
  facts: GuardFacts,
  head: readonly GuardedResource[] = [],
): readonly Change[] {
  const kind = kindOf(before.type);
  const who = identity(before, kind);
  const { parts } = kind;
  const isPart = (path: readonly string[]): boolean => parts?.under.every((key, i) => path[i] === key) ?? false;
  const ignored = after.opts.ignoreChanges ?? [];
  const fields = differences(before.props, after.props)
    .filter(({ path }) => !isPart(path) && !ignored.some((prefix) => isWithin(prefix, path)))
    .map(({ path, from, to }): Change => {
      const edit = { from, to, path, before: before.props, after: after.props, facts };
      const forced = (after.opts.replaceOnChanges ?? []).some((prefix) => prefix === "*" || isWithin(prefix, path));
      const verdict = forced ? replaces(kind, "this field, by the stack's own word,")(edit) : judge(before, kind, edit);
      return { ...who, field: writtenPath(path), from, to, ...heldBack(verdict, before) };
    });
  const inside = (parts?.of(before.props, after.props) ?? []).map(({ path, ...part }): Change => ({
    ...who,
    field: writtenPath(path),
    ...part,
  }));
  const made = [...fields, ...inside, ...unprotected(before, after, kind)];
  return made.map((change) => moved(change, before, head));
}

/** A resource that goes, as the wall at `pulumi up` sees it; `head` is the stack to come. */
export function removedChange(
  before: GuardedResource,
  facts: GuardFacts,
  head: readonly GuardedResource[] = [],
): Change {
  const kind = kindOf(before.type);
  const gone: Verdict =
    before.opts.retainOnDelete === true
      ? { class: "in place", why: "Pulumi forgets it; it stays as it is", guarded: before.opts.protect === true }
      : kind.removed(before.props, facts);
  const guard = before.opts.protect === true ? { guarded: true } : {};
  const change = { ...identity(before, kind), field: "removed", from: "there", to: null, ...gone, ...guard };
  return moved(change, before, head);
}

function added(after: GuardedResource): Change {
  const kind = kindOf(after.type);
  return { ...identity(after, kind), field: "added", from: null, to: "there", class: "in place", why: "it is made" };
}

/** The name of a Kubernetes object is what it is: under another one it is another object. */
function judge(before: GuardedResource, kind: GuardedKind, edit: Edit): Verdict {
  const renamed = /^metadata\.(name|namespace)$/.test(edit.path.join("."));
  return renamed && before.type.startsWith("kubernetes:")
    ? replaces({ removed: kind.removed }, `its ${edit.path.at(-1) ?? ""}`)(edit)
    : judgeField(kind, edit);
}

/** A whole part that comes or goes, and has no rule of its own, is as bad as the worst of what is in it. */
function judgeField(kind: GuardedKind, edit: Edit): Verdict {
  const rule = kind.fields.find(([pattern]) => fits(pattern, edit.path));
  const own: Judge = rule?.[1] ?? (() => ({ class: "in place", why: "it is updated" }));
  if (rule?.[0].endsWith("**") === false) return own(edit);
  const [from, to] = [membersOf(edit.from), membersOf(edit.to)];
  if ((from === undefined) === (to === undefined)) return own(edit);
  const inside = Object.keys(from ?? to ?? {}).map((key) =>
    judgeField(kind, { ...edit, path: [...edit.path, key], from: from?.[key], to: to?.[key] }),
  );
  return [own(edit), ...inside].reduce((worst, verdict) => (badness(verdict) > badness(worst) ? verdict : worst));
}

const membersOf = (value: Plain) => (isObject(value) ? value : keyed(value));

/** A protected resource isn't replaced, one that is to be kept isn't deleted: the old options count. */
function heldBack(verdict: Verdict, { opts }: GuardedResource): Verdict {
  if (verdict.replaces !== true) return verdict;
  const kept: Verdict =
    opts.retainOnDelete === true
      ? { class: "replace", why: "another one is made, and the old one stays as it is", replaces: true }
      : verdict;
  return opts.protect === true
    ? { ...kept, why: `${kept.why}; it is protected, so Pulumi refuses`, guarded: true }
    : kept;
}

/** The old protection counts: what lifts it is refused before anything uses that. */
function unprotected(before: GuardedResource, after: GuardedResource, kind: GuardedKind): readonly Change[] {
  const lifted = (option: "protect" | "retainOnDelete", why: string): readonly Change[] =>
    before.opts[option] === true && after.opts[option] !== true
      ? [
          {
            ...identity(before, kind),
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
  resource: `${kind.shownAs ?? resource.type.split(/[:/]/).at(-1) ?? ""}/${kind.nameOf(resource)}`,
  namespace: textAt(resource.props, "metadata", "namespace") ?? "",
});

const holds = ({ type }: Pick<GuardedResource, "type">): boolean => !/^(pulumi:pulumi:|streaming:)/.test(type);

const badness = (verdict: Verdict): number =>
  CHANGE_CLASSES.indexOf(verdict.class) + (needsWaiver(verdict) ? CHANGE_CLASSES.length : 0);

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
