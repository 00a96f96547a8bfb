#!/usr/bin/env node
// @ts-check
"use strict";
// Runs on Node 18 with nothing installed: fetches what a command needs, then runs the command itself under Node 24.
const { spawn } = require("node:child_process");
const { constants } = require("node:os");
const path = require("node:path");
const { ROOT } = require("./bootstrap/files");
const { ensureTools } = require("./bootstrap/ensure");
const { BootstrapError } = require("./bootstrap/run-program");
const { nodePath } = require("./bootstrap/steps/node-packages");
const { TYPE_SCRIPT, commandEnvironment } = require("./bootstrap/type-script");
const { COMMANDS, toolsFor } = require("./commands");

/** Exit code of a command that could not even run. */
const COULD_NOT_RUN = 2;

async function main() {
  const [name = "", ...args] = process.argv.slice(2);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    throw new BootstrapError(`There is no command "${name}". The commands are: ${Object.keys(COMMANDS).join(", ")}.`);
  }
  await ensureTools(["node", "packages", ...toolsFor(command, args)]);
  runCommand([...TYPE_SCRIPT, path.join(ROOT, command.entry), ...(command.args ?? []), ...args]);
}

/** Hands over: same streams, same signals, same end. @param {readonly string[]} args */
function runCommand(args) {
  const child = spawn(nodePath(), args, { stdio: "inherit", env: commandEnvironment() });
  // From a terminal the child gets SIGINT itself, and decides; a signal sent to this process alone is passed on.
  process.on("SIGINT", () => undefined);
  for (const signal of /** @type {const} */ (["SIGTERM", "SIGHUP"])) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => fail(new BootstrapError(`Node could not be run: ${error.message}`)));
  child.on("exit", (code, signal) => {
    process.exitCode = signal ? 128 + constants.signals[signal] : (code ?? COULD_NOT_RUN);
  });
}

/** @param {unknown} error */
function fail(error) {
  process.stderr.write(
    `${error instanceof BootstrapError ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exitCode = COULD_NOT_RUN;
}

main().catch(fail);
