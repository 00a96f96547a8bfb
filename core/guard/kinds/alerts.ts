import type { GuardedResource, Plain, PlainObject, Verdict } from "../change";
import { at, isList, isObject, textAt } from "../diff";
import { type GuardedKind, METADATA, type Part, inPlace, kubernetesName } from "../kind";
import { compared, severities, waits } from "./alert-edits";

const SILENT = "it never fires any more";

/** Prometheus' rules, alert by alert: one that goes needs a waiver, unless it is declared elsewhere now. */
export const prometheusRule: GuardedKind = {
  type: /^kubernetes:monitoring\.coreos\.com\/v1:PrometheusRule$/,
  nameOf: kubernetesName,
  fields: [...METADATA, ["**", inPlace("what is watched changes")]],
  parts: { under: ["spec", "groups"], of: alertParts },
  removed: (before): Verdict => ({
    class: "in place",
    why: "none of its alerts fires any more",
    guarded: alertsOf(before).length > 0,
  }),
  elsewhere: (before, head, field) => {
    const gone = alertsOf(before.props).filter((rule) => field === "removed" || field.includes(nameOf(rule)));
    const others = rulesBeside(before, head);
    return gone.every((rule) => others.some((other) => nameOf(other) === nameOf(rule)));
  },
};

const rulesBeside = ({ urn }: GuardedResource, head: readonly GuardedResource[]): readonly PlainObject[] =>
  head
    .filter((resource) => prometheusRule.type.test(resource.type) && resource.urn !== urn)
    .flatMap(({ props }) => alertsOf(props));

const nameOf = (rule: PlainObject): string => textAt(rule, "alert") ?? "";
const severityOf = (rule: PlainObject): string => textAt(rule, "labels", "severity") ?? "";

function alertsOf(props: PlainObject): readonly PlainObject[] {
  const groups = at(props, "spec", "groups");
  const rules = isList(groups)
    ? groups.flatMap((group) => (isObject(group) && isList(group["rules"]) ? group["rules"] : []))
    : [];
  return rules.filter(isObject).filter((rule) => nameOf(rule) !== "");
}

function alertParts(before: PlainObject, after: PlainObject): readonly Part[] {
  const [old, next] = [alertsOf(before), alertsOf(after)];
  const names = [...new Set([...old, ...next].map(nameOf))].sort();
  return names.flatMap((name) => {
    const called = (rule: PlainObject): boolean => nameOf(rule) === name;
    const pairs = paired(old.filter(called), next.filter(called));
    return pairs.flatMap(([was, is], i) => ruleParts(pairs.length === 1 ? name : `${name}#${i + 1}`, was, is));
  });
}

type Pair = readonly [was: PlainObject | undefined, is: PlainObject | undefined];

/** One alert may have several rules: each goes with the one that is like it, else of its severity, else in order. */
function paired(old: readonly PlainObject[], next: readonly PlainObject[]): readonly Pair[] {
  const rest = [...next];
  const take = (fit: (rule: PlainObject) => boolean): PlainObject | undefined => {
    const i = rest.findIndex(fit);
    return i < 0 ? undefined : rest.splice(i, 1)[0];
  };
  const found = new Map<PlainObject, PlainObject>();
  for (const fit of [same, sameSeverity, () => true])
    for (const was of old.filter((rule) => !found.has(rule))) {
      const is = take((rule) => fit(was, rule));
      if (is !== undefined) found.set(was, is);
    }
  return [...old.map((was): Pair => [was, found.get(was)]), ...rest.map((is): Pair => [undefined, is])];
}

const same = (a: PlainObject, b: PlainObject): boolean => JSON.stringify(a) === JSON.stringify(b);
const sameSeverity = (a: PlainObject, b: PlainObject): boolean => severityOf(a) === severityOf(b);

function ruleParts(name: string, was: PlainObject | undefined, is: PlainObject | undefined): readonly Part[] {
  if (was === undefined) return [{ path: [name], from: undefined, to: "there", class: "in place", why: "a new alert" }];
  if (is === undefined)
    return [{ path: [name], from: "there", to: undefined, class: "in place", why: SILENT, guarded: true }];
  const labels = new Set([was, is].flatMap((rule) => Object.keys(isObject(rule["labels"]) ? rule["labels"] : {})));
  return [
    ...edit(name, ["expr"], was, is, compared),
    ...edit(name, ["for"], was, is, waits),
    ...[...labels]
      .sort()
      .flatMap((label) =>
        edit(name, ["labels", label], was, is, label === "severity" ? severities : () => ({ why: "another label" })),
      ),
  ];
}

function edit(
  name: string,
  path: readonly string[],
  was: PlainObject,
  is: PlainObject,
  judge: (from: string, to: string) => Pick<Verdict, "why" | "loosened">,
): readonly Part[] {
  const text = (value: Plain): string => (typeof value === "string" ? value : "");
  const [from, to] = [text(at(was, ...path)), text(at(is, ...path))];
  return from === to ? [] : [{ path: [name, ...path], from, to, class: "in place", ...judge(from, to) }];
}
