// @ts-check
"use strict";
/**
 * Makes Node run this project's TypeScript: `node --require streaming/typescript FILE.ts`, from any folder of the project.
 *
 * tsx compiles our own files as they are loaded, so that an edit takes effect at once. It would read every file of every package in search of
 * ECMAScript modules, too, which takes longer than loading them; those are left to Node. What Pulumi starts again and again keeps the code that it has
 * loaded (./modules/kept.js).
 */
const Module = require("node:module");
const path = require("node:path");
const { PACKAGES, isMapper, isSeldom, onceAsked } = require("./modules/seldom");
const { leaveOutPromises } = require("../checks/plan/promises");

/** What Node's types don't tell of its loader. */
const loader =
  /** @type {{ _resolveFilename: (name: string, by?: NodeModule, ...rest: readonly unknown[]) => string, _extensions: NodeJS.RequireExtensions }} */ (
    /** @type {unknown} */ (Module)
  );

Module.enableCompileCache?.();
// tsx would look for it from the folder where the process starts.
process.env["TSX_TSCONFIG_PATH"] ??= path.resolve(__dirname, "..", "tsconfig.json");

/** Through which the SDK's promises pass. */
const PROMISES = PACKAGES + path.normalize("@pulumi/pulumi/runtime/debuggable.js");

/** What the CLI starts: the SDK's runners of programs and of policy packs. */
const [, main = ""] = process.argv;
const isRunner = ["run", "run-policy-pack"]
  .map((name) => PACKAGES + path.join("@pulumi", "pulumi", "cmd", name))
  .some((runner) => main.endsWith(runner) || main.endsWith(path.join(runner, "index.js")));
/** And what else it starts that is ours: the language host and the providers of the sandbox. */
const isServer = ["tools/language-host", "sandbox/providers/bin"].some((folder) =>
  main.startsWith(path.join(__dirname, "..", folder)),
);
/** A debugger's breakpoints, and coverage, want files that are loaded by themselves. */
const isWatched = () =>
  require("node:inspector").url() !== undefined ||
  Boolean(process.env["NODE_V8_COVERAGE"] || process.env["NODE_DISABLE_COMPILE_CACHE"]);
const kept = (isRunner || isServer) && !isWatched() ? require("./modules/kept").keptCode(main) : undefined;

const byNode = { load: loader._extensions[".js"], find: loader._resolveFilename };
/** @type {typeof byNode | undefined} */
let byTsx;

/** tsx, which takes a while to load itself. */
function compiler() {
  if (byTsx === undefined) {
    loader._extensions[".js"] = byNode.load;
    loader._resolveFilename = byNode.find;
    require("tsx/cjs/api").register();
    byTsx = { load: loader._extensions[".js"], find: loader._resolveFilename };
    takeOver();
  }
  return byTsx;
}

function takeOver() {
  loader._extensions[".js"] = loader._extensions[".ts"] = load;
  loader._resolveFilename = find;
}

function load(/** @type {NodeModule} */ module, /** @type {string} */ file) {
  const by = module.parent?.filename;
  if (isSeldom(file, by)) module.exports = onceAsked(file, byNode.load);
  else if (isRunner && isMapper(file, by)) module.exports = {};
  else if (kept?.run(module, file) !== true) (file.includes(PACKAGES) ? byNode : compiler()).load(module, file);
  if (isRunner && file.endsWith(PROMISES)) leaveOutPromises(module.exports);
}

/** @type {typeof loader._resolveFilename} */
function find(name, by, ...rest) {
  const hasOptions = rest[1] !== undefined;
  const known = hasOptions ? undefined : kept?.find(name, by);
  if (known !== undefined) return known;
  const isOurs =
    by?.filename && !Module.isBuiltin(name) && !(path.isAbsolute(name) ? name : by.filename).includes(PACKAGES);
  const file = (isOurs ? compiler() : (byTsx ?? byNode)).find.call(Module, name, by, ...rest);
  if (!hasOptions) kept?.note(name, by, file);
  return file;
}

if (isRunner) require("./modules/traces").mapTraces(kept);
if (kept?.isThere) takeOver();
else compiler();
