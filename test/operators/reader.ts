import type { Live } from "../../sandbox/operators/kubernetes/objects";
import type { ResourceType } from "../../sandbox/operators/kubernetes/resources";
import type { Reader } from "../../sandbox/operators/kubernetes/store";

/** A store that knows these objects. */
export function readerOf(...objects: readonly Live[]): Reader {
  const ofKind = <T extends Live>(type: ResourceType<T>): readonly T[] =>
    objects.filter((object): object is T => object.kind === type.kind);
  return {
    get: (type, namespace, name) =>
      ofKind(type).find(({ metadata: m }) => m.name === name && (m.namespace === namespace || !type.namespaced)),
    list: (type, namespace) =>
      ofKind(type).filter(({ metadata: m }) => namespace === undefined || m.namespace === namespace),
  };
}
