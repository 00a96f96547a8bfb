import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../../core/problems";
import { listIfExists, readIfExists } from "../../sandbox/files";
import { startedAt, startTimeOf } from "../../sandbox/process-table";
import { capture } from "../pulumi";
import type { PulumiPlace } from "../pulumi";
import { clearUnfinished, lockFolder, UNPLACED } from "./backend-files";

/** What a run of the CLI writes of itself into a lock of a backend that is a folder. */
export interface LockOwner {
  readonly pid: number;
  readonly hostname: string;
  readonly username: string;
  /** ISO 8601. */
  readonly timestamp: string;
}

/** Cancels the lock of runs that are dead and clears what they left unfinished, and says so; refuses where one lives, or may live on another machine. */
export async function releaseDeadLock(place: PulumiPlace, project: string, folder: string): Promise<readonly string[]> {
  const { stack } = place;
  const owners = lockOwners(folder, project, stack);
  const elsewhere = owners.find(({ hostname }) => hostname !== os.hostname());
  if (elsewhere) {
    throw new UserError(
      `${stack} is locked by ${elsewhere.username}@${elsewhere.hostname} (process ${elsewhere.pid}) since ${elsewhere.timestamp}.\n` +
        `Only that machine can tell whether this run lives: run this there, or, if the machine is gone, pulumi cancel --stack ${stack}.`,
    );
  }
  const living = owners.find(lives);
  if (living) {
    throw new UserError(
      `Another pulumi is at work on this stack: process ${living.pid}.\nWait for it, or end it (kill ${living.pid}), then run this again.`,
    );
  }
  const cleared = clearUnfinished(folder, project, stack);
  if (owners.length === 0) return cleared;
  await capture(place, ["cancel", "--yes", "--non-interactive", "--stack", stack]);
  const cancelled = owners.map(({ pid }) => `cancelled the lock of process ${pid}, which was killed`);
  return [...cleared, ...cancelled];
}

/** Who holds the locks of a stack in a backend that is this folder, or was about to. */
export function lockOwners(folder: string, project: string, stack: string): readonly LockOwner[] {
  const dir = lockFolder(folder, project, stack);
  return listIfExists(dir)
    .filter((file) => file.endsWith(".json") || file.endsWith(UNPLACED))
    .flatMap((file) => ownerIn(readIfExists(path.join(dir, file)) ?? ""));
}

/** None while it is being written. */
function ownerIn(text: string): readonly LockOwner[] {
  try {
    return [JSON.parse(text) as LockOwner];
  } catch {
    return [];
  }
}

/** A process that started after the lock was written got its owner's id later. */
function lives({ pid, timestamp }: LockOwner): boolean {
  if (startTimeOf(pid) === undefined) return false;
  const started = startedAt(pid);
  return started === undefined || started <= Date.parse(timestamp) + CLOCK_TOLERANCE_MS;
}

/** The system knows the time of its boot to a second only. */
const CLOCK_TOLERANCE_MS = 2_000;

/** The folder of a backend's address; undefined for those that are no folder (a bucket, Pulumi Cloud): who holds their locks can't be seen from here. */
export function folderOf(backendUrl: string): string | undefined {
  if (!backendUrl.startsWith("file://")) return undefined;
  const [address = ""] = backendUrl.split("?");
  return address.startsWith("file://~") ? address.replace("file://~", os.homedir()) : fileURLToPath(address);
}
