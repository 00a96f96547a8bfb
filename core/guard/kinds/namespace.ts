import type { PlainObject, Verdict } from "../change";
import { textAt } from "../diff";
import type { GuardFacts } from "../facts";
import { type GuardedKind, METADATA, inPlace, kubernetesName } from "../kind";
import { onceGiB, rounded } from "../loss";

/** What the model knows of the brokers, databases and jobs in a namespace, together. */
function heldIn(namespace: string, facts: GuardFacts): number | undefined {
  const inIt = <T>(all: Readonly<Record<string, T>>): readonly T[] =>
    Object.entries(all)
      .filter(([place]) => place.startsWith(`${namespace}/`))
      .map(([, value]) => value);
  const amounts = [
    ...inIt(facts.brokers).map((brokers) => onceGiB(brokers) ?? 0),
    ...inIt(facts.databases),
    ...inIt(facts.flinkState),
  ];
  return amounts.length === 0 ? undefined : rounded(amounts.reduce((sum, amount) => sum + amount, 0));
}

const removed = (before: PlainObject, facts: GuardFacts): Verdict => {
  const held = heldIn(textAt(before, "metadata", "name") ?? "", facts);
  return {
    class: "data loss",
    why: "everything in the namespace is deleted, volumes too",
    loss: held === undefined ? {} : { GiB: held },
  };
};

export const namespace: GuardedKind = {
  type: /^kubernetes:core\/v1:Namespace$/,
  nameOf: kubernetesName,
  fields: [...METADATA, ["**", inPlace("a setting of the namespace changes")]],
  removed,
};

/** Definitions of kinds: all objects of a kind go with its definition. */
export const definition: GuardedKind = {
  type: /^kubernetes:apiextensions\.k8s\.io\/v1:CustomResourceDefinition$/,
  nameOf: kubernetesName,
  fields: [["**", inPlace("the kind's schema changes")]],
  removed: () => ({ class: "data loss", why: "every object of the kind is deleted with it", loss: {} }),
};
