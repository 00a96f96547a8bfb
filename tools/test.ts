import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { countTests, describeFailures, type Counts, type VitestReport } from "./test-report";

/** `npm test`: every check, one after the other, all of them even if one fails; the last line says how many tests passed. */

const ROOT = path.resolve(__dirname, "..");
const script = (file: string): string => path.join(ROOT, "node_modules", file);
const ESLINT = [script("eslint/bin/eslint.js"), ".", "--max-warnings", "0"];
const PRETTIER = [script("prettier/bin/prettier.cjs"), "--check", ".", "--log-level", "warn"];
/** Of vitest.config.ts, in the order in which they run. */
const PROJECTS = [
  ["Unit and golden tests", "unit"],
  ["Alerts and runbook pages", "alerts"],
  ["Sandbox tests", "sandbox"],
  ["Faults", "faults"],
] as const;
const TSC = [script("typescript/bin/tsc"), "--project", "tsconfig.json", "--noEmit"];

async function main(): Promise<number> {
  const failed: string[] = [];
  const record = async (what: string, work: Promise<boolean>): Promise<void> => {
    if (!(await work)) failed.push(what);
  };
  await record("lint", check("Lint", ESLINT));
  await record("format", check("Format", PRETTIER));
  await record("types", check("Types", TSC));
  let [passed, failures] = [0, 0];
  const descriptions: string[] = [];
  for (const [what, project] of PROJECTS) {
    const { ok, counts, described } = await tests(what, project);
    if (!ok) failed.push(what);
    passed += counts.passed;
    failures += counts.failed;
    descriptions.push(...described);
  }
  heading(failed.length === 0 ? "All checks passed" : `Failed: ${failed.join(", ")}`);
  for (const description of descriptions) process.stderr.write(`\n${description}\n`);
  process.stdout.write(`${passed} passed, ${failures} failed\n`);
  return failed.length === 0 && passed > 0 ? 0 : 1;
}

async function check(title: string, command: readonly string[]): Promise<boolean> {
  heading(title);
  return (await run(command)) === 0;
}

interface Outcome {
  readonly ok: boolean;
  readonly counts: Counts;
  readonly described: readonly string[];
}

async function tests(title: string, project: string): Promise<Outcome> {
  heading(title);
  const report = path.join(ROOT, ".tools", "cache", `tests-${project}.json`);
  fs.rmSync(report, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const code = await run([script("vitest/vitest.mjs"), "run", "--project", project, ...reporters]);
  const text = fs.existsSync(report) ? fs.readFileSync(report, "utf8") : `{"testResults":[]}`;
  const results = JSON.parse(text) as VitestReport;
  const counts = countTests(results, code === 0);
  return { ok: counts.failed === 0 && counts.passed > 0, counts, described: describeFailures(results, ROOT) };
}

/** Everything goes to stderr: stdout is for the closing line. */
function run(command: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, command, { cwd: ROOT, stdio: ["ignore", 2, 2] });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

const started = Date.now();

function heading(text: string): void {
  process.stderr.write(`\n== ${text} (${Math.round((Date.now() - started) / 1000)} s)\n`);
}

void main().then((code) => {
  process.exitCode = code;
});
