/** Statements of the runbook pages, executed by a real server that has the application's tables. */
import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { becomesTrue } from "../../../sandbox/operators/poll";
import { Programs } from "../../../sandbox/postgres/programs";
import { toolPath } from "../../../tools/paths";
import { readCall } from "./kubectl";
import { BLOCKS, runBlock } from "./shell";

const FIXTURES = join(__dirname, "../../fixtures/sql");
let folder = "";
let server: ChildProcess;
let client: Client;

const connect = (): Client => new Client({ host: folder, port: 5432, user: "postgres", database: "postgres" });
async function answers(): Promise<boolean> {
  const probe = connect();
  probe.on("error", () => undefined);
  try {
    await probe.connect();
    await probe.end();
    return true;
  } catch {
    return false;
  }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sql-"));
  chmodSync(folder, 0o755);
  const programs = new Programs(folder, toolPath("postgres"));
  programs.makeFolder(folder, 0o755);
  const data = join(folder, "data");
  await programs.initialize(folder, data, []);
  const [program, ...args] = programs.command("postgres", ["-D", data, "-k", folder, "-c", "listen_addresses="]);
  server = spawn(program, args, { stdio: "ignore" });
  expect(await becomesTrue(answers, 30_000)).toBe(true);
  client = connect();
  await client.connect();
  await client.query("CREATE SCHEMA bronze; CREATE SCHEMA silver; CREATE SCHEMA gold");
  for (const file of ["streamflow.sql", "streamflow-rows.sql"])
    await client.query(readFileSync(join(FIXTURES, file), "utf8"));
}, 60_000);

afterAll(async () => {
  await client.end();
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGINT");
  await ended;
  rmSync(folder, { recursive: true });
});

/** Statements as `psql` would be given them, each once. */
function statements(): readonly string[] {
  const scratch = mkdtempSync(join(tmpdir(), "pages-"));
  const calls = BLOCKS.flatMap((block) => runBlock(scratch, block).calls).map((call) => readCall(call).inside);
  rmSync(scratch, { recursive: true });
  const psql = calls.filter(([program, ...args]) => program === "psql" && args.includes("-c"));
  return [...new Set(psql.map((args) => args[args.indexOf("-c") + 1] ?? ""))];
}

const STATEMENTS = statements();

test("pages hold statements", () => {
  expect(STATEMENTS.length).toBeGreaterThan(12);
});

/** What one statement removes, the next may read; VACUUM alone can't be taken back, and needn't. */
test.each(STATEMENTS)("%s", async (statement) => {
  const alone = /^\s*VACUUM/.test(statement);
  if (!alone) await client.query("BEGIN");
  await expect(client.query(statement)).resolves.toBeDefined();
  if (!alone) await client.query("ROLLBACK");
});

test("the fraud rate on the page is the one in the tables", async () => {
  const statement = STATEMENTS.find((one) => one.includes("fraud_rate")) ?? "";
  const { rows } = await client.query<{ fraud_rate: string; total_transactions: string }>(statement);
  expect(rows).toEqual([expect.objectContaining({ fraud_rate: "25.00", total_transactions: "400" })]);
});
