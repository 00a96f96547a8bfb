import { existsSync } from "node:fs";
import { join } from "node:path";
import { readStackFile } from "../../core/config/stack-file";
import type { GuardedResource } from "../../core/guard/change";
import { changes } from "../../core/guard/changes";
import { type JudgedChange, judged } from "../../core/guard/waivers";
import { ConfigError } from "../../core/problems";
import { RULES } from "../../policy/rules";
import { packFor, stackSettings } from "../../policy/target";
import { factsOf } from "../../stacks/guard/facts";
import { type Revision, renderOf } from "../guard/base";
import { ofPlan, ofRender, ofState, settled } from "../guard/resources";
import { type Plan, planStack } from "../plan";
import { type Report, judge } from "../policy/report";
import { planned } from "../policy/resources";
import { type CapacitySide, type CapacitySummary, capacitySide } from "./capacity";

/** What the working tree is compared with. */
export type Base =
  | { readonly kind: "revision"; readonly revision: Revision; readonly renders: Renders }
  /** What `pulumi stack export` wrote. */
  | { readonly kind: "state"; readonly file: string };

/** By stack: the list of resources that the revision's own code wrote; undefined where it had no such stack. */
export type Renders = ReadonlyMap<string, Promise<string | undefined>>;

/** Starts a revision's own code for all stacks at once, in processes of their own. */
export function renderAll(revision: Revision, stacks: readonly string[]): Renders {
  const renders = new Map(stacks.map((stack) => [stack, renderOf(revision, stack)]));
  // Whoever waits for one that failed is told; until then it is nobody's.
  for (const render of renders.values()) render.catch(() => undefined);
  return renders;
}

export interface ReviewRequest {
  /** The project's folder. */
  readonly root: string;
  readonly stack: string;
  readonly base: Base;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/** What a pull request does to one stack. */
export interface Review {
  readonly stack: string;
  /** Everything that changes, alerts apart. */
  readonly changes: readonly JudgedChange[];
  readonly alerts: readonly JudgedChange[];
  /** Null where there is no such side, or its config can't be read any more. */
  readonly capacity: { readonly before: CapacitySummary | null; readonly after: CapacitySummary };
  /** What the rules find in the working tree. */
  readonly policy: Report;
  /** What a reader must know to trust this. */
  readonly notes: readonly string[];
}

/** @throws UserError, ConfigError where the base or the working tree can't be read */
export async function review(request: ReviewRequest): Promise<Review> {
  const { root, stack, today } = request;
  const file = `Pulumi.${stack}.yaml`;
  const [plan, base] = await Promise.all([
    planStack({ projectDir: root, stackFile: join(root, file), stack }),
    baseOf(request),
  ]);
  const { values } = readStackFile(join(root, file), PROJECT, file);
  const pack = packFor(
    stackSettings((key) => values[key]),
    today,
    file,
  );
  const after = capacitySide(stack, values, file);
  const head = settledHead(plan, request.base, base.resources);
  // Of a deployed stack only the resources are known; the rates of now stand for those of then.
  const facts = factsOf(
    base.capacity?.config ?? (request.base.kind === "state" ? after.config : undefined),
    after.config,
  );
  const all = judged(changes(base.resources, head, facts), pack.settings.waivers, today);
  return {
    stack,
    changes: all.filter((change) => !isAlert(change)),
    alerts: all.filter(isAlert),
    capacity: { before: base.capacity?.summary ?? null, after: after.summary },
    policy: judge(RULES, { resources: planned(plan), sources: new Map(), skipped: [] }, pack),
    notes: base.notes,
  };
}

const PROJECT = "streaming";
const isAlert = ({ type }: JudgedChange): boolean => type.endsWith(":PrometheusRule");

const settledHead = (plan: Plan, { kind }: Base, deployed: readonly GuardedResource[]): readonly GuardedResource[] =>
  kind === "state" ? settled(ofPlan(plan), deployed) : ofPlan(plan);

interface BaseSide {
  readonly resources: readonly GuardedResource[];
  readonly capacity: CapacitySide | undefined;
  readonly notes: readonly string[];
}

async function baseOf({ base, stack }: ReviewRequest): Promise<BaseSide> {
  if (base.kind === "state") {
    const note = "Compared with what is deployed; amounts are worked out from the rates of the config as it is now.";
    return { resources: ofState(base.file), capacity: undefined, notes: [note] };
  }
  const { revision, renders } = base;
  const list = await renders.get(stack);
  if (list === undefined)
    return {
      resources: [],
      capacity: undefined,
      notes: [`${short(revision)} had no stack ${stack}: everything is new.`],
    };
  const { capacity, notes } = capacityThen(revision, stack);
  return { resources: ofRender(list), capacity, notes: [...packagesNote(revision), ...notes] };
}

const short = ({ commit }: Revision): string => commit.slice(0, 12);

const packagesNote = (revision: Revision): readonly string[] =>
  revision.ownPackages
    ? []
    : [
        `The lockfile of ${short(revision)} differs: its code ran with the packages of the working tree. Differences that come from packages may be missing; --base-modules DIR takes its own.`,
      ];

/** The old config by today's model, so that both sides are measured alike. */
function capacityThen({ dir, commit }: Revision, stack: string): Pick<BaseSide, "capacity" | "notes"> {
  const file = join(dir, `Pulumi.${stack}.yaml`);
  if (!existsSync(file)) return { capacity: undefined, notes: [] };
  const shownAs = `Pulumi.${stack}.yaml of ${commit.slice(0, 12)}`;
  try {
    return { capacity: capacitySide(stack, readStackFile(file, PROJECT, shownAs).values, shownAs), notes: [] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return {
      capacity: undefined,
      notes: [
        `Amounts and sizes of before aren't known: ${error.problems.length} setting(s) of ${shownAs} can't be read by today's schema.`,
      ],
    };
  }
}
