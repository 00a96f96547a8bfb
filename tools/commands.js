// @ts-check
"use strict";

/**
 * @typedef {object} Command
 * @property {string} entry TypeScript file, or the script of an npm package, that the command runs under Node 24
 * @property {readonly string[]} [args] arguments put before the caller's
 * @property {readonly string[]} tools what has to be there first (`bootstrap/steps`); `node` and `packages` always are
 * @property {Readonly<Record<string, readonly string[]>>} [toolsOf] the same for first arguments that need less
 */

const CONTROL_PLANE = ["control-plane", "kubectl", "kwok-stages", "crds"];
const SANDBOX = ["pulumi", ...CONTROL_PLANE, "kafka-archive", "kafka", "postgres", "java"];
/** Looking at a sandbox or ending it builds nothing: without the tools nothing of it can run. */
const SANDBOX_LIGHT = { stop: [], reset: [], status: [], logs: [], kubectl: ["kubectl"] };
const EVERYTHING = [...SANDBOX, "promtool", "moto"];

/** Every `npm run` command. @type {Readonly<Record<string, Command>>} */
const COMMANDS = {
  start: { entry: "sandbox/start.ts", tools: SANDBOX },
  test: { entry: "tools/test.ts", tools: EVERYTHING },
  // All cores, and modules loaded once: while one works. `npm test` gives each file a world of its own.
  "test:unit": {
    entry: "node_modules/vitest/vitest.mjs",
    args: ["run", "--project", "unit", "--no-isolate", "--maxWorkers=100%"],
    tools: [],
  },
  "test:alerts": {
    entry: "node_modules/vitest/vitest.mjs",
    args: ["run", "--project", "alerts"],
    tools: ["promtool", "kafka", "kafka-archive", "postgres", "java"],
  },
  "test:faults": { entry: "node_modules/vitest/vitest.mjs", args: ["run", "--project", "faults"], tools: SANDBOX },
  check: { entry: "checks/check.ts", tools: [] },
  render: { entry: "checks/render.ts", tools: [] },
  capacity: { entry: "checks/capacity.ts", tools: [] },
  policy: { entry: "checks/policy.ts", tools: [] },
  pr: { entry: "checks/pr.ts", tools: [] },
  sandbox: { entry: "sandbox/cli.ts", tools: SANDBOX, toolsOf: SANDBOX_LIGHT },
  secrets: { entry: "tools/secrets.ts", tools: ["pulumi"] },
  repair: { entry: "tools/repair.ts", tools: ["pulumi"] },
  bench: { entry: "tools/bench/stack.ts", tools: SANDBOX },
  "bench:start": { entry: "tools/bench/npm-start.ts", tools: [] },
  "bench:checks": { entry: "checks/policy/bench.ts", tools: [] },
  lint: { entry: "node_modules/eslint/bin/eslint.js", args: ["."], tools: [] },
  format: { entry: "node_modules/prettier/bin/prettier.cjs", args: ["--write", "."], tools: [] },
  golden: {
    entry: "node_modules/vitest/vitest.mjs",
    args: ["run", "--project", "unit", "test/golden.test.ts", "-u"],
    tools: [],
  },
  docs: { entry: "checks/docs.ts", tools: [] },
  schemas: { entry: "schemas/generate.ts", tools: ["crds"] },
  bootstrap: { entry: "tools/bootstrap/done.ts", tools: EVERYTHING },
};

/** What a command needs for these arguments. @param {Command} command @param {readonly string[]} args */
function toolsFor({ tools, toolsOf = {} }, [first = ""]) {
  return (Object.hasOwn(toolsOf, first) ? toolsOf[first] : undefined) ?? tools;
}

module.exports = { COMMANDS, toolsFor };
