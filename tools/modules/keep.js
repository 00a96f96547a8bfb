// @ts-check
"use strict";
/** Gathers the code that a program loads, and writes it for ./kept.js. */
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const { performance } = require("node:perf_hooks");
const vm = require("node:vm");
const { PACKAGES } = require("./seldom");
const { ROOT, changedAt, isInside, readMaps, stampOf, write } = require("./store");

/** @typedef {Map<string, { readonly code: string, readonly stamp: string }>} Fresh By file. */

const HEAD = "function (exports, require, module, __filename, __dirname) {\n";
const MAP = /^\/\/# sourceMappingURL=(?:data:application\/json;base64,)?(.*)$/gm;

/** From now on, what modules are made of. @returns {Fresh} */
function collectCode() {
  /** @type {Fresh} */
  const fresh = new Map();
  const { prototype } = /** @type {any} */ (Module);
  const { _compile } = prototype;
  prototype._compile = function (
    /** @type {string} */ code,
    /** @type {string} */ file,
    /** @type {unknown[]} */ ...rest
  ) {
    if (isKeepable(code, file)) fresh.set(file, { code, stamp: stampOf(file) });
    return _compile.call(this, code, file, ...rest);
  };
  return fresh;
}

/** Not what compiles, what imports relative to itself, and what doesn't fit one byte a letter. @param {string} code @param {string} file */
const isKeepable = (code, file) =>
  isInside(file) &&
  !["tsx", "esbuild"].some((name) => file.includes(PACKAGES + name + path.sep)) &&
  !/\bimport\s*\(/.test(code) &&
  !/[^\u0000-\u00ff]/.test(code);

/**
 * Writes it together with what was kept before; false if there is nothing new.
 * @param {string} main
 * @param {{ readonly kept: import("./store").Kept | undefined, readonly bodies: Readonly<Record<string, unknown>>, readonly found: Record<string, string>, readonly positions: Record<string, string>, readonly fresh: Fresh }} loaded
 */
function keep(main, { kept, bodies, found, positions, fresh }) {
  if (fresh.size === 0) return false;
  const texts = new Map(Object.entries(bodies).map(([file, body]) => [file, String(body)]));
  const files = { ...kept?.contents.files };
  const maps = kept ? readMaps(main, kept.id) : {};
  if (maps === undefined) return true;
  for (const [file, { code, stamp }] of fresh) {
    const text = `${HEAD}${code.replace(/^#!/, "//").replaceAll(MAP, "")}\n}`;
    if (changedAt(file) >= performance.timeOrigin || !compiles(text)) continue;
    texts.set(file, text);
    files[file] = stamp;
    if (!file.includes(PACKAGES)) for (const [, map = ""] of code.matchAll(MAP)) maps[file] = map;
  }
  if (texts.size === Object.keys(bodies).length) return false;
  const around = surroundings([...texts.keys()]);
  for (const file of around) files[file] = stampOf(file);
  const folders = foldersOf(found);
  const latest = Math.max(...Object.values(folders), ...[...around].map(changedAt));
  if (latest >= performance.timeOrigin) return false;
  const { code, modules } = joined(texts);
  write(main, { files, folders, found, modules, positions }, maps, code);
  return true;
}

/** An ECMAScript module isn't made of statements alone. @param {string} text */
function compiles(text) {
  try {
    return Boolean(new vm.Script(`(${text})`));
  } catch {
    return false;
  }
}

/** What says how packages and our own files are to be read. @param {readonly string[]} files */
function surroundings(files) {
  const packages = files.flatMap((file) => {
    const start = file.lastIndexOf(PACKAGES) + PACKAGES.length;
    if (start < PACKAGES.length) return [];
    const [scope = "", name = ""] = file.slice(start).split(path.sep);
    return [path.join(file.slice(0, start), scope.startsWith("@") ? path.join(scope, name) : scope, "package.json")];
  });
  const own = ["tsconfig.json", "package.json", path.join("node_modules", ".package-lock.json")];
  return new Set([...packages, ...own.map((file) => path.join(ROOT, file))].filter((file) => fs.existsSync(file)));
}

/** Where another file might come before one that was found. @param {Readonly<Record<string, string>>} found @returns {Record<string, number>} */
function foldersOf(found) {
  const folders = new Set(
    Object.entries(found).flatMap(([key, file]) => [key.split("\0")[0] ?? "", path.dirname(file)]),
  );
  return Object.fromEntries([...folders].map((folder) => [folder, changedAt(folder)]));
}

/** @param {ReadonlyMap<string, string>} texts By file. */
function joined(texts) {
  /** @type {[file: string, line: number][]} */
  const modules = [];
  let line = 2;
  const parts = [...texts].map(([file, text]) => {
    modules.push([file, line + 1]);
    line += text.split("\n").length;
    return `${text},\n`;
  });
  return { code: `[\n${parts.join("")}]`, modules };
}

module.exports = { collectCode, keep };
