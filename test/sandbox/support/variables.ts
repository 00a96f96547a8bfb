import { execFileSync } from "node:child_process";
import { exportLines } from "../../../sandbox/environment";
import type { Sandbox } from "../../../sandbox/lifecycle";

/** A variable as a person's shell has it after `eval "$(npm run -s sandbox -- env)"`; empty where there is none. */
export async function variableOf(sandbox: Sandbox, name: string): Promise<string> {
  const lines = (await exportLines(sandbox)).join("\n");
  return execFileSync("sh", ["-c", `${lines}\nprintf %s "$${name}"`], { encoding: "utf8" });
}
