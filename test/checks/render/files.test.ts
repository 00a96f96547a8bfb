import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Plan, PlannedResource } from "../../../checks/plan";
import { Secret, UNKNOWN } from "../../../checks/plan/values";
import { filesOf } from "../../../checks/render/files";

function resource(changes: Partial<PlannedResource> & Pick<PlannedResource, "type" | "name">): PlannedResource {
  return {
    urn: `urn:pulumi:s::p::${changes.type}::${changes.name}`,
    parent: undefined,
    custom: true,
    props: {},
    opts: {},
    dependencies: [],
    outputs: {},
    ...changes,
  };
}
const configMap = (name: string, namespace?: string, type = "kubernetes:core/v1:ConfigMap") =>
  resource({
    type,
    name: `r-${name}`,
    props: {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    },
  });
const plan = (...resources: PlannedResource[]): Plan => ({
  project: "p",
  stack: "s",
  resources,
  outputs: {},
  warnings: [],
});

describe("where a resource is written", () => {
  test("Kubernetes objects by namespace, kind and their own name, all else by type and name", () => {
    const files = filesOf(
      plan(
        configMap("a", "n"),
        configMap("b"),
        configMap("c", "n", "kubernetes:core/v1:ConfigMapPatch"),
        resource({ type: "kafka:index/topic:Topic", name: "x/y" }),
        resource({ type: "kubernetes:helm.sh/v3:Release", name: "chart" }),
        resource({
          type: "streaming:kafka:Topics",
          name: "t",
          custom: false,
          props: { apiVersion: "v1", kind: "Topics" },
        }),
      ),
    );
    expect([...files.keys()]).toEqual([
      "_cluster/ConfigMap/b.yaml",
      "kafka-index-topic-Topic/x-y.json",
      "kubernetes-helm.sh-v3-Release/chart.json",
      "n/ConfigMap/a.yaml",
      "n/ConfigMapPatch/c.yaml",
      "streaming-kafka-Topics/t.json",
      "resources.json",
    ]);
  });

  test("two resources never share a file", () => {
    const topic = (name: string) => resource({ type: "kafka:index/topic:Topic", name });
    expect(() => filesOf(plan(topic("a/b"), topic("a-b")))).toThrow(
      /two resources would be written to kafka-index-topic-Topic\/a-b.json/,
    );
  });
});

describe("what is written", () => {
  const props = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "a", namespace: "n", uid: UNKNOWN },
    stringData: { pw: new Secret("x") },
  };

  test("a manifest holds neither secrets nor values that nobody knows yet", () => {
    const text =
      filesOf(plan(resource({ type: "kubernetes:core/v1:Secret", name: "a", props }))).get("n/Secret/a.yaml") ?? "";
    expect(parse(text)).toEqual({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "a", namespace: "n", uid: "[unknown]" },
      stringData: { pw: "[secret]" },
    });
  });

  test("other resources tell their type, name, inputs, options and parent", () => {
    const topic = resource({
      type: "k:t:Topic",
      name: "a",
      props: { size: 1 },
      opts: { protect: true },
      dependencies: ["urn:b"],
      parent: "urn:c",
    });
    expect(JSON.parse(filesOf(plan(topic)).get("k-t-Topic/a.json") ?? "")).toEqual({
      type: "k:t:Topic",
      name: "a",
      props: { size: 1 },
      opts: { protect: true, dependsOn: ["urn:b"] },
      parent: "urn:c",
    });
  });

  test("the list holds every resource, Kubernetes objects too", () => {
    const list = JSON.parse(
      filesOf(plan(configMap("a", "n"), resource({ type: "k:t:Topic", name: "b" }))).get("resources.json") ?? "",
    ) as { urn: string; name: string }[];
    expect(list.map(({ name, urn }) => [name, urn])).toEqual([
      ["r-a", "urn:pulumi:s::p::kubernetes:core/v1:ConfigMap::r-a"],
      ["b", "urn:pulumi:s::p::k:t:Topic::b"],
    ]);
  });

  test("long and many-lined texts stay readable", () => {
    const script = "set -e\necho a\n";
    const object = resource({
      type: "kubernetes:core/v1:ConfigMap",
      name: "a",
      props: { ...props, kind: "ConfigMap", data: { "a.sh": script } },
    });
    expect(filesOf(plan(object)).get("n/ConfigMap/a.yaml")).toContain("a.sh: |\n    set -e\n    echo a\n");
  });
});
