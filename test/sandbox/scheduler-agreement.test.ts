/**
 * The model against the real scheduler: random stacks are judged by the model, then their pods, as bare ones printed from the model, are given to
 * kube-scheduler on nodes of the model. "fits" must mean that all are scheduled, "short" that some stay Pending.
 * The known limit: among nodes of equal score the scheduler draws at random, so that where a node is nearly full the same stack may come out either
 * way. The model calls that "depends" and treats it as not fitting; here either answer is accepted, and test/capacity/random.test.ts bounds how often.
 * AGREEMENT_CONFIGS sets how many stacks are tried (12), of 200 that are judged; each answer is printed.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { barePods } from "../../checks/capacity/pods";
import { demandOf } from "../../checks/capacity/model";
import type { Cluster } from "../../core/capacity/nodes/cluster";
import { clusterOf } from "../../core/capacity/nodes/target";
import { nodesOf } from "../../core/capacity/nodes/allocatable";
import type { Demand } from "../../core/capacity/demand";
import { fit, type Verdict } from "../../core/capacity/placement/fit";
import { daemonPods } from "../../core/capacity/pods/daemons";
import { nodeObject } from "../../sandbox/control-plane/cluster-objects";
import { startControlPlane } from "../../sandbox/control-plane";
import { type KubeClient, type KubeObject } from "../../sandbox/kube";
import { waitFor } from "../../sandbox/wait";
import { toolPath } from "../../tools/paths";
import { randomConfigs } from "../capacity/random";
import { testSandbox, type TestSandbox } from "./support/sandbox";

const TRIED = Number(process.env["AGREEMENT_CONFIGS"] ?? 12);
const SEED = Number(process.env["AGREEMENT_SEED"] ?? 1);
const NAMESPACE = "agreement";

interface Judged {
  readonly index: number;
  readonly cluster: Cluster;
  readonly demand: Demand;
  readonly verdict: Verdict;
}

/** As many stacks that fit as ones that don't, spread over the 200. */
function sample(): readonly Judged[] {
  const judged = randomConfigs(200, SEED).map((config, index): Judged => {
    const cluster = clusterOf(config.target);
    const demand = demandOf(config, cluster);
    const nodes = nodesOf(cluster);
    return { index, cluster, demand, verdict: fit(nodes, demand.pods, daemonPods(demand.daemons, nodes)).verdict };
  });
  const every = (list: readonly Judged[], count: number): readonly Judged[] =>
    list.filter((_, i) => Math.floor((i * count) / list.length) !== Math.floor(((i - 1) * count) / list.length));
  if (TRIED >= judged.length) return judged;
  const half = Math.ceil(TRIED / 2);
  return [
    ...every(
      judged.filter((j) => j.verdict === "fits"),
      half,
    ),
    ...every(
      judged.filter((j) => j.verdict !== "fits"),
      TRIED - half,
    ),
  ];
}

let sandbox: TestSandbox;
let kube: KubeClient;
beforeAll(async () => {
  sandbox = await testSandbox("agreement");
  const [first] = randomConfigs(1, SEED);
  if (first === undefined) throw new Error("there is no random config");
  ({ kube } = await startControlPlane(sandbox.layout, first.target, toolPath));
  await kube.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } });
  await clear(); // each stack brings its own nodes
});
afterAll(async () => {
  kube.close();
  await sandbox.remove();
});

interface ScheduledPod extends KubeObject {
  readonly spec: { readonly nodeName?: string };
  readonly status?: { readonly conditions?: readonly Condition[] };
}
interface Condition {
  readonly type: string;
  readonly reason?: string;
  readonly message?: string;
}
const PODS = `/api/v1/namespaces/${NAMESPACE}/pods`;
const podsNow = async (): Promise<readonly ScheduledPod[]> =>
  ((await kube.request("GET", PODS)) as { readonly items: readonly ScheduledPod[] }).items;
const isBound = (pod: ScheduledPod): boolean => pod.spec.nodeName !== undefined;
/** For good: a scheduler that hasn't heard of all nodes yet, or that they are ready, looks at the pod again. */
const isRefused = (pod: ScheduledPod, nodes: number): boolean =>
  pod.status?.conditions?.some(
    ({ type, reason, message = "" }) =>
      type === "PodScheduled" &&
      reason === "Unschedulable" &&
      message.startsWith(`0/${nodes} nodes are available`) &&
      !message.includes("node.kubernetes.io/not-ready"),
  ) ?? false;

async function clear(): Promise<void> {
  await kube.request("DELETE", `${PODS}?gracePeriodSeconds=0`);
  await kube.request("DELETE", "/api/v1/nodes");
  await waitFor(sandbox.layout, { what: "an empty cluster", deadlineMs: 120_000 }, async () => {
    const nodes = (await kube.request("GET", "/api/v1/nodes")) as { readonly items: readonly unknown[] };
    return nodes.items.length === 0 && (await podsNow()).length === 0;
  });
}

/** Nodes of the model, ready to take pods. */
async function makeNodes(cluster: Cluster): Promise<void> {
  const nodes = nodesOf(cluster).map(nodeObject);
  for (const node of nodes) await kube.request("POST", "/api/v1/nodes", { body: node });
  await waitFor(sandbox.layout, { what: "nodes that are ready", deadlineMs: 60_000 }, async () => {
    const { items } = (await kube.request("GET", "/api/v1/nodes")) as {
      readonly items: readonly {
        readonly spec: { readonly taints?: readonly unknown[] };
        readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
      }[];
    };
    return items.every(
      (n) =>
        (n.spec.taints ?? []).length === 0 &&
        n.status?.conditions?.some((c) => c.type === "Ready" && c.status === "True"),
    );
  });
}

/** Gives the pods to the scheduler one after the other, and waits until it has said yes or no to each. Names of those that stay Pending. */
async function schedule({ cluster, demand }: Judged): Promise<readonly string[]> {
  await makeNodes(cluster);
  const pods = barePods({ cluster, demand }).map((pod, i) => ({
    ...pod,
    metadata: { ...pod.metadata, name: `${i}-${pod.metadata.name}`.slice(0, 63), namespace: NAMESPACE },
  }));
  for (const pod of pods) await kube.request("POST", PODS, { body: pod });
  return waitFor(sandbox.layout, { what: "the scheduler's answer to every pod", deadlineMs: 120_000 }, async () => {
    const now = await podsNow();
    return (
      now.length === pods.length &&
      now.every((p) => isBound(p) || isRefused(p, nodesOf(cluster).length)) &&
      now.filter((p) => !isBound(p)).map((p) => p.metadata.name)
    );
  });
}

describe("model and scheduler", () => {
  const answers = { agree: 0, disagree: 0, luck: 0 };
  afterAll(() => {
    const { agree, disagree, luck } = answers;
    process.stdout.write(`agreement on ${agree} of ${agree + disagree} stacks; ${luck} more are a matter of luck\n`);
  });

  test.each(sample())("agree on stack $index, of which the model says: $verdict", async (judged) => {
    try {
      const pending = await schedule(judged);
      process.stdout.write(
        `stack ${judged.index}: model ${judged.verdict}, scheduler leaves ${pending.length} of ${judged.demand.pods.length} pods Pending\n`,
      );
      const agrees = (pending.length === 0) === (judged.verdict === "fits");
      answers[judged.verdict === "depends" ? "luck" : agrees ? "agree" : "disagree"] += 1;
      if (judged.verdict !== "depends") expect(pending.length === 0).toBe(judged.verdict === "fits");
    } finally {
      await clear();
    }
  });
});
