// @ts-check
"use strict";
const { execFileSync } = require("node:child_process");
const path = require("node:path");
const versions = require("../../versions.json");
const { ROOT } = require("./files");
const { onPath } = require("./on-path");
const { pulumiReleaseReachable } = require("./pulumi-release");
const { BootstrapError } = require("./run-program");
const { describeRange, fits } = require("./versions");

/** @typedef {import("./on-path").SystemProgram} SystemProgram */
/** @typedef {import("./steps").Step} Step */

/** What to install, as people know it. @type {Readonly<Partial<Record<SystemProgram, { title: string, range?: import("./versions").Range, install: string }>>>} */
const KNOWN = {
  npm: { title: "npm", install: "it comes with Node (Debian: apt install npm)" },
  go: { title: "Go", range: versions.accepted.go, install: "https://go.dev/dl" },
  java: {
    title: "a JDK",
    range: versions.accepted.java,
    install: "e.g. apt install openjdk-17-jdk-headless; JAVA_HOME is looked at first",
  },
  python3: {
    title: "Python",
    range: versions.accepted.python3,
    install: "e.g. apt install python3 python3-venv",
  },
  mvn: { title: "Maven", range: versions.accepted.mvn, install: "e.g. apt install maven" },
};

/** Refuses, once and with everything that is missing, before anything is begun. @param {readonly Step[]} steps those that have to be made */
async function requirePrerequisites(steps) {
  const lines = [];
  for (const [name, { title, range, install }] of Object.entries(KNOWN)) {
    const program = /** @type {SystemProgram} */ (name);
    const needing = steps.filter((step) => step.prerequisites.includes(program));
    if (needing.length === 0 || isThere(program, range)) continue;
    if (
      program === "go" &&
      needing.every((step) => step.name === "pulumi") &&
      (await pulumiReleaseReachable(versions.tools.pulumi))
    )
      continue;
    const found = onPath(program, range);
    const wanted = `${title}${range ? ` ${describeRange(range)}` : ""}`;
    const got = found ? `found ${found.version} at ${found.file}` : `no "${name}" in PATH`;
    lines.push(`  ${wanted}: ${got}`, `    needed for ${needing.map((s) => s.title).join(", ")}`, `    ${install}`);
  }
  if (lines.length > 0)
    throw new BootstrapError(
      ["Something has to be installed first:", ...lines, "Then run the command again."].join("\n"),
    );
}

/** @param {SystemProgram} program @param {import("./versions").Range} [range] */
function isThere(program, range) {
  const found = onPath(program, range);
  if (found === undefined) return false;
  return range === undefined || fits(found.version, range) || (program === "go" && fetchesToolchain(found.file));
}

/** An older Go that is allowed to do so (GOTOOLCHAIN) fetches the one that a module asks for. @param {string} go */
function fetchesToolchain(go) {
  try {
    const cwd = path.join(ROOT, "tools", "go", "control-plane");
    const text = execFileSync(go, ["version"], { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return fits(/go(\d+\.\d+(\.\d+)?)/.exec(text)?.[1], versions.accepted.go);
  } catch {
    return false;
  }
}

module.exports = { requirePrerequisites };
