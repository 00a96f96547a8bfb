/** Folders of YAML as people have them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadManifests } from "../../../checks/policy/manifests";
import { listed } from "../../../checks/policy/resources";
import { UNKNOWN } from "../../../policy/framework/value";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "manifests-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

const shown = () => {
  const { resources, sources, skipped } = loadManifests(folder);
  return {
    resources: resources.map(
      ({ type, name, urn }) => `${type} ${name} ${sources.get(urn)?.file ?? ""}:${sources.get(urn)?.line ?? ""}`,
    ),
    skipped,
  };
};

test("reads folders in folders, several documents, lists, and JSON", () => {
  write({
    "a.yaml":
      "apiVersion: v1\nkind: Namespace\nmetadata: { name: one }\n---\n# only a comment\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: { name: two }\n",
    "deep/er/b.yml":
      "apiVersion: v1\nkind: List\nitems:\n  - { apiVersion: v1, kind: Secret, metadata: { name: three } }\n  - { apiVersion: v1, kind: List, items: [{ apiVersion: v1, kind: Pod, metadata: { generateName: four- } }] }\n",
    "c.json": JSON.stringify({
      apiVersion: "kafka.strimzi.io/v1",
      kind: "KafkaTopicList",
      items: [{ metadata: { name: "five" } }],
    }),
    "README.md": "# apiVersion: v1",
  });
  expect(shown()).toEqual({
    resources: [
      "kubernetes:core/v1:Namespace one a.yaml:1",
      "kubernetes:apps/v1:Deployment two a.yaml:7",
      "kubernetes:kafka.strimzi.io/v1:KafkaTopic five c.json:1",
      "kubernetes:core/v1:Secret three deep/er/b.yml:1",
      "kubernetes:core/v1:Pod four- deep/er/b.yml:1",
    ],
    skipped: [],
  });
});

test("counts what is no object, with where and why, and goes on", () => {
  write({
    "kustomization.yaml": "resources: [a.yaml]\n",
    "chart/values.yaml": "image:\n  tag: 1\n",
    "chart/templates/x.yaml": "apiVersion: v1\nkind: {{ .Values.kind }}\nmetadata: {{ include }\n",
    "text.yaml": "just words\n",
    "good.yaml": "apiVersion: example.org/v1\nkind: Anything\nmetadata: {}\n",
  });
  const { resources, skipped } = shown();
  expect(resources).toEqual(["kubernetes:example.org/v1:Anything (no name) good.yaml:1"]);
  expect(skipped.map(({ file, reason }) => [file, reason.split(":")[0]])).toEqual([
    ["chart/templates/x.yaml", "isn't YAML"],
    ["chart/values.yaml", "has no apiVersion and kind"],
    ["kustomization.yaml", "has no apiVersion and kind"],
    ["text.yaml", "has no apiVersion and kind"],
  ]);
});

test("follows anchors, aliases and merges", () => {
  write({
    "a.yaml":
      "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: m }\ndata:\n  a: &text one\n  b: *text\nmore: &m { x: 1 }\nmerged: { <<: *m, y: 2 }\n",
  });
  expect(loadManifests(folder).resources[0]?.props).toMatchObject({
    data: { a: "one", b: "one" },
    merged: { x: 1, y: 2 },
  });
});

test("one file will do, and what isn't there is told", () => {
  write({ "a.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: { name: one }\n" });
  expect(loadManifests(join(folder, "a.yaml")).resources).toHaveLength(1);
  expect(() => loadManifests(join(folder, "none"))).toThrow("doesn't exist");
});

test("a list of resources takes what a render writes: unknown values are marked", () => {
  const [resource] = listed(
    [
      {
        type: "kubernetes:core/v1:Pod",
        name: "p",
        props: { spec: { nodeName: "[unknown]", list: ["[unknown]", 1] } },
        opts: null,
        parent: null,
      },
    ],
    "resources.json",
  );
  expect(resource).toEqual({
    urn: "resources.json#0",
    type: "kubernetes:core/v1:Pod",
    name: "p",
    props: { spec: { nodeName: UNKNOWN, list: [UNKNOWN, 1] } },
  });
});

test("a list of resources tells every fault", () => {
  expect(() => listed([{ name: "p" }, { type: "t" }, 3], "list.json")).toThrow(
    /list\.json has 3 problem\(s\)[^]*\[0\]\.type +is required[^]*\[1\]\.name +is required[^]*\[2\] +must be a resource/,
  );
});
