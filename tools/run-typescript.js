// @ts-check
"use strict";
/**
 * Makes Node run this project's TypeScript: `node --require streaming/typescript FILE.ts`, from any folder of the project.
 *
 * tsx compiles our own files as they are loaded, so that an edit takes effect at once. It would read every file of every package in search of
 * ECMAScript modules, too, which takes longer than loading them; those are left to Node. Compiled code is kept between runs.
 */
const { enableCompileCache } = require("node:module");
const path = require("node:path");
const { register } = require("tsx/cjs/api");

enableCompileCache?.();
// tsx would look for it from the folder where the process starts.
process.env["TSX_TSCONFIG_PATH"] ??= path.resolve(__dirname, "..", "tsconfig.json");

const PACKAGES = `${path.sep}node_modules${path.sep}`;

const { extensions } = require;
const byNode = extensions[".js"];
register();
const byTsx = extensions[".js"];
extensions[".js"] = (/** @type {NodeModule} */ module, /** @type {string} */ file) =>
  (file.includes(PACKAGES) ? byNode : byTsx)(module, file);
