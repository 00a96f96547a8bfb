import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { UserError } from "../core/problems";
import { listIfExists, readIfExists, writeFileAtomically } from "./files";
import type { SandboxLayout } from "./layout";
import { startTimeOf } from "./process-table";

/** One process of a sandbox that was started; kept until it was stopped. */
export interface RunRecord {
  readonly name: string;
  readonly pid: number;
  /** As `startTimeOf` gives it, so that another process with a reused id is never taken for this one. */
  readonly startTime: string;
  readonly command: readonly string[];
  /** ISO 8601. */
  readonly since: string;
  readonly stopSignal: NodeJS.Signals;
  /** The process under this name before, where it ended without having been stopped. */
  readonly crashed?: number;
}

export interface ProcessSpec {
  /** `etcd`, `operators`, `kafka/apphub-system/apphub-redpanda-0`. */
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly cwd?: string;
  /** The whole environment; the caller's where absent. */
  readonly env?: NodeJS.ProcessEnv;
  /** What asks the process for an orderly end; PostgreSQL wants SIGINT. */
  readonly stopSignal?: NodeJS.Signals;
}

/** Starts a process of its own session with a log file, and records it. It outlives this one. */
export async function start(layout: SandboxLayout, spec: ProcessSpec): Promise<RunRecord> {
  const [program, ...args] = spec.command;
  const log = fs.openSync(rotatedLog(layout, spec.name), "a");
  const child = spawn(program, args, {
    detached: true,
    stdio: ["ignore", log, log],
    cwd: spec.cwd ?? layout.dir,
    env: spec.env ?? process.env,
  });
  fs.closeSync(log);
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (error) => reject(new UserError(`${spec.name} can't be started: ${error.message}`)));
  });
  child.unref();
  const pid = child.pid ?? 0;
  const before = readIfExists(recordFile(layout, spec.name));
  const record: RunRecord = {
    name: spec.name,
    pid,
    startTime: startTimeOf(pid) ?? "ended at once",
    command: spec.command,
    since: new Date().toISOString(),
    stopSignal: spec.stopSignal ?? "SIGTERM",
    ...(before === undefined ? {} : { crashed: (JSON.parse(before) as RunRecord).pid }),
  };
  writeFileAtomically(recordFile(layout, spec.name), `${JSON.stringify(record, undefined, 2)}\n`);
  return record;
}

export function isAlive(record: RunRecord): boolean {
  return startTimeOf(record.pid) === record.startTime;
}

/** The record of a process that runs now. */
export function running(layout: SandboxLayout, name: string): RunRecord | undefined {
  const text = readIfExists(recordFile(layout, name));
  if (text === undefined) return undefined;
  const record = JSON.parse(text) as RunRecord;
  return isAlive(record) ? record : undefined;
}

/** All records, living or not, in the order of their start. */
export function records(layout: SandboxLayout): readonly RunRecord[] {
  return listIfExists(layout.runDir)
    .filter((file) => file.endsWith(".json"))
    .flatMap((file) => readIfExists(path.join(layout.runDir, file)) ?? [])
    .map((text) => JSON.parse(text) as RunRecord)
    .sort((a, b) => a.since.localeCompare(b.since));
}

/** Asks the process to end, ends it by force after the deadline, and removes its record. */
export async function stop(layout: SandboxLayout, record: RunRecord, deadlineMs = STOP_DEADLINE_MS): Promise<void> {
  if (isAlive(record)) {
    signal(record.pid, record.stopSignal);
    if (!(await ended(record, deadlineMs))) {
      // The whole session: what it started must not outlive it.
      signal(-record.pid, "SIGKILL");
      await ended(record, KILL_DEADLINE_MS);
    }
  }
  fs.rmSync(recordFile(layout, record.name), { force: true });
}

/** The process that starts brokers and databases again when they end: it has to go before them. */
const SUPERVISOR = "operators";

/** Stops everything, the last started first but the supervisor before all; returns what was alive. */
export async function stopAll(layout: SandboxLayout): Promise<readonly RunRecord[]> {
  const stopped: RunRecord[] = [];
  const end = async (record: RunRecord): Promise<void> => {
    if (isAlive(record)) stopped.push(record);
    await stop(layout, record);
  };
  for (const record of records(layout).filter(({ name }) => name === SUPERVISOR)) await end(record);
  for (const record of [...records(layout)].reverse()) await end(record);
  return stopped;
}

export function logFile(layout: SandboxLayout, name: string): string {
  return path.join(layout.logDir, `${fileName(name)}.log`);
}

/** The last lines of a process's log, for the message when it failed. */
export function logTail(layout: SandboxLayout, name: string, lines = 12): string {
  return (readIfExists(logFile(layout, name)) ?? "").trimEnd().split("\n").slice(-lines).join("\n");
}

const STOP_DEADLINE_MS = 15_000;
const KILL_DEADLINE_MS = 5_000;
const KEPT_LOGS = 3;

function recordFile(layout: SandboxLayout, name: string): string {
  return path.join(layout.runDir, `${fileName(name)}.json`);
}

const fileName = (name: string): string => name.replaceAll("/", ".");

/** A new log for each start; the previous ones stay as `.1`, `.2`. */
function rotatedLog(layout: SandboxLayout, name: string): string {
  const file = logFile(layout, name);
  fs.mkdirSync(layout.logDir, { recursive: true });
  for (let i = KEPT_LOGS - 1; i >= 1; i--) {
    const older = i === 1 ? file : `${file}.${i - 1}`;
    if (fs.existsSync(older)) fs.renameSync(older, `${file}.${i}`);
  }
  return file;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Ended meanwhile.
  }
}

async function ended(record: RunRecord, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (isAlive(record)) {
    if (Date.now() >= deadline) return false;
    await pause(25);
  }
  return true;
}
