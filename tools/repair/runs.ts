/**
 * Who started a process: each run of the CLI gets a mark in its environment, which its plugins and language hosts inherit, and a record of its
 * process id and start time. So what a killed run left can be told from everything else that goes by the same names.
 */
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { listIfExists, readIfExists, writeFileAtomically } from "../../sandbox/files";
import { commandOf, processesWith, startTimeOf } from "../../sandbox/process-table";

/** Environment variable that carries the mark. */
const MARK = "STREAMING_PULUMI_RUN";

interface RunRecord {
  readonly mark: string;
  readonly pid: number;
  readonly startTime: string;
}

export interface Recording {
  readonly env: NodeJS.ProcessEnv;
  began(pid: number | undefined): void;
  ended(): void;
}

/** A record of a run that is about to start; kept beside the CLI's own files. */
export function recordRun(env: NodeJS.ProcessEnv): Recording {
  const mark = randomUUID();
  const file = path.join(folderOf(env), `${mark}.json`);
  return {
    env: { ...env, [MARK]: mark },
    began: (pid = 0) => {
      const record: RunRecord = { mark, pid, startTime: startTimeOf(pid) ?? "" };
      writeFileAtomically(file, `${JSON.stringify(record)}\n`);
    },
    ended: () => fs.rmSync(file, { force: true }),
  };
}

/** Recorded runs that live. */
export const livingRuns = (env: NodeJS.ProcessEnv): readonly number[] =>
  records(env).flatMap((record) => (isAlive(record) ? [record.pid] : []));

/** Ends what runs left that are dead; returns a line for each process. */
export async function endOrphans(env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const record of records(env).filter((each) => !isAlive(each))) {
    const orphans = processesWith(MARK, record.mark).map((pid) => ({
      pid,
      startTime: startTimeOf(pid),
      name: nameOf(commandOf(pid) ?? ""),
    }));
    await Promise.all(orphans.map(end));
    lines.push(...orphans.map(({ pid, name }) => `ended ${name} (process ${pid}), which a killed run had left`));
    fs.rmSync(path.join(folderOf(env), `${record.mark}.json`), { force: true });
  }
  return lines;
}

const folderOf = ({ PULUMI_HOME: home }: NodeJS.ProcessEnv): string =>
  path.join(home === undefined || home === "" ? path.join(os.homedir(), ".pulumi") : home, "streaming-runs");

function records(env: NodeJS.ProcessEnv): readonly RunRecord[] {
  return listIfExists(folderOf(env))
    .filter((file) => file.endsWith(".json"))
    .flatMap((file) => readIfExists(path.join(folderOf(env), file)) ?? [])
    .map((text) => JSON.parse(text) as RunRecord);
}

const isAlive = ({ pid, startTime }: RunRecord): boolean => startTimeOf(pid) === startTime;

/** A plugin's name where the command line has one, else the program's. */
function nameOf(command: string): string {
  const names = command.split(" ").map((word) => path.basename(word));
  return names.find((name) => name.startsWith("pulumi-")) ?? names.find((name) => name !== "") ?? "a process";
}

interface Orphan {
  readonly pid: number;
  readonly startTime: string | undefined;
}

/** Asks first: a plugin that is writing may come to its end. */
async function end(orphan: Orphan): Promise<void> {
  const lives = (): boolean => orphan.startTime !== undefined && startTimeOf(orphan.pid) === orphan.startTime;
  for (const [signal, withinMs] of ENDING) {
    if (!lives()) return;
    send(orphan.pid, signal);
    for (const deadline = Date.now() + withinMs; lives() && Date.now() < deadline;) await pause(POLL_MS);
  }
}

const ENDING = [
  ["SIGTERM", 3_000],
  ["SIGKILL", 3_000],
] as const;
const POLL_MS = 25;

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Ended meanwhile.
  }
}
