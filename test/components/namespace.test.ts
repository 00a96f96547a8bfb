import { describe, expect, test } from "vitest";
import { ANYWHERE, EVERY_PORT, addressFlows, everyPod, tcp, type Flow } from "../../components/namespace/flows";
import { DEFAULTS, limitRange, namespaceObject, resourceQuota } from "../../components/namespace/objects";
import { planNamespace, type NamespaceScope } from "../../components/namespace/plan";
import { networkPolicies } from "../../components/namespace/policies";
import type { Pod } from "../../core/capacity/pods/pod";
import { MiB } from "../../core/units";
import { allowed, type PodActor, type Policy } from "../../checks/flows/semantics";

const pod = (name: string, cpu: number, mebibytes: number): Pod => ({
  name,
  namespace: "shop",
  component: "shop/web",
  requests: { cpu, memory: mebibytes * MiB },
  limits: { cpu: cpu * 2, memory: mebibytes * MiB },
  ownNode: false,
  pinned: false,
});
const CLIENT_TO_WEB: Flow = {
  name: "client-web",
  from: { namespace: "street", pods: { app: "client" } },
  to: { namespace: "shop", pods: { app: "web" } },
  ports: tcp(8080),
  why: "customers buy",
};
const scope = (change: Partial<NamespaceScope> = {}): NamespaceScope => ({
  name: "shop",
  partOf: "market",
  podSecurity: "restricted",
  target: "single-node",
  flows: [CLIENT_TO_WEB],
  demand: {
    pods: [pod("web-0", 500, 256), pod("web-1", 500, 256)],
    namespaces: [{ name: "shop", transient: [pod("web (surge)", 500, 256)] }],
  },
  ...change,
});
const plan = (change?: Partial<NamespaceScope>) => planNamespace(scope(change));

describe("quota", () => {
  test("takes all pods and what a rollout adds", () =>
    expect(resourceQuota(plan()).spec).toEqual({
      hard: {
        "requests.cpu": "1500m",
        "requests.memory": "768Mi",
        "limits.cpu": "3",
        "limits.memory": "768Mi",
      },
    }));

  test("is the config's where the config has one", () => {
    const amount = { cpu: 4_000, memory: 1024 * MiB };
    const quota = { requests: amount, limits: amount };
    const given = plan({ demand: { pods: [], namespaces: [{ name: "shop", transient: [], quota }] } });
    expect(resourceQuota(given).spec).toMatchObject({ hard: { "requests.cpu": "4", "limits.memory": "1Gi" } });
  });

  test("containers that say nothing are bounded", () =>
    expect(limitRange(plan()).spec).toEqual({
      limits: [{ type: "Container", defaultRequest: DEFAULTS.requests, default: DEFAULTS.limits }],
    }));
});

test("pods keep to a security standard", () =>
  expect(namespaceObject(plan()).metadata).toMatchObject({
    name: "shop",
    labels: {
      "app.kubernetes.io/part-of": "market",
      "pod-security.kubernetes.io/enforce": "restricted",
      "pod-security.kubernetes.io/warn": "restricted",
      "pod-security.kubernetes.io/audit": "restricted",
    },
  }));

describe("flows", () => {
  const policiesOf = (change?: Partial<NamespaceScope>) =>
    networkPolicies(plan(change)).map(({ policy }) => policy as unknown as Policy);
  const actor = (namespace: string, app: string): PodActor => ({ name: app, namespace, labels: { app } });
  const dns: PodActor = { name: "dns", namespace: "kube-system", labels: { "k8s-app": "kube-dns" } };

  test("what has a name is allowed, and nothing else but names of hosts", () => {
    const network = { policies: policiesOf(), namespaces: {}, blocksHoldPods: true };
    const web = actor("shop", "web");
    expect(allowed(network, actor("street", "client"), web)?.ports).toEqual(["8080/TCP"]);
    expect(allowed(network, actor("street", "thief"), web)).toBeUndefined();
    expect(allowed(network, actor("shop", "client"), web)).toBeUndefined();
    expect(allowed(network, web, actor("street", "client"))).toBeUndefined();
    expect(allowed(network, web, dns)?.ports).toEqual(["53/UDP", "53/TCP"]);
    expect(allowed(network, web, { name: "world", address: "203.0.113.10" })).toBeUndefined();
  });

  test("each end's namespace gets its half, under the flow's name and with its reason", () => {
    const flows = [CLIENT_TO_WEB];
    const both = ["shop", "street"].map((name) =>
      networkPolicies(plan({ name, flows, demand: { pods: [], namespaces: [] } })).map(({ policy }) => policy.metadata),
    );
    expect(both[0]).toContainEqual(
      expect.objectContaining({ name: "client-web-in", annotations: { "streaming/why": "customers buy" } }),
    );
    expect(both[1]).toContainEqual(expect.objectContaining({ name: "client-web-out", namespace: "street" }));
  });

  test("a flow without ports is for every port", () => {
    const flow = { ...CLIENT_TO_WEB, ports: EVERY_PORT };
    const network = { policies: policiesOf({ flows: [flow] }), namespaces: {}, blocksHoldPods: true };
    expect(allowed(network, actor("street", "client"), actor("shop", "web"))?.ports).toBe("every");
  });

  test("anywhere isn't the cloud's metadata service", () => {
    const flow: Flow = { name: "out", from: everyPod("shop"), to: ANYWHERE, ports: tcp(443), why: "updates" };
    const network = { policies: policiesOf({ flows: [flow] }), namespaces: {}, blocksHoldPods: true };
    const to = (address: string) => allowed(network, actor("shop", "web"), { name: address, address })?.ports;
    expect(to("203.0.113.10")).toEqual(["443/TCP"]);
    expect(to("169.254.169.254")).toBeUndefined();
  });

  test("flows of other namespaces are left out", () =>
    expect(plan({ flows: [{ ...CLIENT_TO_WEB, to: everyPod("market") }] }).flows.map(({ name }) => name)).toEqual([
      "dns",
    ]));

  test("two flows of one name are a fault of the program", () =>
    expect(() => plan({ flows: [CLIENT_TO_WEB, CLIENT_TO_WEB] })).toThrow("client-web"));

  test("each of several address ranges has a name of its own", () => {
    const names = (...ranges: readonly string[]) =>
      addressFlows("runner", ranges, everyPod("shop"), tcp(1), "up").map(({ name }) => name);
    expect(names("10.0.0.0/24")).toEqual(["runner"]);
    expect(names("10.0.0.0/24", "10.0.1.0/24")).toEqual(["runner-10-0-0-0-24", "runner-10-0-1-0-24"]);
  });
});
