import type { Scene } from "../framework/scene";
import { type Asked, NOTHING_ASKED, askedBy } from "./containers";
import { Field } from "../framework/field";

/** What a LimitRange gives to containers that don't say themselves, by namespace [Kubernetes docs, Limit Ranges]. */
export function limitRanges(scene: Scene): (namespace: string) => Asked {
  const byNamespace = new Map<string, Asked>();
  for (const item of scene.of("core/LimitRange")) {
    for (const asked of scene.attempt(item, () => item.spec.at("limits").list.flatMap(defaultsOf)))
      byNamespace.set(item.namespace, asked);
  }
  return (namespace) => byNamespace.get(namespace) ?? NOTHING_ASKED;
}

function defaultsOf(limit: Field): readonly Asked[] {
  if (limit.at("type").text !== "Container") return [];
  const { limits } = askedBy(new Field("", { limits: plainMap(limit.at("default")) }));
  const { requests } = askedBy(new Field("", { requests: plainMap(limit.at("defaultRequest")) }));
  return [{ requests, limits }];
}

const plainMap = (field: Field) =>
  Object.fromEntries(field.entries.flatMap(([key, value]) => (value.text === undefined ? [] : [[key, value.text]])));
