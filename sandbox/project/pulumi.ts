import fs from "node:fs";
import path from "node:path";
import { UserError } from "../../core/problems";
import { capture as runCli, display } from "../../tools/pulumi";
import type { PulumiPlace } from "../../tools/pulumi";
import type { Deployment } from "../../tools/repair/deployment";
import { releaseStack, settleOperations } from "../../tools/repair/repair";
import { isPending } from "../../tools/repair/settle";
import { readIfExists } from "../files";
import type { SandboxLayout } from "../layout";
import { keepNoLogs } from "./cli-logs";
import { PROJECT } from "./committed";
import { pulumiEnvironment } from "./environment";

/** One resource that an operation made, changed or removed, or would. */
export interface Step {
  /** `create`, `update`, `delete`, `replace`, … */
  readonly op: string;
  readonly urn: string;
}

/** Runs `preview`, `up` or `destroy` on the shadow project, its display going to stderr; returns what it changed, or would: nothing where all is as it should be. */
export async function operate(layout: SandboxLayout, args: readonly [string, ...string[]]): Promise<readonly Step[]> {
  const log = path.join(layout.dir, "events.json");
  fs.rmSync(log, { force: true });
  const failure = await display(placeOf(layout), [...args, ...CALM, "--event-log", log]);
  const steps = stepsOf(readIfExists(log) ?? "");
  fs.rmSync(log, { force: true });
  if (failure !== undefined) {
    throw new UserError(
      `pulumi ${args[0]} ${failure}; its messages are above.\nWhat it had done is kept: run this again once the cause is gone, and it goes on from there.`,
    );
  }
  return steps;
}

/** Lines for what happens, and neither dots nor outputs. */
const CALM: readonly string[] = ["--non-interactive", "--suppress-progress", "--suppress-outputs"];

/** One command of the CLI, its stdout returned. */
export const capture = (layout: SandboxLayout, args: readonly string[]): Promise<string> =>
  runCli(placeOf(layout), args);

/** The stack of the shadow project. */
export const placeOf = (layout: SandboxLayout): PulumiPlace => ({
  projectDir: layout.project,
  stack: layout.stack,
  // `--event-log` is one of the CLI's debugging flags.
  env: { ...pulumiEnvironment(layout), PULUMI_DEBUG_COMMANDS: "true" },
});

/** Makes the stack in the sandbox's own backend, unless it is there. */
export async function ensureStack(layout: SandboxLayout): Promise<void> {
  fs.mkdirSync(layout.pulumi.state, { recursive: true });
  fs.mkdirSync(layout.pulumi.home, { recursive: true });
  keepNoLogs(layout.pulumi.home);
  if (fs.existsSync(stateFile(layout))) return;
  await capture(layout, ["stack", "init", layout.stack, "--secrets-provider", "passphrase", "--non-interactive"]);
}

export const stateFile = (layout: SandboxLayout): string =>
  path.join(layout.pulumi.state, ".pulumi", "stacks", PROJECT, `${layout.stack}.json`);

/** Ends what a killed run left, and takes its lock away; a living one keeps its own. */
export async function release(layout: SandboxLayout): Promise<void> {
  tell(await releaseStack(placeOf(layout), PROJECT, layout.pulumi.state));
}

/** Finds out what became of the resources that a killed run was working on; brokers, databases and the cluster have to run. */
export async function settle(layout: SandboxLayout): Promise<void> {
  if (!isPending(recorded(layout))) return;
  const { done, left } = await settleOperations(placeOf(layout));
  tell(done);
  if (left.length > 0) {
    throw new UserError(
      ["Nobody can tell whether a killed run created these; npm run repair -- --help says more:", ...left].join("\n"),
    );
  }
}

/** The file of a stack, as the backend keeps it. */
interface Checkpoint {
  readonly checkpoint?: { readonly latest?: Deployment };
}

function recorded(layout: SandboxLayout): Deployment {
  const { checkpoint } = JSON.parse(readIfExists(stateFile(layout)) ?? "{}") as Checkpoint;
  return checkpoint?.latest ?? {};
}

/** Whether the stack's state has anything but the stack itself and its providers, or a killed run may have made something. */
export function hasResources(layout: SandboxLayout): boolean {
  const latest = recorded(layout);
  return isPending(latest) || (latest.resources ?? []).some(({ type }) => !type.startsWith("pulumi:"));
}

const tell = (lines: readonly string[]): void => lines.forEach((line) => process.stderr.write(`repair: ${line}\n`));

/** What the events, one JSON object per line, say of resources that don't stay as they are. */
function stepsOf(events: string): readonly Step[] {
  const steps = events.split("\n").flatMap((line) => {
    if (line === "") return [];
    const { resourcePreEvent, resOutputsEvent } = JSON.parse(line) as EngineEvent;
    const metadata = resourcePreEvent?.metadata ?? resOutputsEvent?.metadata;
    return metadata === undefined || UNCHANGED.has(metadata.op) ? [] : [{ op: metadata.op, urn: metadata.urn }];
  });
  return steps.filter(({ op, urn }, i) => steps.findIndex((other) => other.op === op && other.urn === urn) === i);
}

interface EngineEvent {
  readonly resourcePreEvent?: { readonly metadata: Step };
  readonly resOutputsEvent?: { readonly metadata: Step };
}

const UNCHANGED: ReadonlySet<string> = new Set(["same", "read"]);
