// @ts-check
"use strict";
const path = require("node:path");
const versions = require("../../../versions.json");
const { ROOT, TOOLS, complete, fingerprint, isComplete } = require("../files");
const { copyYaml, fetchModule } = require("../go-build");

/** @typedef {import("./index").Step} Step */

const KWOK_STAGES = ["pod/fast", "node/fast", "node/heartbeat-with-lease", "volume/fast"];
const KWOK_STAGES_DIR = path.join(TOOLS, `kwok-stages-${versions.tools.kwok}`);
const kwokKey = () => fingerprint({ files: ["tools/go/control-plane/go.mod"], texts: KWOK_STAGES });

/** How kwok makes pods and nodes behave; they lie in its module beside the code. @type {Step} */
const kwokStages = {
  name: "kwok-stages",
  title: `kwok stages ${versions.tools.kwok}`,
  lane: "files",
  prerequisites: ["go"],
  find: () => (isComplete(KWOK_STAGES_DIR, kwokKey()) ? { "kwok-stages": KWOK_STAGES_DIR } : undefined),
  make: async (temporary) => {
    const place = path.join(ROOT, "tools", "go", "control-plane");
    const { Dir: folder } = await fetchModule("kwok-stages", place, "sigs.k8s.io/kwok");
    for (const stage of KWOK_STAGES) {
      copyYaml(path.join(folder, "kustomize", "stage", stage), path.join(temporary, stage));
    }
    complete(temporary, KWOK_STAGES_DIR, kwokKey());
  },
};

module.exports = { steps: [kwokStages] };
