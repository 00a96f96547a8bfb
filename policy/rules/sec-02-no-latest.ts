import { z } from "zod";
import { type Complaints, advise, complain, parts } from "../framework/finding";
import type { Field } from "../framework/field";
import type { Item } from "../framework/resource";
import { both, resourceRule } from "../framework/rule";
import { valuesOf } from "../kinds/helm";
import { imagesOf, parseImage } from "../kinds/images";
import { CLUSTER, POOLER } from "../kinds/postgres";
import { leavesBelow } from "../kinds/secrets";

/** Tags that are made to move: branches, channels, and what a build server overwrites. */
const MOVING =
  /^(latest|main|master|trunk|head|develop|dev|nightly|edge|stable|unstable|canary|rolling|current|next|snapshot|staging|prod|production)$|^latest[-.]|[-.]latest$|-snapshot$/i;

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
    parts(
      item,
      () => imagesOf(item).flatMap(({ at, text }) => judge(item, at, text)),
      () => unsaid(item),
      ...valuesOf(item).flatMap((values) => inValues(item, values)),
    ),
});

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
  const said = [own?.at("image"), spec.at("pgbouncer", "image"), spec.at("pgbouncer", "imageCatalogRef")];
  if (item.kind === POOLER && !said.some((at) => at?.isSet === true))
    return [
      advise(item, "spec.template.spec.containers", "PgBouncer's image is missing: it is upgraded with the operator"),
    ];
  return [];
}

/** `image.tag` and `image: name:tag`, however deep in a chart's values. */
const inValues = (item: Item, values: Field): readonly (() => Complaints)[] =>
  leavesBelow(values)
    .filter(([key]) => /(^|[.])(image|tag)$|[a-z](Image|Tag)$/.test(key))
    .map(([key, at]) => () => {
      const text = at.text ?? "";
      const { tag, digest } = /tag$/i.test(key) ? { tag: text, digest: undefined } : parseImage(text);
      return tag === undefined || !MOVING.test(tag) || digest !== undefined
        ? []
        : [complain(item, at, `is ${text}, must be a version: ${tag} is whatever was built last`)];
    });

function example(image: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: reports, namespace: apps }
spec: { containers: [{ name: app, image: "registry.example.org/${image}" }] }`;
}
