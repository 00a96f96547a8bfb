// @ts-check
"use strict";
const path = require("node:path");
const { ROOT, TOOLS, linkIfChanged, readIfExists, writeIfChanged } = require("./files");
const { BootstrapError } = require("./run-program");
const { LANGUAGE_HOST, hasLanguageHost, languageHostScript } = require("./language-host");

const RECORD = path.join(TOOLS, "paths.json");
const BIN = path.join(TOOLS, "bin");

/** What people may call by name in a shell with `.tools/bin` first in PATH. */
const LINKED = ["node", "pulumi", "kubectl", "promtool"];

/** Writes down where the tools are, for `tools/paths.ts`, and links the programs in `.tools/bin`. @param {readonly import("./steps").Step[]} steps */
function recordPaths(steps) {
  /** @type {Record<string, string>} */
  const found = {};
  for (const step of steps) {
    const paths = step.find();
    if (paths === undefined)
      throw new BootstrapError(`${step.title} was made but isn't there; see ${path.join(TOOLS, "log")}.`);
    Object.assign(found, paths);
  }
  const inside = (/** @type {string} */ file) => (file.startsWith(ROOT + path.sep) ? path.relative(ROOT, file) : file);
  const known = JSON.parse(readIfExists(RECORD) ?? "{}");
  for (const [name, file] of Object.entries(found)) known[name] = inside(file);
  writeIfChanged(RECORD, `${JSON.stringify(known, null, 2)}\n`);
  for (const name of LINKED) {
    const file = found[name];
    if (file !== undefined)
      linkIfChanged(path.join(BIN, name), file.startsWith(TOOLS + path.sep) ? path.relative(BIN, file) : file);
  }
  if (found["pulumi"] !== undefined) placeLanguageHost(found["pulumi"]);
}

/** Ours goes beside a CLI that was built here, and in `.tools/bin` for one of the caller's that has none; official ones bring their own. @param {string} cli */
function placeLanguageHost(cli) {
  const beside = path.join(path.dirname(cli), LANGUAGE_HOST);
  const isOurs = cli.startsWith(TOOLS + path.sep) && readIfExists(beside)?.startsWith("#!");
  if (isOurs) writeIfChanged(beside, languageHostScript(), 0o755);
  else if (!hasLanguageHost(cli)) writeIfChanged(path.join(BIN, LANGUAGE_HOST), languageHostScript(), 0o755);
}

module.exports = { recordPaths };
