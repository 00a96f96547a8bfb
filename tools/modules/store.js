// @ts-check
"use strict";
/** The files in which a program's code is kept, and whether all that it was made of is still as it was. */
const { createHash, randomUUID } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

/**
 * @typedef {object} Contents
 * @property {Record<string, string>} files Each file that it depends on, as it was (`stampOf`).
 * @property {Record<string, number>} folders When each folder, in which files were found, was last changed.
 * @property {Record<string, string>} found What a module means by a name: folder and name → file.
 * @property {readonly (readonly [file: string, line: number])[]} modules Where each module's code begins, by lines, in their order.
 * @property {Record<string, string>} positions Where a place of compiled code comes from: `file:line:column` of both.
 *
 * @typedef {object} Kept
 * @property {string} id
 * @property {Contents} contents
 * @property {string} code
 * @property {Buffer | undefined} compiled
 */

const ROOT = path.resolve(__dirname, "..", "..");
const FOLDER = path.join(ROOT, "node_modules", ".cache", "streaming");

/** Whether it is of this project, packages included. @param {string} file */
const isInside = (file) => file.startsWith(ROOT + path.sep);

/** A file's state: its size, and the time of its last change, which nobody can set. @param {string} file */
function stampOf(file) {
  const stats = fs.statSync(file, { throwIfNoEntry: false });
  return stats === undefined ? "" : `${stats.size}:${stats.ctimeMs}`;
}

/** In milliseconds since 1970. @param {string} fileOrFolder */
const changedAt = (fileOrFolder) => fs.statSync(fileOrFolder, { throwIfNoEntry: false })?.ctimeMs ?? 0;

/** What it was made with. */
const MAKER = [
  process.version,
  process.arch,
  ROOT,
  // Options may say where packages are found.
  ...process.execArgv,
  process.env["NODE_OPTIONS"],
  ...fs.readdirSync(__dirname).map((name) => stampOf(path.join(__dirname, name))),
].join();

/** @param {string} main The file that Node was started with. @param {string} extension */
function fileFor(main, extension) {
  const hash = createHash("sha256").update(main).digest("hex").slice(0, 12);
  return path.join(FOLDER, `${path.basename(path.dirname(main))}-${hash}.${extension}`);
}

/** What is kept for a program, unless a file or folder has changed since. Throws where there is nothing. @param {string} main @returns {Kept | undefined} */
function read(main) {
  const { header, rest } = split(fs.readFileSync(fileFor(main, "js")));
  const { id, maker, ...contents } = JSON.parse(header);
  return maker === MAKER && isCurrent(contents)
    ? { id, contents, code: rest.toString("latin1", rest.indexOf("\n") + 1), compiled: readCompiled(main, id) }
    : undefined;
}

/** @param {Contents} contents */
const isCurrent = ({ files, folders }) =>
  Object.entries(files).every(([file, stamp]) => stampOf(file) === stamp) &&
  Object.entries(folders).every(([folder, changed]) => changedAt(folder) === changed);

/** @param {string} main @param {string} id */
function readCompiled(main, id) {
  try {
    const bytes = fs.readFileSync(fileFor(main, "compiled"));
    return bytes.toString("latin1", 0, id.length) === id ? bytes.subarray(id.length) : undefined;
  } catch {
    return undefined; // It is made by the second start.
  }
}

/** The source maps, which are seldom asked for; none if all has been replaced meanwhile. @param {string} main @param {string} id @returns {Record<string, string> | undefined} */
function readMaps(main, id) {
  const { header, rest } = split(fs.readFileSync(fileFor(main, "js")));
  return JSON.parse(header).id === id ? JSON.parse(rest.toString("latin1", 0, rest.indexOf("\n"))) : undefined;
}

/** @param {Buffer} bytes The contents in the first line, the maps in the second, then the code. */
function split(bytes) {
  const end = bytes.indexOf("\n");
  return { header: bytes.toString("utf8", 0, end), rest: bytes.subarray(end + 1) };
}

/** @param {string} main @param {Contents} contents @param {Record<string, string>} maps In base64, by file. @param {string} code In Latin-1. */
function write(main, contents, maps, code) {
  const header = JSON.stringify({ id: randomUUID(), maker: MAKER, ...contents });
  const lines = Buffer.from(`${header}\n${JSON.stringify(maps)}\n`);
  replace(fileFor(main, "js"), [lines, Buffer.from(code, "latin1")]);
}

/** @param {string} main @param {string} id @param {Buffer} compiled */
const writeCompiled = (main, id, compiled) => replace(fileFor(main, "compiled"), [Buffer.from(id), compiled]);

/** Whole or not at all, as others may be reading it. @param {string} file @param {readonly Buffer[]} parts */
function replace(file, parts) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const written = `${file}.${process.pid}`;
  try {
    fs.writeFileSync(written, Buffer.concat(parts));
    fs.renameSync(written, file);
  } finally {
    fs.rmSync(written, { force: true });
  }
}

module.exports = { ROOT, changedAt, fileFor, isInside, read, readMaps, stampOf, write, writeCompiled };
