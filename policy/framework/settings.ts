/** How strict the rules are for one stack: what its config says, over what each rule says itself. */
import type { z } from "zod";
import { asProblem, faultsOf, nearest, type Fault } from "../../core/config/faults";
import { isMap } from "../../core/config/lenient";
import { GUARD_RULE } from "../../core/guard/waivers";
import { PoliciesConfig, type RuleConfig, WaiversConfig, type WaiverConfig } from "../../core/config/policies";
import { ConfigError, type Problem } from "../../core/problems";
import type { Kind, Rule, RuleLevel } from "./rule";

export interface RuleSettings {
  readonly level: RuleLevel;
  /** Parsed by the rule's own schema. */
  readonly args: unknown;
}

export interface Settings {
  readonly of: (rule: Rule) => RuleSettings;
  readonly waivers: readonly WaiverConfig[];
}

export interface RawSettings {
  /** Value of `streaming:policies`. */
  readonly policies?: unknown;
  /** Value of `streaming:waivers`. */
  readonly waivers?: unknown;
}

/** Every fault is told; where there are some, the sound rest is used as if the faulty were absent. */
export function settingsFor(
  rules: readonly Rule[],
  kind: Kind,
  { policies, waivers }: RawSettings,
): { readonly settings: Settings; readonly problems: readonly Problem[] } {
  const faults: Fault[] = [];
  const known = [...rules.map(({ id }) => id), GUARD_RULE];
  read(PoliciesConfig, policies ?? {}, "policies", {}, faults);
  const parsed = soundEntries(policies);
  const waived = read(WaiversConfig, waivers ?? [], "waivers", [], faults);
  for (const [path, id] of [
    ...Object.keys(parsed).map((id) => [["policies", id], id] as const),
    ...waived.map(({ rule }, i) => [["waivers", i, "rule"], rule] as const),
  ])
    if (!known.includes(id)) faults.push({ path, message: noRule(id, known) });
  const byRule = new Map(
    rules.map((rule) => {
      const { level = rule.level[kind], ...changes } = parsed[rule.id] ?? {};
      const given = { ...rule.defaults[kind], ...changes };
      const args = read(rule.args, given, ["policies", rule.id], { ...rule.defaults[kind] }, faults);
      return [rule, { level, args }] as const;
    }),
  );
  const settings: Settings = {
    of: (rule) => byRule.get(rule) ?? { level: rule.level[kind], args: rule.defaults[kind] },
    waivers: waived,
  };
  return { settings, problems: faults.map(asProblem) };
}

/** One faulty entry hides no fault of another. */
function soundEntries(policies: unknown): Readonly<Record<string, RuleConfig>> {
  return Object.fromEntries(
    Object.entries(isMap(policies) ? policies : {}).flatMap(([id, raw]) => {
      const { success, data } = PoliciesConfig.safeParse({ [id]: raw });
      return success ? Object.entries(data) : [];
    }),
  );
}

function read<T extends z.ZodType>(
  schema: T,
  raw: unknown,
  at: string | readonly string[],
  otherwise: z.output<T>,
  faults: Fault[],
): z.output<T> {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const path = [at].flat();
  faults.push(...faultsOf(result.error, schema, raw).map((fault) => ({ ...fault, path: [...path, ...fault.path] })));
  return otherwise;
}

function noRule(id: string, known: readonly string[]): string {
  const near = nearest(id, known);
  return near === undefined ? "is no rule's id; see docs/policies.md" : `is no rule's id; did you mean ${near}?`;
}

/** Arguments that the CLI was given for one rule (`--policy-pack-config`), over the stack's own. @throws ConfigError */
export function withArguments(rule: Rule, settings: RuleSettings, given: unknown): RuleSettings {
  if (!isMap(given) || Object.keys(given).length === 0) return settings;
  const all = { ...(isMap(settings.args) ? settings.args : {}), ...given };
  const faults: Fault[] = [];
  const args = read(rule.args, all, [], {}, faults);
  if (faults.length > 0) throw new ConfigError(`The policy pack's config of ${rule.id}`, faults.map(asProblem));
  return { ...settings, args };
}
