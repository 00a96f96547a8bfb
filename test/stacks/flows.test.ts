/**
 * Who may speak to whom, computed from the NetworkPolicies that the program declares, and compared with the lists that were read and approved.
 * A line that is new there is a hole until somebody has said why it is needed; a line that is missing is a service that no longer works.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { flowLines, networkOf, SURROUNDINGS } from "../../checks/flows/report";
import { podsOf } from "../../checks/flows/pods";
import { allowed, type Actor, type Policy } from "../../checks/flows/semantics";
import { planStack, type Plan } from "../../checks/plan";

const ROOT = join(__dirname, "../..");
const FIXTURES = join(ROOT, "test/fixtures");

const planOf = (stack: string): Promise<Plan> =>
  planStack({ projectDir: ROOT, stackFile: join(FIXTURES, "golden", `${stack}.yaml`), stack });

describe.each(["both-single-node", "multi-node", "streamflow-multi-node"])("%s", async (stack) => {
  const plan = await planOf(stack);

  test("flows are those of the approved list", () => {
    const approved = readFileSync(join(FIXTURES, "flows", `${stack}.txt`), "utf8")
      .trimEnd()
      .split("\n");
    expect(flowLines(plan)).toEqual(approved);
  });

  test("a stranger in a platform's namespace gets names and nothing else", () => {
    const strange = flowLines(plan).filter((line) => /^\S+\/stranger →|→ \S+\/stranger:/.test(line));
    expect(strange.filter((line) => !/→ kube-system\/dns: 53\/TCP 53\/UDP \(/.test(line))).toEqual([]);
    expect(strange.length).toBeGreaterThan(0);
  });

  test("nobody reaches the cloud's metadata, and the world reaches nobody", () => {
    const lines = flowLines(plan);
    expect(lines.filter((line) => line.includes("→ the cloud's metadata"))).toEqual([]);
    expect(lines.filter((line) => line.startsWith("the world →"))).toEqual([]);
  });

  test("every policy finds the pods that it is for, or those are somebody else's to run", () => {
    const network = networkOf(plan);
    const actors: readonly Actor[] = [...podsOf(plan), ...SURROUNDINGS];
    const without = network.policies.filter(
      (policy) =>
        policy.metadata.name !== "default-deny" &&
        !actors.some((from) =>
          actors.some((to) => allowed({ ...network, policies: [policy] }, from, to)?.by.includes(policy)),
        ),
    );
    expect(
      without.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).filter((name) => !THEIRS.test(name)),
    ).toEqual([]);
  });

  test("every namespace of a platform refuses what has no name, and says why it allows the rest", () => {
    const { policies, namespaces } = networkOf(plan);
    const platforms = Object.keys(namespaces).filter((name) => podsOf(plan).some((pod) => pod.namespace === name));
    for (const namespace of platforms)
      expect(policies).toContainEqual(expect.objectContaining({ metadata: deny(namespace), spec: DENY_ALL }));
    for (const { metadata } of policies) expect(metadata.annotations?.["streaming/why"]).toMatch(/\w{3,}/);
  });
});

/** AppHub's services and monitoring's pods aren't declared by the stack. */
const THEIRS = /^apphub-system\/apphub-(core|timestore|flink)-|^streamflow-monitoring\//;

const DENY_ALL: Policy["spec"] = { podSelector: {}, policyTypes: ["Ingress", "Egress"] };
const deny = (namespace: string): unknown => expect.objectContaining({ name: "default-deny", namespace });

describe("a hole", async () => {
  const plan = await planOf("multi-node");

  test("is seen", () => {
    const [policy] = plan.resources.filter(({ name }) => name.endsWith("-flow-brokers-in"));
    if (policy === undefined) throw new Error("AppHub's brokers have a policy");
    const spec = { podSelector: {}, policyTypes: ["Ingress"], ingress: [{}] };
    const open = { ...policy, props: { ...policy.props, spec } };
    const holed = { ...plan, resources: plan.resources.map((r) => (r === policy ? open : r)) };
    const approved = flowLines(plan);
    expect(flowLines(holed).filter((line) => !approved.includes(line))).toContainEqual(
      expect.stringContaining("default/stranger → apphub-system/apphub-redpanda: every port"),
    );
  });
});
