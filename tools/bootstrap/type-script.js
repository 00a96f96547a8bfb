// @ts-check
"use strict";
const path = require("node:path");
const { ROOT, TOOLS } = require("./files");
const { runProgram } = require("./run-program");
const { nodeEnvironment, nodePath } = require("./steps/node-packages");

/** Arguments of Node that make it run TypeScript as CommonJS modules. */
const TYPE_SCRIPT = ["--require", path.join(ROOT, "tools", "run-typescript.js")];

/** The environment of every command: the right Node and our tools first in PATH, and compiled modules kept between runs. */
function commandEnvironment() {
  const env = nodeEnvironment();
  return {
    ...env,
    PATH: [path.join(TOOLS, "bin"), env.PATH].join(path.delimiter),
    NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? path.join(TOOLS, "cache", "node"),
  };
}

/** Runs one of our own programs as part of a step. @param {string} step @param {string} entry @param {readonly string[]} args */
async function runTypeScript(step, entry, args) {
  await runProgram(step, [nodePath(), ...TYPE_SCRIPT, path.join(ROOT, entry), ...args], {
    cwd: ROOT,
    env: commandEnvironment(),
  });
}

module.exports = { TYPE_SCRIPT, commandEnvironment, runTypeScript };
