import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

/** The account that a PostgreSQL server runs as: it refuses to run as root. */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
}

/** `nobody` where this process is root; undefined where it is an ordinary user, whose own account will do. */
export function serverAccount(): ServerAccount | undefined {
  return process.getuid?.() === 0 ? { uid: idOf("-u"), gid: idOf("-g") } : undefined;
}

/** The command line that runs `command` as the account, with access to `folders` even where a folder above them is closed to others. */
export function commandAs(
  account: ServerAccount | undefined,
  folders: readonly string[],
  command: readonly [string, ...string[]],
): [string, ...string[]] {
  if (!account) return [...command];
  const reachable = folders.every(isOpenToOthers);
  const capabilities = reachable ? [] : ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"];
  return ["setpriv", `--reuid=${account.uid}`, `--regid=${account.gid}`, "--clear-groups", ...capabilities, ...command];
}

/** True if any account can pass through all folders above this one and into it. */
function isOpenToOthers(folder: string): boolean {
  const parent = path.dirname(folder);
  const open = !fs.existsSync(folder) || (fs.statSync(folder).mode & OTHERS_MAY_ENTER) !== 0;
  return open && (parent === folder || isOpenToOthers(parent));
}

const OTHERS_MAY_ENTER = 0o001;

const idOf = (flag: "-u" | "-g"): number => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }).trim());
