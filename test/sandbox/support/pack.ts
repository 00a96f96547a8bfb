/** The policy pack beside a stack that is deployed, as people run it. */
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { REPOSITORY } from "../../../sandbox/layout";
import { startSandbox, type Sandbox } from "../../../sandbox/lifecycle";
import { placeOf } from "../../../sandbox/project/pulumi";
import { toolPath } from "../../../tools/paths";

export interface Judged {
  readonly passed: boolean;
  /** All that the CLI tells. */
  readonly output: string;
}

/** `pulumi preview` or `pulumi up` with the pack, of the stack file as it is now. */
export async function withPack(sandbox: Sandbox, ...command: readonly string[]): Promise<Judged> {
  // Puts the stack file as it is into the sandbox's project.
  await startSandbox(sandbox);
  const { projectDir, env } = placeOf(sandbox.layout);
  const args = [...command, "--policy-pack", path.join(REPOSITORY, "policy"), "--non-interactive"];
  try {
    const { stdout, stderr } = await promisify(execFile)(toolPath("pulumi"), args, { cwd: projectDir, env, maxBuffer });
    return { passed: true, output: stdout + stderr };
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { readonly stdout?: string; readonly stderr?: string };
    return { passed: false, output: stdout + stderr };
  }
}

const maxBuffer = 64 * 1024 * 1024;
