/** Brokers, databases and the cluster's own processes failing under `pulumi up`: it says so, the next run has all as declared, and no data is lost. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readIfExists } from "../../sandbox/files";
import { startSandbox, up } from "../../sandbox/lifecycle";
import { isAlive, logFile, records, running } from "../../sandbox/processes";
import type { RunRecord } from "../../sandbox/processes";
import { processesWith } from "../../sandbox/process-table";
import { waitFor } from "../../sandbox/wait";
import { atWork, FaultTable, inventory, messagesOf, pulumiProcesses, variablesOf } from "./support/faults";
import type { Inventory } from "./support/faults";
import { messagesKept, produce, readAll, writeUntilRefused } from "./support/kafka-client";
import { insertRows, rowsIn } from "./support/rows";
import { testSandbox } from "./support/sandbox";
import type { TestSandbox } from "./support/sandbox";

const BROKER = "kafka/apphub-system/apphub-redpanda-0";
const DATABASE = "postgres/apphub-system/sequencer-db";
const TOPIC = "apphub.core.events";
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
  const variables = await variablesOf(sandbox);
  [bootstrap, database] = [variables.get("APPHUB_KAFKA_BOOTSTRAP") ?? "", variables.get("APPHUB_DATABASE_URL") ?? ""];
  await produce(bootstrap, TOPIC, AMOUNT);
  await insertRows(database, AMOUNT);
});
afterAll(async () => {
  table.print();
  await sandbox.remove();
});

function processOf(name: string): RunRecord {
  const record = running(sandbox.layout, name);
  if (record === undefined) throw new Error(`${name} doesn't run`);
  return record;
}

const kill = (name: string): boolean => process.kill(processOf(name).pid, "SIGKILL");

/** Changes a setting, brings the fault about when `pulumi up` is at the resource that this concerns, and lets the next run converge. */
async function faultDuringUp(fault: string, edit: () => string, strike: () => unknown): Promise<string> {
  const urn = edit();
  const atResource = new RegExp(`"resourcePreEvent":\\{"metadata":\\{"op":"update","urn":"[^"]*${urn}"`);
  const started = Date.now();
  const [seen] = await Promise.all([messagesOf(() => up(sandbox)), atWork(sandbox, "up", atResource).then(strike)]);
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
    .replace(/; its (?:last words|messages) are .*/, "");

async function nothingIsLost(): Promise<void> {
  expect(await messagesKept(bootstrap, TOPIC)).toBe(AMOUNT);
  expect(await rowsIn(database)).toBe(AMOUNT);
  expect(await inventory(sandbox)).toEqual(everything);
  expect(pulumiProcesses(sandbox)).toEqual([]);
}

let days = 7;
/** Gives a topic another retention: the broker has work to do. */
function editTopic(): string {
  days -= 1;
  sandbox.edit(["streaming:apphub", "topics", TOPIC, "retention"], `${days}d`);
  return `apphub-topics-${TOPIC}`;
}

let millicores = 500;
/** Gives the database more CPU: its pod is made anew, and waited for. */
function editDatabase(): string {
  millicores += 50;
  sandbox.edit(["streaming:apphub", "sequencerDb", "cpu"], `${millicores}m`);
  return "apphub-sequencer-db-cluster";
}

describe("killed during pulumi up", () => {
  test("a broker is started again, and is told", async () => {
    const seen = await faultDuringUp("broker killed", editTopic, () => kill(BROKER));
    expect(seen).toMatch(new RegExp(`^${BROKER} \\(process \\d+\\) had ended and was started again`, "m"));
    await nothingIsLost();
  });

  test("the database is started again, and is told", async () => {
    const seen = await faultDuringUp("database killed", editDatabase, () => kill(DATABASE));
    expect(seen).toMatch(new RegExp(`^${DATABASE} \\(process \\d+\\) had ended and was started again`, "m"));
    await nothingIsLost();
  });

  test.each(["kube-apiserver", "etcd"])("%s is started again, and is told", async (name) => {
    const seen = await faultDuringUp(`${name} killed`, editDatabase, () => kill(name));
    expect(seen).toMatch(
      new RegExp(`^${name} \\(process \\d+\\) ended: starting it again; its last words are in .*\\.1$`, "m"),
    );
    await nothingIsLost();
  });
});

describe("a broker whose disk is full", () => {
  /** Any write beyond 1 MiB of a file fails, which stands for a full disk: Kafka gives a log directory up at the first failing write, whatever the cause. */
  const fill = (pid: number): string => prlimit(pid, "--fsize=1048576:");
  const makeRoom = (pid: number): string => prlimit(pid, "--fsize=unlimited:");
  const prlimit = (pid: number, limit: string): string =>
    execFileSync("prlimit", ["--pid", String(pid), limit], { encoding: "utf8" });
  const gaveUp = (): string | undefined =>
    ["", ".1", ".2", ".3"]
      .map((suffix) => readIfExists(`${logFile(sandbox.layout, BROKER)}${suffix}`) ?? "")
      .flatMap((log) => /Shutdown broker because all log dirs in \S+ have failed/.exec(log)?.[0] ?? [])[0];

  test("stops with its own words in the log, and goes on once there is room", async () => {
    const { pid: operators } = processOf("operators");
    // What starts the broker again hands the limit on to it: the disk stays full.
    [operators, processOf(BROKER).pid].forEach(fill);
    const strike = async (): Promise<void> => {
      try {
        await writeUntilRefused(bootstrap, "apphub.ingestion.telemetry");
        const wait = { what: "the broker's end", deadlineMs: 60_000 };
        await waitFor(sandbox.layout, wait, () => Promise.resolve(gaveUp()));
      } finally {
        const broker = running(sandbox.layout, BROKER);
        [operators, ...(broker ? [broker.pid] : [])].forEach(makeRoom);
      }
    };
    const seen = await faultDuringUp("broker's disk full", editTopic, strike);
    expect(seen).toMatch(new RegExp(`^${BROKER} \\(process \\d+\\) had ended and was started again`, "m"));
    await nothingIsLost();
  });
});

describe("the whole machine", () => {
  test("switched off during pulumi up comes back with all that it had", async () => {
    editTopic();
    const started = Date.now();
    const first = messagesOf(() => up(sandbox));
    await atWork(sandbox, "up", /resourcePreEvent/);
    const all = records(sandbox.layout).filter(isAlive);
    for (const { pid } of all) process.kill(-pid, "SIGKILL");
    for (const pid of processesWith("PULUMI_HOME", sandbox.layout.pulumi.home)) process.kill(pid, "SIGKILL");
    expect(await first).toMatch(/pulumi up was killed \(SIGKILL\)/);
    const seen = await messagesOf(converged);
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
    const seen = await messagesOf(() => startSandbox(sandbox));
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
  [...seen.matchAll(/^repair: (.*)$/gm)].map(([, line = ""]) => line.replace(/ \(?process \d+\)?/, "")).join("; ");
