/** TypeScript's own check, in a process of its own while the stacks are planned. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Finding } from "./report";

export async function checkTypes(projectDir: string): Promise<Finding> {
  const tsc = join(projectDir, "node_modules", "typescript", "bin", "tsc");
  const child = spawn(process.execPath, [tsc, "-p", "tsconfig.json", "--noEmit"], {
    cwd: projectDir,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<number | null>((resolve, reject) => child.on("exit", resolve).on("error", reject));
  const output = (await text(child.stdout)).trim();
  const ok = (await ended) === 0;
  return { subject: "types", ok, text: ok ? "no errors" : output };
}
