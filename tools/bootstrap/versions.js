// @ts-check
"use strict";

/** @typedef {{ readonly from: string, readonly below?: string }} Range from this version on, and below that one */

/** The version in a text such as `go version go1.26.8 linux/amd64` or `openjdk version "21" 2023-09-19`; undefined where there is none. @param {string} text */
function findVersion(text) {
  return /"(\d+(?:\.\d+){0,2})/.exec(text)?.[1] ?? /\d+\.\d+(?:\.\d+)?/.exec(text)?.[0];
}

/** Negative where `a` is older than `b`, positive where it is newer. Missing parts count as 0. @param {string} a @param {string} b */
function compareVersions(a, b) {
  const [left, right] = [a, b].map((v) => v.split(".").map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** @param {string | undefined} version @param {Range} range */
function fits(version, { from, below }) {
  if (version === undefined) return false;
  return compareVersions(version, from) >= 0 && (below === undefined || compareVersions(version, below) < 0);
}

/** As a person reads it: `17 or later`, `from 22.22 to below 27`. @param {Range} range */
function describeRange({ from, below }) {
  const short = (/** @type {string} */ version) => version.replace(/(\.0)+$/, "");
  return below === undefined ? `${short(from)} or later` : `from ${short(from)} to below ${short(below)}`;
}

module.exports = { compareVersions, describeRange, findVersion, fits };
