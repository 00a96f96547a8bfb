import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readStackFile } from "../../core/config/stack-file";
import type { Change } from "../../core/guard/change";
import { changes } from "../../core/guard/changes";
import { type JudgedChange, judged } from "../../core/guard/waivers";
import { UserError } from "../../core/problems";
import { RULES } from "../../policy/rules";
import { packFor, stackSettings } from "../../policy/target";
import { type ConfigKey, configKeyOf } from "../../stacks/guard/config-keys";
import { factsOf } from "../../stacks/guard/facts";
import { guardNotes } from "../../stacks/guard/mode";
import { ofPlan, settled } from "../guard/resources";
import { planStack } from "../plan";
import { type Report, judge, withFindings } from "../policy/report";
import { planned } from "../policy/resources";
import { type Base, type BaseSide, PROJECT, baseSide } from "./base-side";
import { type CapacitySummary, capacitySide } from "./capacity";
import { concealed } from "./conceal";
import { type SettingEdit, editsOf, lineOf } from "./edits";
import { loosenedByProgram } from "./loosened";
import { ruleChanges, uselessWaivers } from "./rule-changes";

export interface ReviewRequest {
  /** The project's folder. */
  readonly root: string;
  readonly stack: string;
  readonly base: Base;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

export interface ReviewedChange extends JudgedChange {
  /** The setting that decides it; undefined where it follows from the program. */
  readonly setting: (ConfigKey & { readonly line: number }) | undefined;
}

/** What a pull request does to one stack. */
export interface Review {
  readonly stack: string;
  readonly edits: readonly SettingEdit[];
  /** Everything that changes, alerts apart. */
  readonly changes: readonly ReviewedChange[];
  readonly alerts: readonly ReviewedChange[];
  /** Null where there is no such side, or its config can't be read any more. */
  readonly capacity: { readonly before: CapacitySummary | null; readonly after: CapacitySummary };
  /** What the rules find in the working tree. */
  readonly policy: Report;
  /** What a reader must know to trust this. */
  readonly notes: readonly string[];
}

/** @throws UserError, ConfigError where the base or the working tree can't be read */
export async function review(request: ReviewRequest): Promise<Review> {
  const { root, stack, today, base } = request;
  const file = `Pulumi.${stack}.yaml`;
  const stackFile = join(root, file);
  const [plan, before] = await Promise.all([
    planStack({ projectDir: root, stackFile, stack }),
    baseSide(base, stack, today),
  ]);
  const { values } = readStackFile(stackFile, PROJECT, file);
  const pack = packFor(
    stackSettings((key) => values[key]),
    today,
    file,
  );
  const after = capacitySide(stack, values, file);
  // Of a deployed stack only the resources are known; the rates of now stand for those of then.
  const facts = factsOf(before.capacity?.config ?? (base.kind === "state" ? after.config : undefined), after.config);
  const head = base.kind === "state" ? settled(ofPlan(plan), before.resources) : ofPlan(plan);
  const found = await withLoosened(request, before, changes(before.resources, head, facts));
  const edits = editsOf(before.values, values);
  const text = readFileSync(stackFile, "utf8");
  const all = judged([...found, ...ruleChanges(before.settings, pack.settings)], pack.settings.waivers, today);
  const told = all.map((change): ReviewedChange => {
    const key = configKeyOf(change, edits);
    return { ...concealed(change), setting: key && { ...key, line: lineOf(text, key.path) } };
  });
  const policy = judge(RULES, { resources: planned(plan), sources: new Map(), skipped: [] }, pack);
  return {
    stack,
    edits,
    changes: told.filter((change) => !isAlert(change)),
    alerts: told.filter(isAlert),
    capacity: { before: before.capacity?.summary ?? null, after: after.summary },
    policy: withFindings(policy, uselessWaivers(before.settings, pack.settings, all, today)),
    notes: [...before.notes, ...guardNotes(after.config)],
  };
}

const isAlert = ({ type }: Change): boolean => type.endsWith(":PrometheusRule");

/** An alert whose threshold follows the load may rise with it; one that the program loosens needs a waiver. */
async function withLoosened(
  { root, stack }: ReviewRequest,
  { stackFile, resources }: BaseSide,
  found: readonly Change[],
): Promise<readonly Change[]> {
  if (stackFile === undefined || !found.some(({ loosened }) => loosened === true)) return found;
  return loosenedByProgram(found, async () => {
    try {
      return changes(resources, ofPlan(await planStack({ projectDir: root, stackFile, stack })));
    } catch (error) {
      // A config that can't be read any more says nothing of the program: nothing excuses what is loosened.
      if (error instanceof UserError) return found;
      throw error;
    }
  });
}
