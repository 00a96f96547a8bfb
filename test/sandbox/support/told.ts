/** Pulumi's commands on a sandbox's stack, as people run them. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { startSandbox, type Sandbox } from "../../../sandbox/lifecycle";
import { placeOf } from "../../../sandbox/project/pulumi";
import { toolPath } from "../../../tools/paths";

export interface Told {
  /** The command ended well. */
  readonly ok: boolean;
  /** All that it told. */
  readonly text: string;
}

/** One command of the CLI for the stack file as it is now. */
export async function told(sandbox: Sandbox, ...args: readonly string[]): Promise<Told> {
  // Puts the stack file as it is into the sandbox's project.
  await startSandbox(sandbox);
  const { projectDir: cwd, env } = placeOf(sandbox.layout);
  const all = [...args, "--non-interactive", "--suppress-progress"];
  try {
    const { stdout, stderr } = await promisify(execFile)(toolPath("pulumi"), all, { cwd, env, maxBuffer });
    return { ok: true, text: stdout + stderr };
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { readonly stdout?: string; readonly stderr?: string };
    return { ok: false, text: stdout + stderr };
  }
}

const maxBuffer = 64 * 1024 * 1024;
