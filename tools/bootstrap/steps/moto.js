// @ts-check
"use strict";
const path = require("node:path");
const versions = require("../../../versions.json");
const { ROOT, TOOLS, complete, fingerprint, isComplete } = require("../files");
const { onPath } = require("../on-path");
const { runProgram } = require("../run-program");

/** @typedef {import("./index").Step} Step */

const MOTO_DIR = path.join(TOOLS, `moto-${versions.tools.moto}`);
const REQUIREMENTS = "tools/python/moto/requirements.txt";

const python = () => onPath("python3", versions.accepted.python3);

/** The packages lie in a folder named after Python's version, so another one needs them anew. */
const key = () => fingerprint({ files: [REQUIREMENTS], texts: [python()?.version ?? ""] });

/** Plays Amazon's S3, IAM and STS in the sandbox; a Python of its own with every package pinned by hash. @type {Step} */
const moto = {
  name: "moto",
  title: `moto ${versions.tools.moto}`,
  lane: "python",
  prerequisites: ["python3"],
  find: () => (isComplete(MOTO_DIR, key()) ? { "moto-python": path.join(MOTO_DIR, "bin", "python") } : undefined),
  make: async (temporary) => {
    // May be moved: the interpreter finds its packages from where it stands.
    await runProgram("moto", [python()?.file ?? "python3", "-m", "venv", temporary]);
    const install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"];
    await runProgram("moto", [path.join(temporary, "bin", "python"), ...install, "-r", path.join(ROOT, REQUIREMENTS)]);
    complete(temporary, MOTO_DIR, key());
  },
};

module.exports = { steps: [moto] };
