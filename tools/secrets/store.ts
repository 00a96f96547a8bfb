import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { UserError } from "../../core/problems";
import { toolPath } from "../paths";
import type { SecretStore } from "./fill";

export interface ConfigPlace {
  /** Folder with `Pulumi.yaml` and the stack's file. */
  readonly projectDir: string;
  readonly stack: string;
  /** Environment of the CLI: its backend and passphrase. */
  readonly env: NodeJS.ProcessEnv;
}

/** A stack's config by way of the Pulumi CLI, which encrypts it; `has` says which secrets the stack's file holds. */
export const configStore = (place: ConfigPlace, has: (key: string) => boolean): SecretStore => {
  const made = new Set<string>();
  return {
    has: (key) => made.has(key) || has(key),
    read: (key) => config(place, key, ["get", key]),
    write: async (key, value) => {
      await config(place, key, ["set", "--secret", key], value);
      made.add(key);
    },
  };
};

/** A value goes by standard input, so that no list of processes shows it. */
async function config(
  { projectDir, stack, env }: ConfigPlace,
  key: string,
  command: readonly string[],
  input = "",
): Promise<string> {
  const args = ["config", ...command, "--stack", stack, "--non-interactive"];
  const running = promisify(execFile)(toolPath("pulumi"), args, { cwd: projectDir, env });
  running.child.stdin?.end(input);
  try {
    return (await running).stdout.trim();
  } catch (error) {
    const { stderr } = error as { readonly stderr?: string };
    const done = command[0] === "get" ? "read" : "set";
    throw new UserError(`${key} could not be ${done}: ${(stderr ?? String(error)).trim()}`, { cause: error });
  }
}
