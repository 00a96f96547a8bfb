// @ts-check
"use strict";
const { spawn } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { setTimeout: pause } = require("node:timers/promises");
const { TOOLS, readIfExists } = require("./files");
const { startTimeOf } = require("./lock");

/** A fault that is no bug of ours: printed without a stack, exit code 2. */
class BootstrapError extends Error {}

/** @type {Set<import("node:child_process").ChildProcess>} */
const children = new Set();

/** Said by Go, npm, Maven and Node when the network, not the request, was at fault. */
const NETWORK_FAULT =
  /time(d )?-?out|ECONN|ENOTFOUND|EAI_AGAIN|connection (reset|refused)|unexpected EOF|TLS handshake|Temporary failure|no such host|\b50[234]\b|Bad Gateway|socket hang up/i;
const ATTEMPTS = 3;
const PAUSE_MS = 5_000;

/**
 * Runs a program for a step; its output goes to `.tools/log/<step>.log`. Tries again where the network was at fault.
 * @param {string} step
 * @param {readonly string[]} command
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<string>} what it wrote to stdout
 */
async function runProgram(step, command, options = {}) {
  for (let attempt = 1; ; attempt++) {
    const { code, stdout, output } = await runOnce(step, command, options);
    if (code === 0) return stdout;
    if (attempt === ATTEMPTS || !NETWORK_FAULT.test(output)) {
      const tail = output
        .trimEnd()
        .split("\n")
        .slice(-12)
        .map((line) => `    ${line}`);
      throw new BootstrapError(
        [`${command.slice(0, 2).join(" ")} failed; the whole output is in ${logOf(step)}`, ...tail].join("\n"),
      );
    }
    await pause(PAUSE_MS * attempt);
  }
}

/** @param {string} step @param {readonly string[]} command @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} options @returns {Promise<{ code: number | null, stdout: string, output: string }>} */
function runOnce(step, command, options) {
  fs.mkdirSync(path.join(TOOLS, "log"), { recursive: true });
  const log = fs.createWriteStream(logOf(step), { flags: "a" });
  log.write(`$ ${command.join(" ")}\n`);
  const [program = "", ...args] = command;
  return new Promise((resolve, reject) => {
    // A process group of its own, so that ending it ends what it started, too.
    const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"], detached: true });
    began(child);
    let stdout = "";
    let output = "";
    child.stdout.on("data", (data) => ((stdout += data), (output += data), log.write(data)));
    child.stderr.on("data", (data) => ((output += data), log.write(data)));
    child.on("error", (error) => {
      ended(child);
      reject(new BootstrapError(`${program} could not be run: ${error.message}`));
    });
    child.on("close", (code) => {
      ended(child);
      log.end();
      resolve({ code, stdout, output });
    });
  });
}

/** One file per program that is being run: its id as the name, its start time inside. */
const RUNNING = path.join(TOOLS, "running");

/** @param {import("node:child_process").ChildProcess} child */
function began(child) {
  children.add(child);
  if (child.pid === undefined) return;
  fs.mkdirSync(RUNNING, { recursive: true });
  fs.writeFileSync(path.join(RUNNING, String(child.pid)), startTimeOf(child.pid) ?? "");
}

/** @param {import("node:child_process").ChildProcess} child */
function ended(child) {
  children.delete(child);
  fs.rmSync(path.join(RUNNING, String(child.pid)), { force: true });
}

/** Ends everything that is being run. */
function endPrograms() {
  for (const child of children) if (child.pid !== undefined) endGroup(child.pid);
}

/** Ends what a killed command left running: it would write where the next one does. */
function endOrphans() {
  if (!fs.existsSync(RUNNING)) return;
  for (const pid of fs.readdirSync(RUNNING)) {
    if (startTimeOf(Number(pid)) === readIfExists(path.join(RUNNING, pid))) endGroup(Number(pid));
    fs.rmSync(path.join(RUNNING, pid), { force: true });
  }
}

/** @param {number} pid the first process of the group */
function endGroup(pid) {
  try {
    process.kill(-pid, "SIGTERM");
  } catch {
    // Gone already.
  }
}

/** @param {string} step */
const logOf = (step) => path.join(TOOLS, "log", `${step}.log`);

module.exports = { BootstrapError, endOrphans, endPrograms, runProgram };
