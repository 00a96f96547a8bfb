// @ts-check
"use strict";
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const { pipeline } = require("node:stream/promises");
const { Readable } = require("node:stream");
const { TOOLS } = require("./files");
const { runProgram } = require("./run-program");

const RELEASES = "https://get.pulumi.com/releases/sdk";
/** Where the address can't be reached at all, the build begins after this long. */
const CONNECT_MS = 4_000;
const DOWNLOAD_MS = 10 * 60_000;

/**
 * Fetches the official release into a folder; false where that can't be done here (no network, no release for this machine, wrong checksum).
 * @param {string} version @param {string} folder
 */
async function downloadPulumi(version, folder) {
  const archive = `pulumi-v${version}-${process.platform}-${process.arch}.tar.gz`;
  const expected = await publishedChecksum(version, archive);
  if (expected === undefined) return false;
  const file = path.join(folder, archive);
  try {
    const response = await fetch(`${RELEASES}/${archive}`, { signal: AbortSignal.timeout(DOWNLOAD_MS) });
    if (!response.ok || response.body === null) return false;
    await pipeline(
      Readable.fromWeb(/** @type {import("node:stream/web").ReadableStream} */ (response.body)),
      fs.createWriteStream(file),
    );
    if (createHash("sha256").update(fs.readFileSync(file)).digest("hex") !== expected) return false;
    await runProgram("pulumi", ["tar", "-xzf", file, "--strip-components=1", "-C", folder]);
    return fs.existsSync(path.join(folder, "pulumi"));
  } catch (error) {
    fs.appendFileSync(path.join(TOOLS, "log", "pulumi.log"), `Download of ${archive}: ${error}\n`);
    return false;
  } finally {
    fs.rmSync(file, { force: true });
  }
}

/** @param {string} version @param {string} archive @returns {Promise<string | undefined>} SHA-256 in hexadecimal */
async function publishedChecksum(version, archive) {
  try {
    const response = await fetch(`${RELEASES}/pulumi-${version}-checksums.txt`, {
      signal: AbortSignal.timeout(CONNECT_MS),
    });
    const text = response.ok ? await response.text() : "";
    const line = text.split("\n").find((l) => l.trim().endsWith(archive));
    return line?.trim().split(/\s+/)[0];
  } catch {
    return undefined;
  }
}

/** True where the official release can be had here. @param {string} version */
async function pulumiReleaseReachable(version) {
  return (
    (await publishedChecksum(version, `pulumi-v${version}-${process.platform}-${process.arch}.tar.gz`)) !== undefined
  );
}

module.exports = { downloadPulumi, pulumiReleaseReachable };
