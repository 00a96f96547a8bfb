/** What the working tree is compared with: another revision by its own code, or what is deployed. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readStackFile } from "../../core/config/stack-file";
import type { GuardedResource } from "../../core/guard/change";
import { ConfigError } from "../../core/problems";
import type { Settings } from "../../policy/framework/settings";
import { packFor, stackSettings } from "../../policy/target";
import type { Revision } from "../guard/base";
import type { Plans } from "../guard/base-plans";
import { ofRender, ofState } from "../guard/resources";
import { type CapacitySide, capacitySide } from "./capacity";

export type Base =
  | { readonly kind: "revision"; readonly revision: Revision; readonly plans: Plans }
  /** What `pulumi stack export` wrote. */
  | { readonly kind: "state"; readonly file: string };

export interface BaseSide {
  readonly resources: readonly GuardedResource[];
  readonly capacity: CapacitySide | undefined;
  /** Settings as text, by full key; undefined where there was no such stack, or nobody knows. */
  readonly values: Readonly<Record<string, string>> | undefined;
  /** How strict the rules were. */
  readonly settings: Settings | undefined;
  /** Path of the stack's file of then. */
  readonly stackFile: string | undefined;
  /** What a reader must know to trust this. */
  readonly notes: readonly string[];
}

export const PROJECT = "streaming";

const UNKNOWN = { capacity: undefined, values: undefined, settings: undefined, stackFile: undefined };

/** @throws UserError where it can't be read, or the revision's own code fails */
export async function baseSide(base: Base, stack: string, today: string): Promise<BaseSide> {
  if (base.kind === "state") {
    const note = "Compared with what is deployed; amounts are worked out from the rates of the config as it is now.";
    return { ...UNKNOWN, resources: ofState(base.file), notes: [note] };
  }
  const { revision, plans } = base;
  const list = await plans.get(stack);
  if (list === undefined)
    return {
      ...UNKNOWN,
      resources: [],
      notes: [`${short(revision)} had no stack ${stack}: everything is new.`],
    };
  const { notes, ...known } = configThen(revision, stack, today);
  return { ...known, resources: ofRender(list), notes: [...packagesNote(revision), ...notes] };
}

const short = ({ commit }: Revision): string => commit.slice(0, 12);

const packagesNote = (revision: Revision): readonly string[] =>
  revision.ownPackages
    ? []
    : [
        `The lockfile of ${short(revision)} differs: its code ran with the packages of the working tree. Differences that come from packages may be missing; --base-modules DIR takes its own.`,
      ];

/** The old config by today's model and rules, so that both sides are measured alike. */
function configThen(revision: Revision, stack: string, today: string): Omit<BaseSide, "resources"> {
  const file = `Pulumi.${stack}.yaml`;
  const stackFile = join(revision.dir, file);
  if (!existsSync(stackFile)) return { ...UNKNOWN, notes: [] };
  const shownAs = `${file} of ${short(revision)}`;
  try {
    const { values } = readStackFile(stackFile, PROJECT, shownAs);
    const { settings } = packFor(
      stackSettings((key) => values[key]),
      today,
      shownAs,
    );
    return { capacity: capacitySide(stack, values, shownAs), values, settings, stackFile, notes: [] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const note = `Amounts and sizes of before aren't known: ${error.problems.length} setting(s) of ${shownAs} can't be read by today's schema.`;
    return { ...UNKNOWN, notes: [note] };
  }
}
