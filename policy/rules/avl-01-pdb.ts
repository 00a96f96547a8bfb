import { z } from "zod";
import { flag } from "../../core/config/fields";
import { type Complaints, advise, complain, eachItem } from "../framework/finding";
import type { Item } from "../framework/resource";
import { both, per, stackRule } from "../framework/rule";
import type { Scene } from "../framework/scene";
import { POOLER } from "../kinds/postgres";
import { type Labels, labelsOf, selects } from "../pods/spread";
import { copiesOf, podTemplate } from "../pods/workloads";

const BUDGET = "policy/PodDisruptionBudget";
const REPLICATED = ["apps/Deployment", "apps/StatefulSet", POOLER];

export const disruptionBudgets = stackRule<{ wanted: boolean }>({
  id: "AVL-01",
  slug: "pdb",
  severity: "high",
  level: both("mandatory"),
  description:
    "What runs in several copies on several nodes has a disruption budget, and every budget lets at least one pod go.",
  why: "Without a budget a drain may take all copies at once; a budget that lets none go holds up every node's upgrade.",
  remedy: "Add a PodDisruptionBudget with maxUnavailable: 1 whose selector matches the pods; none for a single copy.",
  args: z.strictObject({ wanted: flag().describe("Whether several copies must have a budget.") }),
  defaults: per({ wanted: false }, { wanted: true }),
  example: { target: "multi-node", bad: example("maxUnavailable: 0"), good: example("maxUnavailable: 1") },
  check: (scene, { wanted }) => [
    ...eachItem(scene.of(...REPLICATED), (item) => (wanted ? missing(scene, item) : [])),
    ...eachItem(scene.of(BUDGET), (budget) => blocking(scene, budget)),
  ],
});

/** Labels of a workload's pods; a pooler's are the operator's. */
function podLabels(item: Item): Labels {
  if (item.kind === POOLER) return new Map([["cnpg.io/poolerName", item.name]]);
  const template = podTemplate(item);
  return template === undefined ? new Map<string, string>() : labelsOf(template.at("metadata", "labels"));
}

const copies = (scene: Scene, item: Item): number =>
  item.kind === POOLER ? (item.spec.at("instances").count ?? 1) : copiesOf(item, scene);

function missing(scene: Scene, item: Item): Complaints {
  const count = copies(scene, item);
  if (count < 2) return [];
  const labels = podLabels(item);
  const covered = scene.in(item.namespace, BUDGET).some((budget) => selects(budget.spec.at("selector"), labels));
  return covered
    ? []
    : [complain(item, "", `has ${count} copies and no PodDisruptionBudget: a drain may take all of them at once`)];
}

function blocking(scene: Scene, budget: Item): Complaints {
  const { spec } = budget;
  const chosen = scene
    .in(budget.namespace, ...REPLICATED)
    .filter((item) => selects(spec.at("selector"), podLabels(item)));
  const count = chosen.reduce((sum, item) => sum + copies(scene, item), 0);
  const most = spec.at("maxUnavailable");
  const least = spec.at("minAvailable");
  if (most.isSet && amount(most.text, Math.max(1, count)) === 0)
    return [
      complain(
        budget,
        most,
        `is ${most.text ?? ""}, must be at least 1: no node that runs these pods can ever be drained`,
      ),
    ];
  if (least.isSet && (least.text === "100%" || (count > 0 && amount(least.text, count) >= count)))
    return [
      complain(
        budget,
        least,
        `is ${least.text ?? ""} of ${count || "all"} pod(s), must be less: no node that runs them can ever be drained`,
      ),
    ];
  return count === 1 ? [advise(budget, "", "covers a single pod: it protects nothing")] : [];
}

/** A number, or a share of the pods, which is rounded up [Kubernetes docs, Specifying a Disruption Budget]. */
function amount(text: string | undefined, count: number): number {
  const share = /^(\d+)%$/.exec(text ?? "")?.[1];
  return share === undefined ? Number(text ?? 0) : Math.ceil((count * Number(share)) / 100);
}

function example(budget: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: reports, namespace: apps }
spec:
  replicas: 3
  selector: { matchLabels: { app: reports } }
  template:
    metadata: { labels: { app: reports } }
    spec: { containers: [{ name: app, image: "registry.example.org/reports:1.4.2" }] }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: reports, namespace: apps }
spec: { ${budget}, selector: { matchLabels: { app: reports } } }`;
}
