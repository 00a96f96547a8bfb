/** Brokers, databases and the cluster's own processes failing under `pulumi up`: it says so, the next run has all as declared, and no data is lost. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startSandbox, up } from "../../sandbox/lifecycle";
import { isAlive, records, running } from "../../sandbox/processes";
import type { RunRecord } from "../../sandbox/processes";
import { processesWith, startTimeOf } from "../../sandbox/process-table";
import { REPOSITORY } from "../../sandbox/layout";
import { waitFor } from "../../sandbox/wait";
import { atWork, FaultTable, FIRST_RESOURCE, messagesOf, toItsEnd } from "./support/faults";
import { inventory } from "./support/inventory";
import type { Inventory } from "./support/inventory";
import { messagesKept, produce, readAll, writeUntilRefused } from "./support/kafka-client";
import { insertRows, rowsIn } from "./support/rows";
import { testSandbox } from "./support/sandbox";
import type { TestSandbox } from "./support/sandbox";
import { variableOf } from "./support/variables";

const BROKER = "kafka/apphub-system/apphub-redpanda-0";
const DATABASE = "postgres/apphub-system/sequencer-db";
const TOPIC = "apphub.core.events";
const OTHER_TOPIC = "apphub.ingestion.telemetry";
const AMOUNT = 1000;

const table = new FaultTable();
let sandbox: TestSandbox;
let everything: Inventory;
let bootstrap: string;
let database: string;

beforeAll(async () => {
  sandbox = await testSandbox("faults-machine");
  await up(sandbox);
  everything = await inventory(sandbox);
  bootstrap = await variableOf(sandbox, "APPHUB_KAFKA_BOOTSTRAP");
  database = await variableOf(sandbox, "APPHUB_DATABASE_URL");
  await produce(bootstrap, TOPIC, AMOUNT);
  await insertRows(database, AMOUNT);
});
afterAll(async () => {
  table.print("The machine");
  await sandbox.remove();
});

function processOf(name: string): RunRecord {
  const record = running(sandbox.layout, name);
  if (record === undefined) throw new Error(`${name} doesn't run`);
  return record;
}

const kill = (name: string): boolean => process.kill(processOf(name).pid, "SIGKILL");

/** The first thing that is changed, which is the quota where the database's pod grows: the database is still to come. */
const FIRST_UPDATE = /"resourcePreEvent":\{"metadata":\{"op":"update"/;

/** Brings the fault about when `pulumi up` is that far, before it comes to what the fault concerns, and lets the next run converge. */
async function faultDuringUp(fault: string, event: RegExp, strike: () => unknown): Promise<string> {
  const started = Date.now();
  const seen = await messagesOf(
    () => up(sandbox),
    () => atWork(sandbox, event).then(strike),
  );
  await converged();
  table.add(fault, firstWords(seen), Date.now() - started);
  return seen;
}

/** The next run, and where that has something to mend the one after it, finds all as declared. */
async function converged(): Promise<void> {
  if ((await up(sandbox)).changed) expect(await up(sandbox)).toMatchObject({ changed: false });
}

/** The line that tells of the fault, without what changes from run to run. */
const firstWords = (seen: string): string =>
  (/^(?:.*\(process \d+\) (?:had )?ended.*|pulumi up .*)$/m.exec(seen)?.[0] ?? "nothing")
    .replace(/ \(process \d+\)/, "")
    .replace(/(?:, so make room for|; its (?:last words|messages) are) .*/, "");

async function nothingIsLost(): Promise<void> {
  expect(await messagesKept(bootstrap, TOPIC)).toBe(AMOUNT);
  expect(await rowsIn(database)).toBe(AMOUNT);
  expect(await inventory(sandbox)).toEqual(everything);
}

let days = 7;
/** Gives a topic another retention: the broker has work to do. */
function editTopic(): void {
  days -= 1;
  sandbox.edit(["streaming:apphub", "topics", TOPIC, "retention"], `${days}d`);
}

let millicores = 500;
/** Gives the database more CPU: its pod is made anew, and waited for. */
function editDatabase(): void {
  millicores += 50;
  sandbox.edit(["streaming:apphub", "sequencerDb", "cpu"], `${millicores}m`);
}

describe("killed during pulumi up", () => {
  test("a broker is started again, and is told", async () => {
    editTopic();
    const seen = await faultDuringUp("broker killed", FIRST_RESOURCE, () => kill(BROKER));
    expect(seen).toMatch(
      new RegExp(`^${BROKER} \\(process \\d+\\) had ended and was started again; its last words`, "m"),
    );
    await nothingIsLost();
  });

  test("the database is started again, and is told", async () => {
    editDatabase();
    const seen = await faultDuringUp("database killed", FIRST_UPDATE, () => kill(DATABASE));
    expect(seen).toMatch(
      new RegExp(`^${DATABASE} \\(process \\d+\\) (?:had ended and was|ended and wasn't) started again`, "m"),
    );
    await nothingIsLost();
  });

  test.each(["kube-apiserver", "etcd"])("%s is started again, and is told", async (name) => {
    editDatabase();
    const seen = await faultDuringUp(`${name} killed`, FIRST_UPDATE, () => kill(name));
    expect(seen).toMatch(
      new RegExp(`^${name} \\(process \\d+\\) ended: starting it again; its last words are in .*\\.1$`, "m"),
    );
    await nothingIsLost();
  });
});

describe("a broker whose disk is full", () => {
  /**
   * Any write beyond 1 MiB of a file fails, which needs neither a disk of its own nor the right to mount one. Kafka behaves as it does on a full one:
   * it gives its log directory up and ends, and can't start again before there is room; only the words differ (EFBIG in place of ENOSPC).
   */
  const fill = (pid: number): string => prlimit(pid, "--fsize=1048576:");
  const makeRoom = (pid: number): string => prlimit(pid, "--fsize=unlimited:");
  const prlimit = (pid: number, limit: string): string =>
    execFileSync("prlimit", ["--pid", String(pid), limit], { encoding: "utf8" });

  const TOLD = new RegExp(
    `^${BROKER} \\(process \\d+\\) had ended and was started again: its disk takes no more ` +
      `\\(java\\.io\\.IOException: File too large\\), so make room for /\\S+/${BROKER}; its last words are in /\\S+\\.1$`,
    "m",
  );

  test("is told while pulumi up waits for it, with what to do; once there is room, all goes on with all that was taken", async () => {
    const { pid: operators } = processOf("operators");
    // What starts the broker again hands the limit on to it: the disk stays full.
    [operators, processOf(BROKER).pid].forEach(fill);
    const relieve = (): void => [operators, running(sandbox.layout, BROKER)?.pid ?? operators].forEach(makeRoom);
    editTopic();
    const started = Date.now();
    let taken = 0;
    const seen = await messagesOf(
      () => up(sandbox),
      async (soFar) => {
        try {
          await atWork(sandbox, FIRST_RESOURCE);
          taken = await writeUntilRefused(bootstrap, OTHER_TOPIC);
          const wait = { what: "word of the full disk", deadlineMs: 60_000 };
          await waitFor(sandbox.layout, wait, () => Promise.resolve(TOLD.test(soFar())));
        } finally {
          relieve();
        }
      },
    );
    await converged();
    table.add("broker's disk full", firstWords(seen), Date.now() - started);
    expect(taken).toBeGreaterThan(0);
    expect(await messagesKept(bootstrap, OTHER_TOPIC)).toBe(taken);
    await nothingIsLost();
  });
});

describe("the whole machine", () => {
  test("switched off during pulumi up comes back with all that it had", async () => {
    editTopic();
    const { stack, root } = sandbox.layout;
    const command = ["--require", "streaming/typescript", path.join(__dirname, "support", "up.ts")];
    const first = spawn(process.execPath, [...command, stack, root, sandbox.stackFile], {
      cwd: REPOSITORY,
      stdio: "inherit",
    });
    const gone = once(first, "exit");
    const pid = await atWork(sandbox, FIRST_RESOURCE);
    // Who would start others again goes first.
    first.kill("SIGKILL");
    process.kill(pid, "SIGKILL");
    await gone;
    const all = records(sandbox.layout).filter(isAlive);
    for (const record of all) process.kill(-record.pid, "SIGKILL");
    const plugins = processesWith("PULUMI_HOME", sandbox.layout.pulumi.home);
    for (const plugin of plugins) process.kill(plugin, "SIGKILL");
    await waitFor(sandbox.layout, { what: "silence", deadlineMs: 20_000 }, () =>
      Promise.resolve(!all.some(isAlive) && plugins.every((plugin) => startTimeOf(plugin) === undefined)),
    );
    const started = Date.now();
    const seen = await toItsEnd(converged);
    table.add("machine switched off", repairsOf(seen), Date.now() - started);
    expect(seen).toMatch(/^repair: cancelled the lock of process \d+, which was killed$/m);
    await nothingIsLost();
  });

  test("has given a killed run's process id to another process since: its lock is stale all the same", async () => {
    const { pulumi, stack } = sandbox.layout;
    const locks = path.join(pulumi.state, ".pulumi", "locks", "organization", "streaming", stack);
    const hostname = execFileSync("hostname", { encoding: "utf8" }).trim();
    const lock = { pid: process.pid, username: "me", hostname, timestamp: "2001-01-01T00:00:00Z" };
    fs.mkdirSync(locks, { recursive: true });
    fs.writeFileSync(path.join(locks, "0b9e4a7c-6f50-4a3c-9a4e-2f1f0a1b2c3d.json"), JSON.stringify(lock));
    const started = Date.now();
    const seen = await toItsEnd(() => startSandbox(sandbox));
    expect(seen).toContain(`repair: cancelled the lock of process ${process.pid}, which was killed`);
    table.add("stale lock", repairsOf(seen), Date.now() - started);
    expect(await up(sandbox)).toMatchObject({ changed: false });
  });
});

test("after all that every message and row can be read", async () => {
  expect(await readAll(bootstrap, TOPIC)).toEqual(Array.from({ length: AMOUNT }, (_, i) => i));
  expect(await rowsIn(database)).toBe(AMOUNT);
});

const repairsOf = (seen: string): string =>
  [...seen.matchAll(/^repair: (.*)$/gm)].map(([, line = ""]) => line.replace(/process \d+/, "a process")).join("; ");
