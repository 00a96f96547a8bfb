// @ts-check
"use strict";
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { isErrno, readIfExists } = require("./files");

/** @typedef {{ readonly pid: number, readonly startTime: string, readonly doing: string }} Owner the start time tells a living owner from a later process with its id; what it does is for the message to whoever has to wait */

/** When a process started, as the system counts it; undefined where it doesn't run. @param {number} pid @returns {string | undefined} */
function startTimeOf(pid) {
  if (process.platform === "linux") {
    const stat = readIfExists(`/proc/${pid}/stat`);
    // The command's name, in parentheses, may hold spaces itself; the state is the first field after it.
    const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields === undefined || fields[0] === "Z" ? undefined : fields[19];
  }
  try {
    const text = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return text.trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Takes the lock file, over from a dead owner if need be; a living owner is returned instead. @param {string} file @param {string} doing @returns {Owner | undefined} */
function acquire(file, doing) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const offer = `${file}.${process.pid}`;
  fs.writeFileSync(offer, JSON.stringify({ pid: process.pid, startTime: startTimeOf(process.pid) ?? "", doing }));
  try {
    for (;;) {
      try {
        // A link appears with its content or not at all, so nobody reads half a lock.
        fs.linkSync(offer, file);
        return undefined;
      } catch (error) {
        if (!isErrno(error, "EEXIST")) throw error;
      }
      const text = readIfExists(file);
      if (text === undefined) continue;
      /** @type {Owner} */
      const owner = JSON.parse(text);
      if (startTimeOf(owner.pid) === owner.startTime) return owner;
      removeStale(file, text);
    }
  } finally {
    fs.rmSync(offer, { force: true });
  }
}

/** Moves a dead owner's lock away, unless another process has put its own there meanwhile. @param {string} file @param {string} text */
function removeStale(file, text) {
  const aside = `${file}.stale.${process.pid}`;
  try {
    fs.renameSync(file, aside);
  } catch (error) {
    if (isErrno(error, "ENOENT")) return;
    throw error;
  }
  if (readIfExists(aside) !== text) fs.linkSync(aside, file);
  fs.rmSync(aside, { force: true });
}

/** Gives the lock back, if it is still ours. @param {string} file */
function release(file) {
  const text = readIfExists(file);
  if (text !== undefined && JSON.parse(text).pid === process.pid) fs.rmSync(file, { force: true });
}

module.exports = { acquire, release, startTimeOf };
