/** What a pull request lets pass from now on: waivers, and rules that are less strict. */
import type { WaiverConfig } from "../../core/config/policies";
import type { Change, Plain } from "../../core/guard/change";
import { GUARD_RULE, type JudgedChange } from "../../core/guard/waivers";
import { WAIVERS_RULE, type Finding } from "../../policy/framework/run";
import type { RuleSettings, Settings } from "../../policy/framework/settings";
import { RULES } from "../../policy/rules";

const about = ({ rule, resource, namespace, field, to }: WaiverConfig): string =>
  [rule, namespace === undefined ? resource : `${namespace}/${resource}`, field, to]
    .filter((part) => part !== undefined)
    .join(" ");

const at = (resource: string, field: string, from: Plain, to: Plain, why: string): Change => ({
  ...{ urn: "", type: "streaming:settings", resource, namespace: "", field, from, to, why },
  class: "in place",
});

/** Waivers and levels that differ from before. A reader of the report must see them, as they hide what else it would say. */
export function ruleChanges(before: Settings | undefined, after: Settings): readonly Change[] {
  if (before === undefined) return [];
  const had = new Set(before.waivers.map((waiver) => JSON.stringify(waiver)));
  const has = new Set(after.waivers.map((waiver) => JSON.stringify(waiver)));
  const until = ({ until: day, owner, reason }: WaiverConfig): string => `until ${day} by ${owner}: ${reason}`;
  return [
    ...after.waivers
      .filter((waiver) => !had.has(JSON.stringify(waiver)))
      .map((waiver) => at(`Waiver/${about(waiver)}`, "streaming:waivers", null, until(waiver), "it is let pass")),
    ...before.waivers
      .filter((waiver) => !has.has(JSON.stringify(waiver)))
      .map((waiver) =>
        at(`Waiver/${about(waiver)}`, "streaming:waivers", until(waiver), null, "it isn't let pass any more"),
      ),
    ...RULES.flatMap((rule) => levelChanges(rule.id, before.of(rule), after.of(rule))),
  ];
}

/** From strict to silent. */
const LEVELS: readonly RuleSettings["level"][] = ["mandatory", "advisory", "off"];

function levelChanges(id: string, before: RuleSettings, after: RuleSettings): readonly Change[] {
  const [old, next] = [JSON.stringify(before.args), JSON.stringify(after.args)];
  const weaker = LEVELS.indexOf(after.level) > LEVELS.indexOf(before.level);
  return [
    ...(before.level === after.level
      ? []
      : [
          at(
            `Rule/${id}`,
            `streaming:policies.${id}.level`,
            before.level,
            after.level,
            weaker ? "the rule is less strict" : "the rule is stricter",
          ),
        ]),
    ...(old === next ? [] : [at(`Rule/${id}`, `streaming:policies.${id}`, old, next, "the rule has other arguments")]),
  ];
}

/** A waiver for a change is written together with the change: one that is new and covers none is a mistake. */
export function uselessWaivers(
  before: Settings | undefined,
  after: Settings,
  changes: readonly JudgedChange[],
  today: string,
): readonly Finding[] {
  const had = new Set((before?.waivers ?? []).map((waiver) => JSON.stringify(waiver)));
  const used = new Set(changes.map(({ waiver }) => waiver));
  return after.waivers.flatMap((waiver, i): readonly Finding[] =>
    before === undefined ||
    waiver.rule !== GUARD_RULE ||
    waiver.until < today ||
    had.has(JSON.stringify(waiver)) ||
    used.has(waiver)
      ? []
      : [
          {
            rule: WAIVERS_RULE.id,
            name: WAIVERS_RULE.name,
            severity: "medium",
            level: "mandatory",
            resource: waiver.resource,
            namespace: waiver.namespace ?? "",
            urn: "",
            path: `waivers[${i}]`,
            message: `the waiver of ${waiver.rule} for ${waiver.resource} covers no change of this pull request: resource, field and new value must be as the report names them`,
            waived: false,
          },
        ],
  );
}
