/** Pulumi killed in the midst of its work: the next run takes up what it finds, and nothing is left that nobody knows of. */
import { spawn } from "node:child_process";
import fs from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseDocument } from "yaml";
import { REPOSITORY } from "../../sandbox/layout";
import { startSandbox, up } from "../../sandbox/lifecycle";
import { capture, operate } from "../../sandbox/project/pulumi";
import { lockOwners } from "../../tools/repair/locks";
import { atWork, FaultTable, FIRST_RESOURCE, messagesOf, randomNumbers, toItsEnd } from "./support/faults";
import { inventory, NOTHING } from "./support/inventory";
import type { Inventory } from "./support/inventory";
import { courseOf, reaches } from "./support/kill-points";
import type { Course } from "./support/kill-points";
import { testSandbox } from "./support/sandbox";
import type { TestSandbox } from "./support/sandbox";

const KILLS = 10;
/** `FAULTS_SEED` repeats the points of an earlier run. */
const SEED = Number(process.env.FAULTS_SEED ?? Date.now() % 1_000_000);

type Work = "make" | "remove";

const table = new FaultTable();
let sandbox: TestSandbox;
let everything: Inventory;
const courses = new Map<Work, Course>();

beforeAll(async () => {
  sandbox = await testSandbox("faults-engine");
  await startSandbox(sandbox);
});
afterAll(async () => {
  table.print(`The engine (FAULTS_SEED=${SEED})`);
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

const pulumiUp = (): Promise<unknown> => operate(sandbox.layout, ["up", "--yes", "--skip-preview"]);

/** Kills `pulumi up` at a point of its course; its messages. */
function killAt(point: number, course: Course): Promise<string> {
  let over = false;
  const work = (): Promise<unknown> => pulumiUp().finally(() => (over = true));
  return messagesOf(work, async () => {
    const pid = await reaches(sandbox, course, point, () => over);
    if (pid === undefined) throw new Error(`pulumi up had come to its end before ${point} of its course`);
    process.kill(pid, "SIGKILL");
  });
}

describe("without a fault", () => {
  test("everything is made, is what the state says, and is removed again", async () => {
    courses.set("make", await courseOf(sandbox, pulumiUp));
    everything = await inventory(sandbox);
    expect(everything.real.length).toBeGreaterThan(20);
    expect(everything).toEqual({ real: everything.real, recorded: everything.real, orphans: [] });
    declare("nothing");
    await startSandbox(sandbox);
    courses.set("remove", await courseOf(sandbox, pulumiUp));
    expect(await inventory(sandbox)).toEqual(NOTHING);
  });
});

const random = randomNumbers(SEED);

/** One point in each tenth of a run; every other one while everything is removed. */
const POINTS = Array.from({ length: KILLS }, (_, i) => {
  const point = (i + random()) / KILLS;
  const work: Work = i % 2 === 0 ? "make" : "remove";
  return { number: i + 1, work, point, percent: Math.round(point * 100) };
});

/** Lets a run begin that is to make or remove everything, and kills it there; its course, for who goes on. */
async function interrupt(work: Work, point: number): Promise<Course> {
  const course = courses.get(work);
  if (course === undefined) throw new Error("there was no run without a fault");
  declare(work === "make" ? "everything" : "nothing");
  await startSandbox(sandbox);
  expect(await killAt(point, course)).toMatch(KILLED);
  return course;
}

const KILLED = /^pulumi up was killed \(SIGKILL\); its messages are above\.\nWhat it had done is kept: run this again/m;

/** The next `up` finds all that there is: everything is as declared, nothing is left to do or left behind. */
async function mends(fault: string, work: Work): Promise<void> {
  // One that was killed early had not come to lock the stack.
  const locks = lockOwners(sandbox.layout.pulumi.state, "streaming", sandbox.layout.stack).length;
  const started = Date.now();
  const seen = await toItsEnd(() => up(sandbox));
  const took = Date.now() - started;
  expect(seen.match(/^repair: cancelled the lock of process \d+, which was killed$/gm) ?? []).toHaveLength(locks);
  expect(await inventory(sandbox)).toEqual(work === "make" ? everything : NOTHING);
  await expect(capture(sandbox.layout, ["preview", "--expect-no-changes"])).resolves.toContain("unchanged");
  table.add(fault, repairsIn(seen), took);
}

/** `2 cancelled, 3 imported` */
function repairsIn(messages: string): string {
  const done = [...messages.matchAll(/^repair: (\w+)/gm)].map(([, word = ""]) => word);
  const counted = [...new Set(done)].map((word) => `${done.filter((each) => each === word).length} ${word}`);
  return counted.length === 0 ? "nothing to mend" : counted.join(", ");
}

describe("pulumi killed with -9", () => {
  test.each(POINTS)(
    `at random point $number of ${KILLS}, $percent % through a run that is to $work everything: the next run converges`,
    async ({ number, work, point, percent }) => {
      await interrupt(work, point);
      await mends(`pulumi killed, point ${number} of ${KILLS}: ${percent} % of ${work}`, work);
    },
  );

  test("and the run that mends it killed as well: the one after that converges", async () => {
    const course = await interrupt("make", 0.5);
    await startSandbox(sandbox);
    // At its first step: half of them are left to it.
    expect(await killAt(1, { ...course, steps: 1 })).toMatch(KILLED);
    await mends("pulumi killed at 50 % of make, and killed again as it goes on", "make");
  });
});

describe("beside a run that is at work", () => {
  test("a second one is refused with exit code 2, and the first comes to its end", async () => {
    declare("nothing");
    const started = Date.now();
    await toItsEnd(
      () => up(sandbox),
      async () => {
        const pid = await atWork(sandbox, FIRST_RESOURCE);
        // However long the second one takes to begin, the first one is still at work.
        process.kill(pid, "SIGSTOP");
        const second = await secondRun().finally(() => process.kill(pid, "SIGCONT"));
        expect(second).toEqual({
          code: 2,
          out: "",
          err: expect.stringMatching(
            /^Another run is at work here: process \d+ \(deploying the sandbox faults-engine\)\.\nWait for it, or end it/,
          ) as unknown,
        });
      },
    );
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
  const child = spawn(process.execPath, ["--require", "streaming/typescript", "sandbox/cli.ts", "up", stack], {
    cwd: REPOSITORY,
    env: { ...process.env, SANDBOX_ROOT: root },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (text: Buffer) => (out += text.toString()));
  child.stderr.on("data", (text: Buffer) => (err += text.toString()));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, out, err })));
}
