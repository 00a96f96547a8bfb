// @ts-check
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const versions = require("../../../versions.json");
const { TOOLS, complete, fingerprint, isComplete, removeEarlier } = require("../files");
const { copyYaml, fetchModule } = require("../go-build");
const { BootstrapError, runProgram } = require("../run-program");
const { runTypeScript } = require("../type-script");
const { fittingJava, resolveWithMaven } = require("./kafka");

/** @typedef {import("./index").Step} Step */

const POM = "tools/maven/crds/pom.xml";
const INPUTS = [
  POM,
  "tools/bootstrap/steps/crds.js",
  "tools/crds/main.ts",
  "tools/crds/cloudnative-pg.ts",
  "tools/crds/validator-schema.ts",
];
const key = () => fingerprint({ files: INPUTS, texts: [JSON.stringify(versions.crds)] });
const PREFIX = "crds-";
const dir = () => path.join(TOOLS, `${PREFIX}${key()}`);

/** Strimzi's classes for the kinds that a cluster is made of; its generator reads the definitions out of them. */
const STRIMZI_KINDS = [
  "kafka.Kafka",
  "nodepool.KafkaNodePool",
  "topic.KafkaTopic",
  "user.KafkaUser",
  "connect.KafkaConnect",
  "connector.KafkaConnector",
  "mirrormaker2.KafkaMirrorMaker2",
  "bridge.KafkaBridge",
  "rebalance.KafkaRebalance",
  "podset.StrimziPodSet",
];

/** @param {string} temporary @param {string} out */
async function strimziAndFlink(temporary, out) {
  const jars = path.join(temporary, "jars");
  await resolveWithMaven("crds", POM, temporary, "copy-dependencies", [`-DoutputDirectory=${jars}`]);
  await resolveWithMaven("crds", POM, temporary, "unpack-dependencies", [
    "-DincludeArtifactIds=flink-kubernetes-operator-api",
    "-Dmdep.unpack.includes=META-INF/fabric8/*-v1.yml",
    `-DoutputDirectory=${path.join(out, "flink")}`,
  ]);
  const strimzi = path.join(out, "strimzi");
  fs.mkdirSync(strimzi, { recursive: true });
  const kinds = STRIMZI_KINDS.map((kind) => `io.strimzi.api.kafka.model.${kind}=${path.join(strimzi, `${kind}.yaml`)}`);
  await runProgram("crds", [
    fittingJava()?.file ?? "java",
    ...["-XX:TieredStopAtLevel=1", "-cp", classPath(jars), "io.strimzi.crdgenerator.CrdGenerator"],
    ...["--yaml", "--target-kube", "1.27+", "--label", "app:strimzi", ...kinds],
  ]);
}

/** The generator comes last: it holds older copies of the api's classes. @param {string} jars */
function classPath(jars) {
  const files = fs
    .readdirSync(jars)
    .sort(
      (a, b) => Number(a.startsWith("crd-generator")) - Number(b.startsWith("crd-generator")) || a.localeCompare(b),
    );
  return files.map((file) => path.join(jars, file)).join(path.delimiter);
}

/** Copies the definitions that lie in a Go module's source. @param {{ module: string, version: string, sum: string }} pinned @param {string} folder @param {string} out */
async function fromGoModule({ module, version, sum }, folder, out) {
  fs.mkdirSync(out, { recursive: true });
  // In a module of its own, so that no other's go.sum is touched; the checksum is compared here.
  fs.writeFileSync(path.join(out, "go.mod"), "module crds\n");
  const { Dir, Sum } = await fetchModule("crds", out, `${module}@${version}`);
  if (Sum !== sum)
    throw new BootstrapError(`${module} ${version} isn't what versions.json pins: expected ${sum}, got ${Sum}.`);
  copyYaml(path.join(Dir, folder), out);
}

/** Custom resource definitions of every operator, each from its own published package; one file per definition. @type {Step} */
const crds = {
  name: "crds",
  title: "Custom resource definitions",
  lane: "maven",
  after: ["packages", "java"],
  prerequisites: ["go", "java", "mvn"],
  find: () => (isComplete(dir(), key()) ? { crds: dir() } : undefined),
  make: async (temporary) => {
    const [sources, out] = [path.join(temporary, "sources"), path.join(temporary, "out")];
    await strimziAndFlink(temporary, sources);
    await fromGoModule(
      versions.crds.prometheusOperator,
      "example/prometheus-operator-crd",
      path.join(sources, "prometheus-operator"),
    );
    await fromGoModule(versions.crds.volumeSnapshot, "config/crd", path.join(sources, "volume-snapshot"));
    await fromGoModule(versions.crds.barmanCloudPlugin, "config/crd/bases", path.join(sources, "barman-cloud"));
    await runTypeScript("crds", "tools/crds/main.ts", [sources, out]);
    complete(out, dir(), key());
    removeEarlier(dir(), PREFIX);
  },
};

module.exports = { steps: [crds] };
