// @ts-check
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { setTimeout: pause } = require("node:timers/promises");
const { TOOLS } = require("./files");
const lock = require("./lock");
const { requirePrerequisites } = require("./prerequisites");
const { Progress, spell } = require("./progress");
const { recordPaths } = require("./record");
const { endOrphans, endPrograms } = require("./run-program");
const { stepsFor } = require("./steps");

/** @typedef {import("./steps").Step} Step */

const LOCK = path.join(TOOLS, "lock");
const LOCK_POLL_MS = 250;

/** Making one thing may take another away (npm removes PostgreSQL's links with its packages), so it is looked again. */
const PASSES = 3;

/** Makes whatever of these tools isn't there yet; where all are, this takes milliseconds. @param {readonly string[]} names */
async function ensureTools(names) {
  const steps = stepsFor(names);
  for (let pass = 1; pass <= PASSES && missing(steps).length > 0; pass++) {
    await requirePrerequisites(missing(steps));
    await withLock(() => makeAll(missing(steps)));
  }
  recordPaths(steps);
}

/** @param {readonly Step[]} steps */
const missing = (steps) => steps.filter((step) => step.find() === undefined);

/** One bootstrap at a time; one that was killed leaves its lock and half-made folders, which the next takes over and clears. @param {() => Promise<void>} work */
async function withLock(work) {
  let told = false;
  const take = () => lock.acquire(LOCK, "preparing tools");
  for (let owner = take(); owner; owner = take()) {
    if (!told) process.stderr.write(`Waiting for another command (process ${owner.pid}) that is preparing tools.\n`);
    told = true;
    await pause(LOCK_POLL_MS);
  }
  const leave = () => {
    endPrograms();
    clearTemporary();
    lock.release(LOCK);
  };
  const interrupted = (/** @type {NodeJS.Signals} */ signal) => {
    leave();
    process.stderr.write("\nStopped. What is finished is kept; the next run goes on from there.\n");
    process.exit(signal === "SIGINT" ? 130 : 143);
  };
  process.on("SIGINT", interrupted).on("SIGTERM", interrupted);
  try {
    endOrphans();
    clearTemporary();
    await work();
  } finally {
    process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
    leave();
  }
}

const TEMPORARY = path.join(TOOLS, "temporary");

/** What unfinished steps of this and earlier runs have made so far. */
function clearTemporary() {
  fs.rmSync(TEMPORARY, { recursive: true, force: true });
}

/** @param {readonly Step[]} steps */
async function makeAll(steps) {
  if (steps.length === 0) return;
  const progress = new Progress(steps.length);
  const heavy = steps.some((step) => step.lane === "go");
  progress.line(
    `Preparing ${steps.length} tool(s) in .tools${heavy ? "; building takes up to 20 minutes where nothing is cached, and is done once" : ""}`,
  );
  /** @type {Map<string, Promise<void>>} */
  const begun = new Map();
  /** @type {Map<string, Promise<unknown>>} lane -> the last step queued in it */
  const lanes = new Map();
  for (const step of steps) {
    const before = [lanes.get(step.lane), ...(step.after ?? []).map((name) => begun.get(name))];
    const made = Promise.all(before).then(() => makeOne(step, progress));
    begun.set(step.name, made);
    lanes.set(step.lane, made);
  }
  try {
    await Promise.all(begun.values());
  } finally {
    progress.stop();
  }
  progress.line(`Tools are ready after ${spell(Date.now() - progress.started)}.`);
}

/** @param {Step} step @param {Progress} progress */
async function makeOne(step, progress) {
  // Never the folder of an earlier run, which may be slow to end.
  const temporary = path.join(TEMPORARY, String(process.pid), step.name);
  fs.mkdirSync(temporary, { recursive: true });
  progress.begin(step.title);
  const note = await step.make(temporary);
  fs.rmSync(temporary, { recursive: true, force: true });
  progress.finish(step.title, note ?? undefined);
}

module.exports = { ensureTools };
