/** What a revision declared, by its own code, which runs in processes of its own. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../core/problems";
import type { Revision } from "./base";

/** By stack: a file with the list of resources; undefined where the revision had no such stack. */
export type Plans = ReadonlyMap<string, Promise<string | undefined>>;

/** The program of a revision that plans several stacks at once; older ones only have `npm run render`, for one. */
const PLANNER = join("checks", "guard", "plan-stacks.ts");

/** Runs a revision's TypeScript as this one's is run; older ones are compiled the same. */
const TYPE_SCRIPT = ["--require", join(__dirname, "..", "..", "tools", "run-typescript.js")];

/** Starts the revision's own code for these stacks, as far as its work isn't there already. */
export function plansOf(revision: Revision, stacks: readonly string[]): Plans {
  const { dir } = revision;
  const had = stacks.filter((stack) => existsSync(join(dir, `Pulumi.${stack}.yaml`)));
  const toDo = had.filter((stack) => !existsSync(listOf(dir, stack)));
  const started: Plans = existsSync(join(dir, PLANNER)) ? together(revision, toDo) : each(revision, toDo);
  // Whoever waits for one that failed is told; until then it is nobody's.
  for (const plan of started.values()) plan.catch(() => undefined);
  const done = (stack: string): Promise<string | undefined> =>
    Promise.resolve(had.includes(stack) ? listOf(dir, stack) : undefined);
  return new Map(stacks.map((stack) => [stack, started.get(stack) ?? done(stack)]));
}

const outOf = (dir: string): string => join(dir, ".planned");
const listOf = (dir: string, stack: string): string => join(outOf(dir), stack, "resources.json");

function together(revision: Revision, stacks: readonly string[]): Plans {
  if (stacks.length === 0) return new Map();
  const out = outOf(revision.dir);
  const ended = run(revision, [PLANNER, out, ...stacks]);
  const result = async (stack: string): Promise<string> => {
    const { said } = await ended;
    const list = listOf(revision.dir, stack);
    if (existsSync(list)) return list;
    const why = join(out, stack, "fault.txt");
    throw cannot(revision, stack, existsSync(why) ? readFileSync(why, "utf8") : said);
  };
  return new Map(stacks.map((stack) => [stack, result(stack)]));
}

const each = (revision: Revision, stacks: readonly string[]): Plans =>
  new Map(stacks.map((stack) => [stack, rendered(revision, stack)]));

async function rendered(revision: Revision, stack: string): Promise<string> {
  const list = listOf(revision.dir, stack);
  const out = join(outOf(revision.dir), stack);
  const { code, said } = await run(revision, [join("checks", "render.ts"), "--stack", stack, "--out", out]);
  if (code === 0 && existsSync(list)) return list;
  rmSync(out, { recursive: true, force: true });
  throw cannot(revision, stack, said);
}

const cannot = ({ commit }: Revision, stack: string, why: string): UserError =>
  new UserError(
    `The stack ${stack} of ${commit.slice(0, 12)} can't be planned by that revision's own code:\n${why.trim()}`,
  );

async function run(
  { dir }: Revision,
  [file = "", ...args]: readonly string[],
): Promise<{ readonly code: number | null; readonly said: string }> {
  const child = spawn(process.execPath, [...TYPE_SCRIPT, join(dir, file), ...args], {
    cwd: dir,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const said: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { code, said: Buffer.concat(said).toString() };
}
