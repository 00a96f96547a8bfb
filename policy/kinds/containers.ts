/** Every container that a resource describes, wherever it stands in it. */
import type { Field } from "../framework/field";
import type { Item } from "../framework/resource";
import { WORKLOADS, podTemplate } from "../pods/workloads";
import { DEPLOYMENT } from "./flink";
import { POOLER } from "./postgres";

export interface Container {
  readonly at: Field;
  readonly name: string;
  readonly isInit: boolean;
}

/** Pod specs of a resource: a workload's own, and the templates that operators merge into their pods. */
export function podSpecs(item: Item): readonly Field[] {
  const own = podTemplate(item);
  if (own !== undefined) return [own.at("spec")];
  return templatesOf(item).filter((field) => field.isSet);
}

/** Kinds whose pods are described in them. */
export const WITH_PODS: readonly string[] = [...WORKLOADS, POOLER, DEPLOYMENT];

function templatesOf(item: Item): readonly Field[] {
  switch (item.kind) {
    case POOLER:
      return [item.spec.at("template", "spec")];
    case DEPLOYMENT:
      return [["podTemplate"], ["jobManager", "podTemplate"], ["taskManager", "podTemplate"]].map((keys) =>
        item.spec.at(...keys, "spec"),
      );
    default:
      return [];
  }
}

export const containersOf = (spec: Field): readonly Container[] => [
  ...spec.at("containers").list.map((at) => ({ at, name: at.at("name").text ?? "", isInit: false })),
  ...spec.at("initContainers").list.map((at) => ({ at, name: at.at("name").text ?? "", isInit: true })),
];
