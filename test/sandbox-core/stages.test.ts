import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { IS_REAL_POD, stagesFile } from "../../sandbox/control-plane/stages";

interface Stage {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly selector: { readonly matchExpressions: readonly object[] } };
}

/** kwok's stages as far as they matter here: a name and a selector. */
const UPSTREAM = [
  "node/fast/node-initialize",
  "node/heartbeat-with-lease/node-heartbeat-with-lease",
  "pod/fast/pod-ready",
  "pod/fast/pod-complete",
  "pod/fast/pod-delete",
];

let upstream: string;
beforeEach(() => {
  upstream = fs.mkdtempSync(path.join(os.tmpdir(), "stages-"));
  for (const stage of UPSTREAM) {
    const file = path.join(upstream, `${stage}.yaml`);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const name = path.basename(stage);
    fs.writeFileSync(file, `kind: Stage\nmetadata: { name: ${name} }\nspec: { selector: { matchExpressions: [] } }\n`);
  }
});
afterEach(() => fs.rmSync(upstream, { recursive: true }));

const stages = (): readonly Stage[] =>
  parseAllDocuments(stagesFile(upstream)).map((document) => document.toJS() as Stage);
const selectorOf = (name: string) =>
  stages().find((stage) => stage.metadata.name === name)?.spec.selector.matchExpressions;

describe("the stages", () => {
  test("are kwok's and ours", () => {
    expect(stages().map(({ metadata }) => metadata.name)).toEqual([
      ...UPSTREAM.map((stage) => path.basename(stage)),
      "sandbox-claim-provision",
      "sandbox-claim-resize",
      "sandbox-real-pod-running",
      "sandbox-volume-delete",
    ]);
  });

  test.each(["pod-ready", "pod-delete"])("%s leaves alone what a real process stands behind", (name) => {
    expect(selectorOf(name)).toEqual([{ cel: { expression: `!(${IS_REAL_POD})` } }]);
  });

  test("a real pod is one by the same expression", () => {
    expect(selectorOf("sandbox-real-pod-running")).toContainEqual({ cel: { expression: IS_REAL_POD } });
  });

  test("that kwok doesn't have any more are told by file", () => {
    fs.rmSync(path.join(upstream, "pod/fast/pod-ready.yaml"));
    expect(() => stagesFile(upstream)).toThrow(/pod\/fast\/pod-ready\.yaml is missing/);
  });
});
