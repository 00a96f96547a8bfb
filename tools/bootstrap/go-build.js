// @ts-check
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const versions = require("../../versions.json");
const { ROOT, TOOLS, fingerprint, isComplete } = require("./files");
const { onPath } = require("./on-path");
const { runProgram } = require("./run-program");

/**
 * A build from a module under tools/go, pinned by its go.sum.
 * @typedef {object} Build
 * @property {string} name
 * @property {string} version
 * @property {string} module folder under tools/go
 * @property {readonly string[]} packages
 * @property {readonly string[]} ldflags without the ones that leave out debugging tables
 * @property {Readonly<Record<string, string>>} programs name in the paths -> name of the built file
 */

/** @param {Build} build */
const dirOf = (build) => path.join(TOOLS, `${build.name}-${build.version}`);

/** @param {Build} build */
const keyOf = ({ module, packages, ldflags }) =>
  fingerprint({ files: [`tools/go/${module}/go.mod`, `tools/go/${module}/go.sum`], texts: [...packages, ...ldflags] });

/** @param {Build} build */
function findBuilt(build) {
  if (!isComplete(dirOf(build), keyOf(build))) return undefined;
  return Object.fromEntries(Object.keys(build.programs).map((name) => [name, path.join(dirOf(build), name)]));
}

/**
 * What a user's own Go settings must not change: modules come as go.sum has them and no workspace above this folder counts.
 * Proxies, caches and the choice of toolchain stay theirs.
 */
const goEnvironment = () => ({
  ...process.env,
  GO111MODULE: "on",
  GOFLAGS: "-mod=readonly -buildvcs=false",
  GOWORK: "off",
});

const go = () => onPath("go", versions.accepted.go)?.file ?? "go";

/** @param {Build} build @param {string} temporary */
async function buildWithGo(build, temporary) {
  const ldflags = ["-s", "-w", ...build.ldflags].join(" ");
  await runProgram(build.name, [go(), "build", "-o", temporary + path.sep, "-ldflags", ldflags, ...build.packages], {
    cwd: path.join(ROOT, "tools", "go", build.module),
    env: goEnvironment(),
  });
  for (const [name, file] of Object.entries(build.programs)) {
    if (name !== file) fs.renameSync(path.join(temporary, file), path.join(temporary, name));
  }
}

/** The folder of a module, fetched as the go.sum in that place has it. @param {string} step @param {string} cwd @param {string} module @returns {Promise<{ Dir: string, Sum: string }>} */
async function fetchModule(step, cwd, module) {
  return JSON.parse(await runProgram(step, [go(), "mod", "download", "-json", module], { cwd, env: goEnvironment() }));
}

/** By content: files in Go's module cache are read-only. @param {string} from @param {string} to */
function copyYaml(from, to) {
  fs.mkdirSync(to, { recursive: true });
  for (const file of fs.readdirSync(from).filter((name) => name.endsWith(".yaml"))) {
    fs.writeFileSync(path.join(to, file), fs.readFileSync(path.join(from, file)));
  }
}

module.exports = { buildWithGo, copyYaml, dirOf, fetchModule, findBuilt, keyOf };
