// @ts-check
"use strict";
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

/** The repository, and the folder in it that holds every tool. */
const ROOT = path.resolve(__dirname, "..", "..");
const TOOLS = path.join(ROOT, ".tools");

/** Marks a finished folder; holds the fingerprint of what it was made from. */
const STAMP = ".complete";

/** @param {string} file @returns {string | undefined} */
function readIfExists(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    if (isErrno(error, "ENOENT") || isErrno(error, "ENOTDIR")) return undefined;
    throw error;
  }
}

/** @param {unknown} error @param {string} code */
function isErrno(error, code) {
  return error instanceof Error && "code" in error && error.code === code;
}

/** Writes a file so that a reader sees the old or the new content; leaves it alone where it wouldn't change. @param {string} file @param {string} content @param {number} [mode] */
function writeIfChanged(file, content, mode = 0o644) {
  if (readIfExists(file) === content) return;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  fs.writeFileSync(temporary, content, { mode });
  fs.renameSync(temporary, file);
}

/** A short fingerprint of files and texts: changes when any of them does. @param {{ files?: readonly string[], texts?: readonly string[] }} of */
function fingerprint({ files = [], texts = [] }) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(fs.readFileSync(path.join(ROOT, file))).update("\0");
  for (const text of texts) hash.update(text).update("\0");
  return hash.digest("hex").slice(0, 16);
}

/** True where the folder was finished from just these inputs. @param {string} dir @param {string} key */
function isComplete(dir, key) {
  return readIfExists(path.join(dir, STAMP)) === key;
}

/** Turns a temporary folder into the finished one: it appears whole or not at all. @param {string} temporary @param {string} dir @param {string} key */
function complete(temporary, dir, key) {
  fs.writeFileSync(path.join(temporary, STAMP), key);
  fs.rmSync(dir, { recursive: true, force: true });
  fs.renameSync(temporary, dir);
}

/** Removes the folders beside this one that earlier inputs of the same step made. @param {string} dir @param {string} prefix what all their names begin with */
function removeEarlier(dir, prefix) {
  const earlier = fs
    .readdirSync(path.dirname(dir))
    .filter((name) => name.startsWith(prefix) && name !== path.basename(dir));
  for (const name of earlier) fs.rmSync(path.join(path.dirname(dir), name), { recursive: true, force: true });
}

/** Replaces a symbolic link where it points elsewhere. @param {string} link @param {string} target */
function linkIfChanged(link, target) {
  try {
    if (fs.readlinkSync(link) === target) return;
  } catch (error) {
    if (!isErrno(error, "ENOENT") && !isErrno(error, "EINVAL")) throw error;
  }
  fs.mkdirSync(path.dirname(link), { recursive: true });
  const temporary = `${link}.${process.pid}`;
  fs.rmSync(temporary, { force: true });
  fs.symlinkSync(target, temporary);
  fs.renameSync(temporary, link);
}

module.exports = {
  ROOT,
  TOOLS,
  complete,
  fingerprint,
  isComplete,
  isErrno,
  linkIfChanged,
  readIfExists,
  removeEarlier,
  writeIfChanged,
};
