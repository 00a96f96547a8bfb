/** Folders of YAML as people have them. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadManifests } from "../../../checks/policy/manifests";
import { listed } from "../../../checks/policy/resources";
import { UserError } from "../../../core/problems";
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
    "chart/Chart.yaml": "apiVersion: v2\nname: x\n",
    "chart/values.yaml": "image:\n  tag: 1\n",
    "chart/templates/deep/x.yaml": "apiVersion: v1\nkind: {{ .Values.kind }}\nmetadata: {{ include }\n",
    "node_modules/p/package.json": "{}",
    "text.yaml": "just words\n",
    "good.yaml": "apiVersion: example.org/v1\nkind: Anything\nmetadata: {}\n",
  });
  const { resources, skipped } = shown();
  expect(resources).toEqual(["kubernetes:example.org/v1:Anything (no name) good.yaml:1"]);
  expect(skipped.map(({ file, reason }) => [file, reason.split(":")[0]])).toEqual([
    ["chart/Chart.yaml", "has no apiVersion and kind"],
    ["chart/templates/deep/x.yaml", "is a template of a chart"],
    ["chart/values.yaml", "has no apiVersion and kind"],
    ["kustomization.yaml", "has no apiVersion and kind"],
    ["text.yaml", "has no apiVersion and kind"],
  ]);
});

/** What a user is told. */
function refusal(): string {
  try {
    loadManifests(folder);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return "";
}

test("tells every file that isn't YAML, with the line of its fault, and judges nothing", () => {
  write({
    "a.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: { name: one }\n---\nkind: X\n  name: indented\n",
    "b/c.yml": "apiVersion: v1\nkind: X\nspec:\n\ttab: 1\n",
    "d.json": '{ "apiVersion": "v1", "kind": }\n{',
    "good.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: { name: one }\n",
  });
  expect(refusal().split("\n")).toEqual([
    "a.yaml:5: isn't YAML: Nested mappings are not allowed in compact mappings",
    "b/c.yml:4: isn't YAML: Tabs are not allowed as indentation",
    expect.stringMatching(/^d\.json:2: isn't YAML: /),
  ]);
});

test.each([
  ["a list in a list", `apiVersion: v1\nkind: X\nspec: ${"[".repeat(5_000)}${"]".repeat(5_000)}\n`],
  ["a list in a list of JSON", `{"apiVersion":"v1","kind":"X","spec":${"[".repeat(20_000)}${"]".repeat(20_000)}}`],
  ["an anchor within itself", "apiVersion: v1\nkind: X\nspec: &a\n  b: *a\n"],
])("refuses %s without end", (_, text) => {
  write({ "a.yaml": text });
  expect(refusal()).toMatch(/^a\.yaml:\d: is nested more than 200 levels deep$/);
});

test("refuses aliases that would fill the memory", () => {
  const levels = Array.from("bcdefghi").map(
    (name, i) =>
      `${name}: &${name} [${Array(10)
        .fill(`*${"abcdefgh"[i] ?? ""}`)
        .join(",")}]`,
  );
  write({ "a.yaml": `apiVersion: v1\nkind: X\na: &a [x, x, x, x]\n${levels.join("\n")}\n` });
  expect(refusal()).toBe("a.yaml:1: isn't YAML: Excessive alias count indicates a resource exhaustion attack");
});

test("follows links, each folder once; one that leads nowhere is told where a manifest was meant", () => {
  write({ "base/a.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: { name: one }\n" });
  symlinkSync(folder, join(folder, "base/loop"));
  symlinkSync(join(folder, "base"), join(folder, "overlay"));
  symlinkSync("/nonexistent", join(folder, "notes"));
  expect(shown().resources).toEqual(["kubernetes:core/v1:Namespace one base/a.yaml:1"]);
  symlinkSync("/nonexistent", join(folder, "b.yaml"));
  expect(refusal()).toBe(`${join(folder, "b.yaml")} can't be read: ENOENT: no such file or directory`);
});

test("takes a folder for a folder, whatever its name, and odd objects as they are", () => {
  write({
    "x.yaml/a.yaml": "apiVersion: v1\nkind: Pod\nmetadata: null\nspec: null\n",
    "empty.yaml": "",
    "separators.yaml": "---\n---\n# nothing\n...\n",
    "list.json": '[{ "apiVersion": "v1", "kind": "Pod", "metadata": { "name": 7 } }]',
  });
  expect(shown()).toEqual({
    resources: ["kubernetes:core/v1:Pod (no name) list.json:1", "kubernetes:core/v1:Pod (no name) x.yaml/a.yaml:1"],
    skipped: [],
  });
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

test("a list of resources takes what Pulumi writes: secrets are read, what is encrypted or unknown is marked", () => {
  const signed = (kind: string, rest: object) => ({ "4dabf18193072939515e22adb298388d": kind, ...rest });
  const secret = "1b47061264138c4ac30d75fd1eb44270";
  const [resource] = listed(
    [
      {
        type: "kubernetes:core/v1:Secret",
        name: "s",
        props: {
          plain: signed(secret, { value: { password: "x" } }),
          closed: signed(secret, { ciphertext: "v1:abc" }),
          asset: signed("c44067f5952c0a294b673a41bacd8c17", { text: "x" }),
          unknown: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
        },
        opts: { protect: null, ignoreChanges: null },
      },
    ],
    "resources.json",
  );
  expect(resource).toMatchObject({
    props: { plain: { password: "x" }, closed: UNKNOWN, asset: UNKNOWN, unknown: UNKNOWN },
    opts: {},
  });
});

test("a list of resources tells every fault", () => {
  expect(() =>
    listed([{ name: "p" }, { type: "t" }, 3, { type: "t", name: "n", opts: { protect: "yes" } }], "list.json"),
  ).toThrow(
    /list\.json has 4 problem\(s\)[^]*\[0\]\.type +is required[^]*\[1\]\.name +is required[^]*\[2\] +must be a resource[^]*\[3\]\.opts\.protect +must be true or false/,
  );
});
