// @ts-check
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const versions = require("../../../versions.json");
const { ROOT, TOOLS, complete, fingerprint, isComplete, readIfExists, writeIfChanged } = require("../files");
const { onPath } = require("../on-path");
const { runProgram } = require("../run-program");
const { fits } = require("../versions");
const { runTypeScript } = require("../type-script");

/** @typedef {import("./index").Step} Step */

const KAFKA_DIR = path.join(TOOLS, `kafka-${versions.tools.kafka}`);
const LIBS = path.join(KAFKA_DIR, "libs");
const POM = "tools/maven/kafka/pom.xml";

/** The Java of the caller's JAVA_HOME or PATH, if it is recent enough. */
function fittingJava() {
  const found = onPath("java", versions.accepted.java);
  return found && fits(found.version, versions.accepted.java) ? found : undefined;
}

const mvn = () => onPath("mvn", versions.accepted.mvn)?.file ?? "mvn";

/**
 * Copies what a pom depends on into a folder.
 * @param {string} step @param {string} pom @param {string} temporary @param {string} goal @param {readonly string[]} options
 */
async function resolveWithMaven(step, pom, temporary, goal, options) {
  // In a folder of its own: Maven writes beside the pom.
  const work = path.join(temporary, "maven");
  fs.mkdirSync(work, { recursive: true });
  fs.copyFileSync(path.join(ROOT, pom), path.join(work, "pom.xml"));
  await runProgram(step, [mvn(), "-B", "-q", "-ntp", `dependency:${goal}`, ...options], { cwd: work });
  fs.rmSync(work, { recursive: true });
}

/** @type {Step} */
const java = {
  name: "java",
  title: "Java",
  lane: "files",
  prerequisites: ["java"],
  find: () => {
    const found = fittingJava();
    return found && { java: found.file };
  },
  make: () => Promise.resolve(),
};

/** @type {Step} */
const kafka = {
  name: "kafka",
  title: `Kafka ${versions.tools.kafka}`,
  lane: "maven",
  after: ["java"],
  prerequisites: ["mvn", "java"],
  find: () => (isComplete(KAFKA_DIR, fingerprint({ files: [POM] })) ? { "kafka-libs": LIBS } : undefined),
  make: async (temporary) => {
    await resolveWithMaven("kafka", POM, temporary, "copy-dependencies", [
      `-DoutputDirectory=${path.join(temporary, "libs")}`,
    ]);
    complete(temporary, KAFKA_DIR, fingerprint({ files: [POM] }));
  },
};

const ARCHIVE = path.join(LIBS, "kafka.jsa");
const ARCHIVE_STAMP = path.join(KAFKA_DIR, "archive.json");

/** The archive is good for one Java and for jars in one place. */
const archiveKey = () => JSON.stringify({ java: fittingJava(), libs: LIBS, jars: fingerprint({ files: [POM] }) });

/** Kafka's loaded classes as memory pages: brokers start in half the time. @type {Step} */
const kafkaArchive = {
  name: "kafka-archive",
  title: "Kafka's class archive",
  lane: "files",
  after: ["kafka", "packages"],
  prerequisites: ["java"],
  find: () => (fs.existsSync(ARCHIVE) && readIfExists(ARCHIVE_STAMP) === archiveKey() ? {} : undefined),
  make: async (temporary) => {
    fs.rmSync(ARCHIVE, { force: true });
    const made = path.join(temporary, "kafka.jsa");
    await runTypeScript("kafka-archive", "tools/kafka-archive.ts", [fittingJava()?.file ?? "java", LIBS, made]);
    fs.renameSync(made, ARCHIVE);
    writeIfChanged(ARCHIVE_STAMP, archiveKey());
  },
};

module.exports = { fittingJava, resolveWithMaven, steps: [java, kafka, kafkaArchive] };
