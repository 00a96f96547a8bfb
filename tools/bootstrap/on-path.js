// @ts-check
"use strict";
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { TOOLS, readIfExists, writeIfChanged } = require("./files");
const { findVersion, fits } = require("./versions");

/** How each program is asked for its version. */
const VERSION_ARGUMENTS = /** @type {const} */ ({
  go: ["version"],
  java: ["-version"],
  kubectl: ["version", "--client"],
  mvn: ["--version"],
  npm: ["--version"],
  pulumi: ["version"],
  python3: ["--version"],
});

/** @typedef {keyof typeof VERSION_ARGUMENTS} SystemProgram */
/** @typedef {import("./versions").Range} Range */
/** @typedef {{ readonly file: string, readonly version: string }} Found */

const CACHE = path.join(TOOLS, "cache", "versions.json");

/**
 * The first program that the caller's PATH (for Java: JAVA_HOME before it) leads to and whose version fits; the first one at all where none does.
 * @param {SystemProgram} name @param {Range} [range] @returns {Found | undefined}
 */
function onPath(name, range) {
  const home = process.env["JAVA_HOME"];
  const folders = [
    ...(name === "java" && home ? [path.join(home, "bin")] : []),
    ...(process.env["PATH"] ?? "").split(path.delimiter),
  ];
  /** @type {Found | undefined} */
  let first;
  for (const folder of folders) {
    const file = path.join(folder, name);
    if (folder === "" || file.startsWith(TOOLS + path.sep) || !isExecutable(file)) continue;
    const version = versionOf(file, VERSION_ARGUMENTS[name]);
    if (version === undefined) continue;
    if (range === undefined || fits(version, range)) return { file, version };
    first ??= { file, version };
  }
  return first;
}

/** Asking costs up to a second (Java, Maven), so answers are kept for as long as the file doesn't change. @param {string} file @param {readonly string[]} args */
function versionOf(file, args) {
  const { mtimeMs, size } = fs.statSync(file);
  const key = `${fs.realpathSync(file)} ${file} ${mtimeMs} ${size}`;
  /** @type {Record<string, string>} */
  const cache = JSON.parse(readIfExists(CACHE) ?? "{}");
  if (cache[key] !== undefined) return cache[key];
  // In the root folder, so that no project's settings (go.mod, .mvn, .npmrc) have a say.
  const { status, stdout, stderr } = spawnSync(file, args, { encoding: "utf8", cwd: "/", timeout: 30_000 });
  const version = status === 0 ? findVersion(`${stdout}\n${stderr}`) : undefined;
  if (version !== undefined) writeIfChanged(CACHE, JSON.stringify({ ...cache, [key]: version }, null, 2));
  return version;
}

/** @param {string} file */
function isExecutable(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

module.exports = { isExecutable, onPath };
