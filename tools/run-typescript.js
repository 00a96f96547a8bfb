// @ts-check
"use strict";
/**
 * Makes Node run this project's TypeScript: `node --require streaming/typescript FILE.ts`, from any folder of the project.
 *
 * tsx compiles our own files as they are loaded, so that an edit takes effect at once. It would read every file of every package in search of
 * ECMAScript modules, too, which takes longer than loading them; those are left to Node. Compiled code is kept between runs.
 */
const Module = require("node:module");
const path = require("node:path");
const { register } = require("tsx/cjs/api");

Module.enableCompileCache?.();
// tsx would look for it from the folder where the process starts.
process.env["TSX_TSCONFIG_PATH"] ??= path.resolve(__dirname, "..", "tsconfig.json");

const PACKAGES = `${path.sep}node_modules${path.sep}`;

const { extensions } = require;
const byNode = extensions[".js"];
register();
const byTsx = extensions[".js"];
extensions[".js"] = (/** @type {NodeModule} */ module, /** @type {string} */ file) => {
  if (isSeldom(file, module.parent?.filename)) module.exports = onceAsked(file);
  else (file.includes(PACKAGES) ? byNode : byTsx)(module, file);
};

/**
 * What Pulumi's SDK loads for functions that become part of a deployment (dynamic providers, Lambda functions). This project has none, and they are a
 * fifth of what there is to load.
 */
const TYPE_SCRIPT = path.normalize("typescript/lib/typescript.js");
const SELDOM = [path.normalize("@npmcli/arborist/lib/index.js"), TYPE_SCRIPT];
const SDK = PACKAGES + path.normalize("@pulumi/pulumi/");

function isSeldom(/** @type {string} */ file, /** @type {string | undefined} */ by) {
  return by?.includes(SDK) === true && SELDOM.some((name) => file.endsWith(PACKAGES + name));
}

/** A module's exports that are loaded when something of them is asked for. */
function onceAsked(/** @type {string} */ file) {
  /** @type {object | undefined} */
  let loaded;
  const load = () => {
    if (loaded === undefined) {
      const module = new Module(file);
      Object.assign(module, { filename: file, paths: Module.createRequire(file).resolve.paths("_") ?? [] });
      byNode(module, file);
      loaded = module.exports;
    }
    return /** @type {object} */ (loaded);
  };
  return new Proxy(
    {},
    {
      // The SDK's import of Arborist asks whether it is a compiled module, and copies all of it if it isn't.
      get: (_, key) => (key === "__esModule" && !file.endsWith(TYPE_SCRIPT) ? true : Reflect.get(load(), key)),
      has: (_, key) => Reflect.has(load(), key),
      ownKeys: () => Reflect.ownKeys(load()),
      getOwnPropertyDescriptor: (_, key) => ({ ...Reflect.getOwnPropertyDescriptor(load(), key), configurable: true }),
    },
  );
}
