/** Runs of the Pulumi CLI on a sandbox, timed. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { PulumiPlace } from "../pulumi";
import { toolPath } from "../paths";
import { type Peak, peaksOf } from "./memory";

export interface Timed {
  readonly seconds: number;
  readonly cliMebibytes: number | undefined;
  /** Of the program's own process. */
  readonly programMebibytes: number | undefined;
}

const CALM = ["--non-interactive", "--suppress-progress", "--suppress-outputs"];

/** Everything from nothing. */
export const timedUp = (place: PulumiPlace): Promise<Timed> => timed(place, ["up", "--yes", "--skip-preview"]);

/** Fails where there is something to do. */
export const timedPreview = (place: PulumiPlace): Promise<Timed> => timed(place, ["preview", "--expect-no-changes"]);

async function timed({ projectDir, env }: PulumiPlace, args: readonly string[]): Promise<Timed> {
  const began = performance.now();
  const child = spawn(toolPath("pulumi"), [...args, ...CALM], { cwd: projectDir, env, stdio: ["ignore", 2, 2] });
  const ended = once(child, "exit").then(([code]) => ({ code: code as number | null, at: performance.now() }));
  const peaks = await peaksOf(child.pid ?? 0, ended);
  const { code, at } = await ended;
  if (code !== 0)
    throw new Error(`pulumi ${args.join(" ")} ended with exit code ${String(code)}; its messages are above`);
  return {
    seconds: (at - began) / 1000,
    cliMebibytes: peaks[0]?.mebibytes,
    programMebibytes: peaks.find(isProgram)?.mebibytes,
  };
}

const isProgram = ({ command }: Peak): boolean => command.includes("@pulumi/pulumi/cmd/run/");
