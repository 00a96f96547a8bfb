import fs from "node:fs";
import path from "node:path";
import { readIfExists } from "../files";
import { commandOf } from "../process-table";

/**
 * After a crash or reboot the lock file names a process that is gone, or another one that got its id since: PostgreSQL would then refuse to start.
 * A lock whose process may be a server on this data is left to PostgreSQL's own judgement.
 */
export function removeStaleLock(data: string): void {
  const file = path.join(data, "postmaster.pid");
  const pid = Number.parseInt(readIfExists(file) ?? "", 10);
  if (Number.isInteger(pid) && !commandOf(pid)?.includes(data)) fs.rmSync(file, { force: true });
}
