import { UserError } from "../../core/problems";
import { capture, display } from "../pulumi";
import type { PulumiPlace } from "../pulumi";
import type { Deployment, Exported, Operation } from "./deployment";
import { releaseDeadLock } from "./locks";
import { endOrphans } from "./runs";
import { isPending, settle } from "./settle";
import type { Adopted } from "./settle";

export interface Repaired {
  /** A line for each thing that was done. */
  readonly done: readonly string[];
  /** Resources of which nobody can say whether they were created: left as they are, for a person to look at. */
  readonly left: readonly string[];
}

/** What needs nothing but the machine: ends plugins that a killed run left, and takes its lock away. `folder` is the backend's, where it is one. */
export async function releaseStack(
  place: PulumiPlace,
  project: string,
  folder: string | undefined,
): Promise<readonly string[]> {
  const ended = await endOrphans(place.env);
  return [...ended, ...(folder === undefined ? [] : await releaseDeadLock(place, project, folder))];
}

/** Finds out what became of operations that were under way when the engine stopped; needs what the stack is deployed to. */
export async function settleOperations(place: PulumiPlace): Promise<Repaired> {
  const before = await exported(place);
  if (!isPending(before.deployment)) return { done: [], left: [] };
  const { exported: after, adopted, changing, dropped, unknown } = settle(before);
  if (unknown.length > 0) return { done: [], left: unknown.map(urnOf) };
  await capture(place, ["stack", "import", "--stack", place.stack], JSON.stringify(after));
  const toLookAt = [...adopted.map(({ urn }) => urn), ...changing.map(urnOf)];
  if (toLookAt.length > 0) await look(place, toLookAt);
  const { deployment } = await exported(place);
  return {
    done: [
      ...dropped.map(({ type, resource }) => `cleared ${nameOf(resource.urn)}: its ${NOUN[type]} left no trace`),
      ...adopted.map((created) => outcome(created, deployment)),
      ...changing.map(({ type, resource }) => changed(type, resource.urn, deployment)),
    ],
    left: [],
  };
}

const NOUN: Readonly<Record<Operation["type"], string>> = {
  creating: "creation",
  updating: "change",
  deleting: "deletion",
  reading: "reading",
  importing: "import",
};

async function exported(place: PulumiPlace): Promise<Exported> {
  return JSON.parse(await capture(place, ["stack", "export", "--stack", place.stack])) as Exported;
}

/** Takes over what there is, and forgets what isn't there. */
async function look(place: PulumiPlace, urns: readonly string[]): Promise<void> {
  const quiet = ["--yes", "--skip-preview", "--non-interactive", "--suppress-progress", "--suppress-outputs"];
  const targets = urns.flatMap((urn) => ["--target", urn]);
  const failure = await display(place, ["refresh", "--stack", place.stack, ...quiet, ...targets]);
  if (failure === undefined) return;
  throw new UserError(
    `What became of ${urns.length} interrupted operation(s) could not be seen: pulumi refresh ${failure}; its messages are above.\n` +
      `Nothing is lost: the next run looks at them before anything else.`,
  );
}

const isThere = (urn: string, { resources = [] }: Deployment): boolean =>
  resources.some((state) => state.urn === urn && state.delete !== true);

function outcome({ urn, id }: Adopted, deployment: Deployment): string {
  return isThere(urn, deployment)
    ? `imported ${nameOf(urn)}: it was created (${id})`
    : `cleared ${nameOf(urn)}: it was not created`;
}

function changed(type: Operation["type"], urn: string, deployment: Deployment): string {
  const now = isThere(urn, deployment) ? "it is there" : "it is gone";
  return `looked at ${nameOf(urn)}: its ${NOUN[type]} was interrupted, ${now}`;
}

const urnOf = ({ resource }: Operation): string => resource.urn;

/** `Topic apphub-topics-orders` of a URN. */
function nameOf(urn: string): string {
  const [, , types = "", name = urn] = urn.split("::");
  return `${types.split(/[$:/]/).at(-1) ?? ""} ${name}`;
}
