// @ts-check
"use strict";
/**
 * Keeps the code that a program has loaded, in one file and compiled, for its next start: a thousand files that are found, read and compiled one by one
 * take as long as all else that a program does before its first resource. What is kept is used as long as every file and folder is as it was, so that an
 * edit takes effect at once. Where nothing is kept yet, or nothing can be written, all works as it does anyway.
 */
const Module = require("node:module");
const path = require("node:path");
const v8 = require("node:v8");
const vm = require("node:vm");
const { collectCode, keep } = require("./keep");
const { isInside, read, readMaps, writeCompiled } = require("./store");

/** @typedef {(exports: unknown, require: object, module: NodeModule, file: string, folder: string) => void} Body */

/** What traces call the code that is kept, before ./traces.js names the file that a line is from. */
const KEPT = "kept code";

/** @param {string} main The file that Node was started with. */
function keptCode(main) {
  // The SDK sets it while it is loaded, and compiled code is refused under other flags than it was made with.
  v8.setFlagsFromString("--allow-natives-syntax");
  const { kept, script, bodies } = start(main);
  const found = { ...kept?.contents.found };
  const positions = { ...kept?.contents.positions };
  const fresh = collectCode();

  process.on("exit", () => {
    try {
      if (keep(main, { kept, bodies, found, positions, fresh }) || !kept || !script) return;
      if (kept.compiled === undefined || script.cachedDataRejected === true)
        writeCompiled(main, kept.id, script.createCachedData());
    } catch {
      // A folder that can't be written: the next start will take as long as this one.
    }
  });

  /** @type {Record<string, string> | undefined} */
  let maps;
  return {
    name: KEPT,
    /** Whether there is any. */
    isThere: kept !== undefined,
    /** Where places of compiled code come from, as far as that was asked: `file:line:column` of both. */
    positions,
    /** Runs a module, if its code is kept. @param {NodeModule} module @param {string} file */
    run(module, file) {
      const body = bodies[file];
      body?.call(module.exports, module.exports, requireOf(module), module, file, path.dirname(file));
      return body !== undefined;
    },
    /** The file that was found for a name before. @param {string} name @param {NodeModule | undefined} by The module that asks. */
    find: (name, by) => (by?.filename ? found[keyOf(name, by.filename)] : undefined),
    /** @param {string} name @param {NodeModule | undefined} by @param {string} file */
    note(name, by, file) {
      if (by?.filename && isInside(by.filename) && isInside(file)) found[keyOf(name, by.filename)] = file;
    },
    /** The file and the line of it that stand in a line of the kept code. @param {number} line @returns {[file: string, line: number] | undefined} */
    placeOf(line) {
      const module = kept?.contents.modules.findLast(([, first]) => first <= line);
      return module && [module[0], line - module[1] + 1];
    },
    /** The source map of a file that was compiled; JSON. @param {string} file */
    mapOf(file) {
      maps ??= (kept && readMaps(main, kept.id)) ?? {};
      const map = maps[file];
      return map && Buffer.from(map, "base64").toString();
    },
  };
}

/** Names mean the same in all files of a folder. @param {string} name @param {string} file */
const keyOf = (name, file) => `${path.dirname(file)}\0${name}`;

/** @param {string} main @returns {{ kept?: import("./store").Kept, script?: vm.Script, bodies: Readonly<Record<string, Body>> }} */
function start(main) {
  try {
    const kept = read(main);
    if (kept === undefined) return { bodies: {} };
    const importModuleDynamically = vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
    const script = new vm.Script(kept.code, { filename: KEPT, cachedData: kept.compiled, importModuleDynamically });
    const bodies = script.runInThisContext();
    return { kept, script, bodies: Object.fromEntries(kept.contents.modules.map(([file], i) => [file, bodies[i]])) };
  } catch {
    return { bodies: {} }; // None yet, or it is damaged, or another process is replacing it.
  }
}

/** What a module calls `require`. @param {NodeModule} module */
function requireOf(module) {
  const { _cache, _extensions, _resolveFilename } = /** @type {any} */ (Module);
  /** @type {(name: string, options?: object) => string} */
  const resolve = (name, options) => _resolveFilename(name, module, false, options);
  const paths = (/** @type {string} */ name) => /** @type {any} */ (Module)._resolveLookupPaths(name, module);
  return Object.assign((/** @type {string} */ name) => module.require(name), {
    resolve: Object.assign(resolve, { paths }),
    main: process.mainModule,
    extensions: _extensions,
    cache: _cache,
  });
}

module.exports = { keptCode };
