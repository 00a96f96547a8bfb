import { z } from "zod";
import { type Complaints, advise, complain, eachItem, parts } from "../framework/finding";
import type { Item } from "../framework/resource";
import { both, stackRule } from "../framework/rule";
import type { Scene } from "../framework/scene";
import { type Direction, POLICY, isDefaultDeny, openRule, policiesFor } from "../kinds/network-policy";
import { podGroups } from "../pods/model";

/** Namespaces of the cluster itself and of what serves all others. */
const SYSTEM = /^(kube-system|kube-public|kube-node-lease)$/;

export const networkPolicies = stackRule<{ egress: boolean }>({
  id: "SEC-04",
  slug: "netpol",
  severity: "high",
  level: both("mandatory"),
  description: "Each namespace with pods refuses traffic that no policy names, and no policy names all of it.",
  why: "Without a default every pod reaches every broker and database: one that is taken over reaches all of them.",
  remedy:
    "Add a NetworkPolicy with an empty podSelector and policyTypes [Ingress], and one that allows each path that is needed.",
  args: z.strictObject({
    egress: z.boolean().describe("Whether outgoing traffic must be refused by default as well."),
  }),
  defaults: both({ egress: false }),
  example: {
    target: "single-node",
    bad: example("{ policyTypes: [Ingress], podSelector: {}, ingress: [{}] }"),
    good: example("{ policyTypes: [Ingress], podSelector: {} }"),
  },
  check: (scene, { egress }) => [
    ...namespacesWithPods(scene).flatMap((name) =>
      parts(namespaceItem(scene, name), () => namespaceComplaints(scene, name, egress)),
    ),
    ...eachItem(scene.of(POLICY), openComplaints),
  ],
});

const namespacesWithPods = (scene: Scene): readonly string[] =>
  [
    ...new Set(
      scene
        .get(podGroups)
        .filter(({ count }) => count > 0)
        .map(({ namespace }) => namespace),
    ),
  ]
    .filter((name) => !SYSTEM.test(name))
    .sort();

/** The Namespace itself, or what stands in it where it is declared elsewhere. */
const namespaceItem = (scene: Scene, name: string): Item =>
  scene.in(name, "core/Namespace")[0] ??
  scene.in(name, POLICY)[0] ??
  scene.get(podGroups).find(({ namespace }) => namespace === name)?.item ??
  scene.whole;

function namespaceComplaints(scene: Scene, name: string, egress: boolean): Complaints {
  const [object] = scene.in(name, "core/Namespace");
  const policies = policiesFor(scene, name);
  const refuses = (direction: Direction): boolean => policies.some((item) => isDefaultDeny(item, direction));
  const lacks = [...(refuses("Ingress") ? [] : ["ingress"]), ...(egress && !refuses("Egress") ? ["egress"] : [])];
  if (lacks.length === 0) return [];
  // A namespace that is declared elsewhere may have its policies there.
  const isElsewhere = object === undefined && policies.length === 0 && scene.source === "files";
  const item = namespaceItem(scene, name);
  return [
    (isElsewhere ? advise : complain)(
      item,
      "",
      `namespace ${name} has no NetworkPolicy that refuses ${lacks.join(" and ")} by default (empty podSelector, no rules)`,
    ),
  ];
}

function openComplaints(item: Item): Complaints {
  const open = openRule(item);
  return open === undefined ? [] : [complain(item, open, "allows all traffic to every pod, must name who may come")];
}

function example(policy: string): string {
  return `
apiVersion: v1
kind: Namespace
metadata: { name: apps }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: default, namespace: apps }
spec: ${policy}
---
apiVersion: v1
kind: Pod
metadata: { name: reports, namespace: apps }
spec: { containers: [{ name: app, image: "registry.example.org/reports:1.4.2" }] }`;
}
