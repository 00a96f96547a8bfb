/** Pulumi killed in the midst of its work: the next run takes up what it finds, and nothing is left that nobody knows of. */
import { spawn } from "node:child_process";
import fs from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseDocument } from "yaml";
import { REPOSITORY } from "../../sandbox/layout";
import { startSandbox, up } from "../../sandbox/lifecycle";
import { capture, operate, placeOf } from "../../sandbox/project/pulumi";
import { startTimeOf } from "../../sandbox/process-table";
import { lockOwners } from "../../tools/repair/locks";
import { livingRuns } from "../../tools/repair/runs";
import { waitFor } from "../../sandbox/wait";
import { atWork, FaultTable, inventory, messagesOf, NOTHING, pulumiProcesses, randomNumbers } from "./support/faults";
import type { Inventory } from "./support/faults";
import { testSandbox } from "./support/sandbox";
import type { TestSandbox } from "./support/sandbox";

const KILLS = 10;
/** `FAULTS_SEED` repeats the points of an earlier run. */
const SEED = Number(process.env.FAULTS_SEED ?? Date.now() % 1_000_000);

const table = new FaultTable();
let sandbox: TestSandbox;
let everything: Inventory;
/** Milliseconds that `pulumi up` takes to make everything, and to remove it. */
const durations = { make: 0, remove: 0 };

beforeAll(async () => {
  sandbox = await testSandbox("faults-engine");
  await startSandbox(sandbox);
});
afterAll(async () => {
  table.print();
  await sandbox.remove();
});

/** Switches the one platform of the stack file on or off. */
let platform: unknown;
function declare(wanted: "everything" | "nothing"): void {
  const document = parseDocument(fs.readFileSync(sandbox.stackFile, "utf8"));
  platform ??= document.getIn(["config", "streaming:apphub"]);
  if (wanted === "everything") document.setIn(["config", "streaming:apphub"], platform);
  else document.deleteIn(["config", "streaming:apphub"]);
  fs.writeFileSync(sandbox.stackFile, document.toString());
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = Date.now();
  await work();
  return Date.now() - started;
}

const pulumiUp = (): Promise<unknown> => operate(sandbox.layout, ["up", "--yes", "--skip-preview"]);

const noneLeft = (): Promise<true> =>
  waitFor(sandbox.layout, { what: "the end of the killed run's processes", deadlineMs: 20_000 }, () =>
    Promise.resolve(pulumiProcesses(sandbox).length === 0 && true),
  );

/** Kills `pulumi up` so many milliseconds after its start; false where it had come to its end before. */
async function killAfter(ms: number): Promise<boolean> {
  const running = pulumiUp().then(
    () => false,
    () => true,
  );
  const { env } = placeOf(sandbox.layout);
  const [pid = 0] = await waitFor(sandbox.layout, { what: "pulumi up", deadlineMs: 10_000 }, () => {
    const runs = livingRuns(env);
    return Promise.resolve(runs.length > 0 && runs);
  });
  await pause(ms);
  if (startTimeOf(pid) !== undefined) process.kill(pid, "SIGKILL");
  return running;
}

describe("without a fault", () => {
  test("everything is made, is what the state says, and is removed again", async () => {
    durations.make = await timed(pulumiUp);
    everything = await inventory(sandbox);
    expect(everything.real.length).toBeGreaterThan(20);
    expect(everything.recorded).toEqual(everything.real);
    declare("nothing");
    await startSandbox(sandbox);
    durations.remove = await timed(pulumiUp);
    expect(await inventory(sandbox)).toEqual(NOTHING);
    process.stderr.write(`FAULTS_SEED=${SEED}\n`);
  });
});

describe("pulumi killed with -9, and killed again as it goes on", () => {
  const random = randomNumbers(SEED);
  /** One point in each tenth of the whole; a late one is followed by an early one, as then little is left to do. */
  const points = Array.from({ length: KILLS }, (_, i) => (i + random()) / KILLS);
  const pairs = points.slice(KILLS / 2).map((late, i) => [late, points[KILLS / 2 - 1 - i] ?? 0] as const);

  test.each(pairs.map(([first, second], i) => [i % 2 === 0 ? "make" : "remove", first, second] as const))(
    "while it was to %s everything, after %f and %f of the time",
    async (what, ...parts) => {
      declare(what === "make" ? "everything" : "nothing");
      const after = parts.map((part) => Math.round(part * durations[what]));
      let [seen, locks] = ["", 0];
      for (const ms of after) {
        seen += await messagesOf(() => startSandbox(sandbox));
        expect(await killAfter(ms), `it was at work after ${ms} ms`).toBe(true);
        // One that was killed early had not come to lock the stack.
        locks += lockOwners(sandbox.layout.pulumi.state, "streaming", sandbox.layout.stack).length;
      }
      const started = Date.now();
      seen += await messagesOf(() => up(sandbox));
      const took = Date.now() - started;
      const cancelled = seen.match(/^repair: cancelled the lock of process \d+, which was killed$/gm) ?? [];
      expect(cancelled).toHaveLength(locks);
      expect(await inventory(sandbox)).toEqual(what === "make" ? everything : NOTHING);
      await expect(capture(sandbox.layout, ["preview", "--expect-no-changes"])).resolves.toContain("unchanged");
      await noneLeft();
      const [first = "", second = ""] = after.map((ms) => (ms / 1000).toFixed(1));
      table.add(`pulumi killed after ${first} s and ${second} s (${what})`, repairsIn(seen), took);
    },
  );
});

/** `2 cancelled, 3 imported` */
function repairsIn(messages: string): string {
  const done = [...messages.matchAll(/^repair: (\w+)/gm)].map(([, word = ""]) => word);
  return [...new Set(done)].map((word) => `${done.filter((each) => each === word).length} ${word}`).join(", ");
}

describe("beside a run that is at work", () => {
  test("a second one is refused with exit code 2, and the first comes to its end", async () => {
    declare("nothing");
    const started = Date.now();
    const first = up(sandbox);
    const pid = await atWork(sandbox, "up", /resourcePreEvent/);
    const second = await secondRun();
    expect(second).toEqual({
      code: 2,
      out: "",
      err: expect.stringMatching(
        /^Another run is at work here: process \d+ \(deploying the sandbox faults-engine\)\.\nWait for it, or end it/,
      ) as unknown,
    });
    expect(startTimeOf(pid)).toBeDefined();
    expect(await first).toMatchObject({ changed: true });
    expect(await inventory(sandbox)).toEqual(NOTHING);
    table.add(
      "second run at the same time",
      "refused with the first one's process id, exit code 2",
      Date.now() - started,
    );
  });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** As a person has it in another terminal. */
function secondRun(): Promise<Ended> {
  const { root, stack } = sandbox.layout;
  const child = spawn(process.execPath, ["--require", require.resolve("tsx/cjs"), "sandbox/cli.ts", "up", stack], {
    cwd: REPOSITORY,
    env: { ...process.env, SANDBOX_ROOT: root },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (text: Buffer) => (out += text.toString()));
  child.stderr.on("data", (text: Buffer) => (err += text.toString()));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, out, err })));
}
