import { z } from "zod";
import { type Complaints, advise, complain } from "../framework/finding";
import type { Field } from "../framework/field";
import type { Item } from "../framework/resource";
import { both, resourceRule } from "../framework/rule";
import { imagesOf, parseImage } from "../kinds/images";
import { CLUSTER, POOLER } from "../kinds/postgres";

const HELM = ["kubernetes:helm.sh/v3:Release", "kubernetes:helm.sh/v3:Chart", "kubernetes:helm.sh/v4:Chart"];
const MOVING = /^(latest|main|master|nightly|edge|stable)$/;

export const noLatest = resourceRule<object>({
  id: "SEC-02",
  slug: "no-latest",
  severity: "high",
  level: both("mandatory"),
  description: "Every image has a fixed tag, and best a digest.",
  why: "A moving tag changes what runs with the next restart of a pod, on one node and not on another.",
  remedy: "Write the version as the tag and the digest behind it: registry.example.org/app:1.4.2@sha256:… in full.",
  args: z.strictObject({}),
  defaults: both({}),
  example: {
    target: "single-node",
    bad: example("reports:latest"),
    good: example(`reports:1.4.2@sha256:${"0".repeat(64)}`),
  },
  check: (item) =>
    isHelm(item)
      ? helmValues(item)
      : [...imagesOf(item).flatMap(({ at, text }) => judge(item, at, text)), ...unsaid(item)],
});

const isHelm = ({ resource }: Item): boolean => HELM.includes(resource.type);

function judge(item: Item, at: Field, text: string): Complaints {
  const { tag, digest } = parseImage(text);
  if (digest !== undefined) return [];
  if (tag === undefined) return [complain(item, at, `is ${text}, must have a tag: without one it is latest`)];
  return MOVING.test(tag)
    ? [complain(item, at, `is ${text}, must be a version: ${tag} is whatever was built last`)]
    : [advise(item, at, `is ${text}, should have a digest: a tag can be moved`)];
}

/** What the operator's own default decides changes with the operator. */
function unsaid(item: Item): Complaints {
  const { spec } = item;
  if (item.kind === CLUSTER && !spec.at("imageName").isSet && !spec.at("imageCatalogRef").isSet)
    return [advise(item, spec.at("imageName"), "is missing: PostgreSQL is upgraded with the operator")];
  const own = spec.at("template", "spec", "containers").list.find((c) => c.at("name").text === "pgbouncer");
  if (item.kind === POOLER && own?.at("image").isSet !== true && !spec.at("pgbouncer", "image").isSet)
    return [
      advise(item, "spec.template.spec.containers", "PgBouncer's image is missing: it is upgraded with the operator"),
    ];
  return [];
}

function helmValues(item: Item): Complaints {
  return tagsIn(item.props.at("values")).flatMap((at) =>
    at.text === undefined || !MOVING.test(at.text)
      ? []
      : [complain(item, at, `is ${at.text}, must be a version: ${at.text} is whatever was built last`)],
  );
}

/** `image.tag`, however deep in a chart's values. */
function tagsIn(field: Field): readonly Field[] {
  return field.entries.flatMap(([key, value]) => {
    if (key === "tag") return [value];
    return value.isUnknown ? [] : [...tagsIn(value), ...value.list.flatMap(tagsIn)];
  });
}

function example(image: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: reports, namespace: apps }
spec: { containers: [{ name: app, image: "registry.example.org/${image}" }] }`;
}
