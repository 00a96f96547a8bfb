// @ts-check
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const versions = require("../../../versions.json");
const { complete } = require("../files");
const { buildWithGo, dirOf, findBuilt, keyOf } = require("../go-build");
const { LANGUAGE_HOST, languageHostScript } = require("../language-host");
const { onPath } = require("../on-path");
const { downloadPulumi } = require("../pulumi-release");
const { fits } = require("../versions");

/** @typedef {import("./index").Step} Step */
/** @typedef {import("../go-build").Build} Build */

const K8S_VERSION = ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"].flatMap((pkg) => {
  const [major, minor] = versions.tools.kubernetes.split(".");
  return [
    `-X ${pkg}.gitVersion=v${versions.tools.kubernetes}`,
    `-X ${pkg}.gitMajor=${major}`,
    `-X ${pkg}.gitMinor=${minor}`,
  ];
});

/** @type {Build} */
const CONTROL_PLANE = {
  name: "control-plane",
  version: versions.tools.kubernetes,
  module: "control-plane",
  packages: [
    "go.etcd.io/etcd/server/v3",
    "k8s.io/kubernetes/cmd/kube-apiserver",
    "k8s.io/kubernetes/cmd/kube-controller-manager",
    "k8s.io/kubernetes/cmd/kube-scheduler",
    "sigs.k8s.io/kwok/cmd/kwok",
  ],
  ldflags: K8S_VERSION,
  programs: {
    etcd: "server",
    "kube-apiserver": "kube-apiserver",
    "kube-controller-manager": "kube-controller-manager",
    "kube-scheduler": "kube-scheduler",
    kwok: "kwok",
  },
};

/** @type {Build} */
const KUBECTL = {
  name: "kubectl",
  version: versions.tools.kubernetes,
  module: "control-plane",
  packages: ["k8s.io/kubernetes/cmd/kubectl"],
  ldflags: K8S_VERSION,
  programs: { kubectl: "kubectl" },
};

/** @type {Build} */
const PULUMI = {
  name: "pulumi",
  version: versions.tools.pulumi,
  module: "pulumi",
  packages: ["github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"],
  ldflags: [`-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${versions.tools.pulumi}`],
  programs: { pulumi: "pulumi" },
};

/** @type {Build} */
const PROMTOOL = {
  name: "promtool",
  version: versions.tools.promtool,
  module: "promtool",
  packages: ["github.com/prometheus/prometheus/cmd/promtool"],
  ldflags: [],
  programs: { promtool: "promtool" },
};

/** @param {Build} build @param {string} title @param {Step["find"]} [elsewhere] @returns {Step} */
const builtStep = (build, title, elsewhere) => ({
  name: build.name,
  title: `${title} ${build.version}`,
  lane: "go",
  prerequisites: ["go"],
  find: () => elsewhere?.() ?? findBuilt(build),
  make: async (temporary) => {
    await buildWithGo(build, temporary);
    complete(temporary, dirOf(build), keyOf(build));
    return "built";
  },
});

/** A program of the caller's, if its version fits. @param {"kubectl" | "pulumi"} name */
function fittingOnPath(name) {
  const found = onPath(name, versions.accepted[name]);
  return found && fits(found.version, versions.accepted[name]) ? { [name]: found.file } : undefined;
}

/** @type {Step} */
const pulumi = {
  ...builtStep(PULUMI, "Pulumi CLI", () => fittingOnPath("pulumi")),
  make: async (temporary) => {
    const downloaded = await downloadPulumi(versions.tools.pulumi, temporary);
    if (!downloaded) {
      await buildWithGo(PULUMI, temporary);
      fs.writeFileSync(path.join(temporary, LANGUAGE_HOST), languageHostScript(), { mode: 0o755 });
    }
    complete(temporary, dirOf(PULUMI), keyOf(PULUMI));
    return downloaded ? "downloaded" : "built";
  },
};

const steps = [
  builtStep(CONTROL_PLANE, "Kubernetes control plane"),
  pulumi,
  builtStep(PROMTOOL, "promtool"),
  builtStep(KUBECTL, "kubectl", () => fittingOnPath("kubectl")),
];

module.exports = { steps };
