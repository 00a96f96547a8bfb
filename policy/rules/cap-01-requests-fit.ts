import { z } from "zod";
import { formatBytes, formatCores } from "../../core/capacity/format";
import { packs } from "../../core/capacity/placement/fit";
import { explain, schedule } from "../../core/capacity/placement/scheduler";
import { daemonPods } from "../../core/capacity/pods/daemons";
import { totalRequests } from "../../core/capacity/pods/pod";
import { REQUEST_SHARE } from "../../core/capacity/pods/quota";
import { factor } from "../../core/config/fields";
import { type Complaints, complain } from "../framework/finding";
import { both, per, stackRule } from "../framework/rule";
import type { Scene } from "../framework/scene";
import { demandOf, podGroups } from "../pods/model";

const NODES = "streaming:target.nodes";

export const requestsFit = stackRule<{ share: number }>({
  id: "CAP-01",
  slug: "requests-fit",
  severity: "critical",
  level: both("mandatory"),
  description: "All pods together, with those that operators make, find room on the target's nodes, with a reserve.",
  why: "A pod for which no node has room stays Pending; without a reserve, so does the second pod of every rollout.",
  remedy: "Lower requests, switch something off, or give streaming:target more or larger nodes.",
  args: z.strictObject({
    share: factor(0.1, 1).describe("Share of the nodes' allocatable CPU and memory that requests may take."),
  }),
  defaults: per({ share: REQUEST_SHARE["single-node"] }, { share: REQUEST_SHARE["multi-node"] }),
  example: {
    target: "single-node",
    bad: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: reports, namespace: apps }
spec:
  replicas: 40
  selector: { matchLabels: { app: reports } }
  template:
    metadata: { labels: { app: reports } }
    spec:
      containers:
        - name: app
          image: registry.example.org/reports:1.4.2
          resources: { requests: { cpu: 500m, memory: 1Gi }, limits: { memory: 1Gi } }`,
    good: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: reports, namespace: apps }
spec:
  replicas: 4
  selector: { matchLabels: { app: reports } }
  template:
    metadata: { labels: { app: reports } }
    spec:
      containers:
        - name: app
          image: registry.example.org/reports:1.4.2
          resources: { requests: { cpu: 500m, memory: 1Gi }, limits: { memory: 1Gi } }`,
  },
  check: (scene, { share }) => {
    const sums = sumComplaints(scene, share);
    // Where there isn't enough altogether, who exactly stays out says nothing more.
    return [...(sums.length > 0 ? sums : placementComplaints(scene))];
  },
});

function sumComplaints(scene: Scene, share: number): Complaints {
  const demand = scene.get(demandOf);
  const have = totalRequests(scene.nodes.map(({ allocatable }) => ({ requests: allocatable })));
  const asked = totalRequests([...demand.pods, ...daemonPods(demand.daemons, scene.nodes)]);
  const line = (what: "cpu" | "memory", shown: (amount: number) => string, unit: string): Complaints =>
    asked[what] <= have[what] * share
      ? []
      : [
          complain(
            scene.whole,
            NODES,
            `pods ask for ${shown(asked[what])} ${unit}, must be at most ${shown(have[what] * share)}: ${Math.round(share * 100)} % of the ${shown(have[what])} that the nodes have to give`,
          ),
        ];
  return [...line("cpu", formatCores, "cores"), ...line("memory", formatBytes, "of memory")];
}

/** The sums suffice, and yet a pod may find no single node with room. */
function placementComplaints(scene: Scene): Complaints {
  const demand = scene.get(demandOf);
  const bound = daemonPods(demand.daemons, scene.nodes);
  const { unplaced } = schedule(scene.nodes, demand.pods, bound);
  if (unplaced.length === 0 || packs(scene.nodes, demand.pods, bound)) return [];
  const groups = scene.get(podGroups);
  return unplaced.map((one) => {
    const group = groups.find(({ namespace, component }) => `${namespace}/${component}` === one.pod.component);
    return complain(
      group?.item ?? scene.whole,
      group === undefined ? NODES : "",
      `pod ${one.pod.name} finds no node: ${explain(one)}`,
    );
  });
}
