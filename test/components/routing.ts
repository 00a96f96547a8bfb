/** Alertmanager's routing [Alertmanager docs, Routing-related settings]: who gets an alert with these labels, and whether it is muted. */
import type { AlertmanagerConfig, InhibitRule, Route } from "../../components/monitoring/alerting/alertmanager";

export type AlertLabels = Readonly<Record<string, string>>;

/** Receivers in the order of the routes. A route takes an alert itself only where none of its children does. */
export const receiversOf = ({ route }: AlertmanagerConfig, labels: AlertLabels): readonly string[] => [
  ...new Set(taken(route, labels, "")),
];

function taken(route: Route, labels: AlertLabels, inherited: string): readonly string[] {
  const receiver = route.receiver ?? inherited;
  const found: string[] = [];
  for (const child of route.routes ?? []) {
    if (!(child.matchers ?? []).every((matcher) => holds(matcher, labels))) continue;
    found.push(...taken(child, labels, receiver));
    if (child.continue !== true) break;
  }
  return found.length === 0 ? [receiver] : found;
}

/** Whether `cause` silences `symptom`; an alert never silences itself. */
export const isMuted = ({ inhibit_rules }: AlertmanagerConfig, symptom: AlertLabels, cause: AlertLabels): boolean =>
  inhibit_rules.some((rule) => mutes(rule, symptom, cause));

const mutes = (rule: InhibitRule, symptom: AlertLabels, cause: AlertLabels): boolean =>
  rule.source_matchers.every((m) => holds(m, cause)) &&
  rule.target_matchers.every((m) => holds(m, symptom)) &&
  rule.equal.every((label) => (cause[label] ?? "") === (symptom[label] ?? ""));

/** `label="value"`, `!=`, `=~` and `!~`; regular expressions hold for the whole value. */
export function holds(matcher: string, labels: AlertLabels): boolean {
  const [, label = "", operator = "", value = ""] = /^(\w+)(=~|!~|!=|=)"(.*)"$/.exec(matcher) ?? [];
  if (label === "") throw new Error(`${matcher} is no matcher`);
  const got = labels[label] ?? "";
  const is = operator.endsWith("~") ? new RegExp(`^(?:${value})$`).test(got) : got === value;
  return operator.startsWith("!") ? !is : is;
}
