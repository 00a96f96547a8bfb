// @ts-check
"use strict";
/** What stack traces say: files are compiled while they are loaded, or their code is kept, so that positions have to be told as those of the sources. */
const { SourceMap, findSourceMap } = require("node:module");

/** @typedef {(error: Error, frames: NodeJS.CallSite[]) => unknown} Prepare */
/** @typedef {ReturnType<typeof import("./kept").keptCode>} KeptCode */

/** From now on, this process' traces name the lines of sources. @param {KeptCode} [kept] */
function mapTraces(kept) {
  Error.prepareStackTrace = mapped(kept);
}

/** @param {KeptCode} [kept] @returns {Prepare} */
function mapped(kept) {
  /** Each resource's trace goes through the same few places. */
  const positions = kept?.positions ?? {};

  /** @param {NodeJS.CallSite} frame */
  function told(frame) {
    const [name, line, column] = [frame.getFileName(), frame.getLineNumber(), frame.getColumnNumber()];
    if (!name || line === null || column === null) return String(frame);
    const [file, fileLine] = (name === kept?.name && kept.placeOf(line)) || [name, line];
    const compiled = `${file}:${fileLine}:${column}`;
    return String(frame).replace(
      `${name}:${line}:${column}`,
      (positions[compiled] ??= sourceOf(file, fileLine, column)),
    );
  }

  /** @type {Map<string, SourceMap | undefined>} */
  const maps = new Map();

  /** @param {string} file @param {number} line @param {number} column */
  function sourceOf(file, line, column) {
    if (!maps.has(file)) {
      const map = kept?.mapOf(file);
      maps.set(file, map ? new SourceMap(JSON.parse(map)) : findSourceMap(file));
    }
    const origin = maps.get(file)?.findOrigin(line, column);
    return origin !== undefined && "lineNumber" in origin
      ? `${file}:${origin.lineNumber}:${origin.columnNumber}`
      : `${file}:${line}:${column}`;
  }

  return (error, frames) => [String(error), ...frames.map(told)].join("\n    at ");
}

module.exports = { mapTraces };
