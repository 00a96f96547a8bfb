import fs from "node:fs";
import path from "node:path";

/**
 * Keeps the CLI from writing its log in this home (`PULUMI_HOME`): every message between it, the program and the providers, compressed, which is a good
 * part of its time. No flag switches that off, but the CLI goes on without where it can't make the folder.
 */
export function keepNoLogs(home: string): void {
  const logs = path.join(home, "logs");
  if (fs.statSync(logs, { throwIfNoEntry: false })?.isFile()) return;
  fs.rmSync(logs, { recursive: true, force: true });
  fs.writeFileSync(logs, "A file in place of a folder, so that the Pulumi CLI keeps no logs here.\n");
}
