/** What refuses traffic that nothing names, and what lets all of it in: Kubernetes' own policies, and those of Cilium and Calico. */
import type { Field } from "../framework/field";
import type { Item } from "../framework/resource";
import type { Scene } from "../framework/scene";

export const POLICY = "networking.k8s.io/NetworkPolicy";
export type Direction = "Ingress" | "Egress";

/** Policies of one namespace, and those of network plugins that are for all. */
const NAMESPACED = [
  POLICY,
  "cilium.io/CiliumNetworkPolicy",
  "crd.projectcalico.org/NetworkPolicy",
  "projectcalico.org/NetworkPolicy",
];
const EVERYWHERE = [
  "cilium.io/CiliumClusterwideNetworkPolicy",
  "crd.projectcalico.org/GlobalNetworkPolicy",
  "projectcalico.org/GlobalNetworkPolicy",
];

export const policiesFor = (scene: Scene, namespace: string): readonly Item[] => [
  ...scene.in(namespace, ...NAMESPACED),
  ...scene.of(...EVERYWHERE),
];

/** Absent, or one that chooses everything. */
export const choosesAll = (selector: Field): boolean =>
  selector.at("matchLabels").entries.length === 0 && selector.at("matchExpressions").list.length === 0;

/** Does it refuse every pod's traffic that no other policy names? */
export function isDefaultDeny(item: Item, direction: Direction): boolean {
  const { spec } = item;
  const rules = spec.at(direction.toLowerCase());
  if (item.kind.startsWith("cilium.io/"))
    // A list without a rule that names anybody switches the default to refusal [Cilium docs, Layer 3 Policies].
    return (
      spec.at("endpointSelector").isMap &&
      choosesAll(spec.at("endpointSelector")) &&
      rules.isSet &&
      rules.list.every((rule) => rule.entries.length === 0)
    );
  if (item.kind.includes("projectcalico.org/"))
    return /^(all\(\))?$/.test(spec.at("selector").text?.trim() ?? "") && applies(spec, direction) && refusesAll(rules);
  return choosesAll(spec.at("podSelector")) && applies(spec, direction) && rules.list.length === 0;
}

const refusesAll = (rules: Field): boolean => rules.list.every((rule) => rule.at("action").text === "Deny");

/** A policy that doesn't say is for what comes in, and for what goes out where it has rules for it [Kubernetes docs, NetworkPolicy]. */
function applies(spec: Field, direction: Direction): boolean {
  const types = spec.at(spec.at("types").isSet ? "types" : "policyTypes").list.map((one) => one.text);
  return types.length === 0 ? direction === "Ingress" : types.includes(direction);
}

/** The rule that lets everything in to every pod: no sender named, or all of them, and no port. */
export function openRule({ spec }: Item): Field | undefined {
  if (!choosesAll(spec.at("podSelector"))) return undefined;
  return spec.at("ingress").list.find((rule) => {
    const from = rule.at("from").list;
    return rule.at("ports").list.length === 0 && (from.length === 0 || from.some(isAnybody));
  });
}

/** Every address, or every pod of every namespace. */
function isAnybody(sender: Field): boolean {
  const block = sender.at("ipBlock", "cidr").text ?? "";
  if (/^(0\.0\.0\.0|::)\/0$/.test(block)) return sender.at("ipBlock", "except").list.length === 0;
  const namespaces = sender.at("namespaceSelector");
  return namespaces.isMap && choosesAll(namespaces) && choosesAll(sender.at("podSelector"));
}
