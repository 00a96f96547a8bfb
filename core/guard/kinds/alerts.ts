import { parseDuration } from "../../units";
import type { PlainObject } from "../change";
import { at, isList, isObject, textAt } from "../diff";
import { type GuardedKind, METADATA, type Part, inPlace, kubernetesName } from "../kind";

/** Prometheus's rules, alert by alert: an alert that goes needs a waiver while the rest of its group stays. */
export const prometheusRule: GuardedKind = {
  type: /^kubernetes:monitoring\.coreos\.com\/v1:PrometheusRule$/,
  nameOf: kubernetesName,
  fields: [...METADATA, ["**", inPlace("what is watched changes")]],
  parts: { under: ["spec", "groups"], of: alertParts },
  removed: () => ({ class: "in place", why: "none of its alerts fires any more" }),
};

function alertParts(before: PlainObject, after: PlainObject): readonly Part[] {
  const [old, next] = [alertsOf(before), alertsOf(after)];
  const names = [...new Set([...old.keys(), ...next.keys()])].sort();
  return names.flatMap((name): readonly Part[] => {
    const [was, is] = [old.get(name), next.get(name)];
    if (was === undefined)
      return [{ path: [name], from: undefined, to: "there", class: "in place", why: "a new alert" }];
    if (is === undefined)
      return [
        {
          path: [name],
          from: "there",
          to: undefined,
          class: "in place",
          why: "it never fires any more",
          guarded: true,
        },
      ];
    return alertEdits(name, was, is);
  });
}

function alertEdits(name: string, was: PlainObject, is: PlainObject): readonly Part[] {
  const edit = (path: readonly string[], judge: (from: string, to: string) => string): readonly Part[] => {
    const [from, to] = [textAt(was, ...path) ?? "", textAt(is, ...path) ?? ""];
    return from === to ? [] : [{ path: [name, ...path], from, to, class: "in place", why: judge(from, to) }];
  };
  return [...edit(["expr"], thresholds), ...edit(["for"], waits), ...edit(["labels", "severity"], severities)];
}

/** The last comparison with a number decides, where nothing else differs. */
function thresholds(from: string, to: string): string {
  const [old, next] = [LAST.exec(from), LAST.exec(to)];
  const shape = (text: string): string => text.replaceAll(/\d+(\.\d+)?/g, "#");
  if (old === null || next === null || shape(from) !== shape(to)) return "it watches something else";
  const [a, b] = [Number(old[2]), Number(next[2])];
  if (a === b) return "it watches something else";
  const above = old[1]?.startsWith(">") === true;
  return above === b > a ? "loosened: it fires later" : "tightened: it fires earlier";
}
const LAST = /(>=|<=|>|<)\s*(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*\)*\s*$/;

function waits(from: string, to: string): string {
  const [old, next] = [parseDuration(from || "0s") ?? 0, parseDuration(to || "0s") ?? 0];
  return next > old ? "loosened: it must hold longer" : "tightened: it fires sooner";
}

/** From least to most urgent; words that aren't here have no order. */
const SEVERITIES = ["none", "info", "p4", "warning", "p3", "high", "p2", "critical", "p1"];
function severities(from: string, to: string): string {
  const [old, next] = [SEVERITIES.indexOf(from.toLowerCase()), SEVERITIES.indexOf(to.toLowerCase())];
  if (old < 0 || next < 0) return "another severity";
  return next < old ? "loosened: it is less urgent" : "tightened: it is more urgent";
}

function alertsOf(rule: PlainObject): ReadonlyMap<string, PlainObject> {
  const groups = at(rule, "spec", "groups");
  const rules = isList(groups)
    ? groups.flatMap((group) => (isObject(group) && isList(group["rules"]) ? group["rules"] : []))
    : [];
  const seen = new Map<string, number>();
  return new Map(
    rules.filter(isObject).flatMap((r) => {
      const name = textAt(r, "alert");
      if (name === undefined) return [];
      // One alert may have several rules, one per severity: they are told apart by their place.
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      return [[count === 1 ? name : `${name}#${count}`, r] as const];
    }),
  );
}
