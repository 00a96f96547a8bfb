import { describe, expect, test } from "vitest";
import {
  allowed,
  type Actor,
  type Labels,
  type Network,
  type PodActor,
  type Policy,
} from "../../../checks/flows/semantics";

const pod = (namespace: string, labels: Labels = {}): PodActor => ({ name: "pod", namespace, labels });
const world: Actor = { name: "world", address: "203.0.113.10" };
const policy = (namespace: string, spec: Policy["spec"]): Policy => ({
  metadata: { name: "policy", namespace },
  spec,
});
const network = (...policies: readonly Policy[]): Network => ({
  policies,
  namespaces: { team: { owner: "team" } },
  blocksHoldPods: true,
});
const ports = (found: ReturnType<typeof allowed>) => found?.ports;

const deny = (namespace: string) => policy(namespace, { podSelector: {}, policyTypes: ["Ingress", "Egress"] });

describe("NetworkPolicies", () => {
  test("without any, everything goes", () => expect(ports(allowed(network(), pod("a"), pod("b")))).toBe("every"));

  test("one without rules refuses what it selects, and only in its namespace", () => {
    const closed = network(deny("a"));
    expect(allowed(closed, pod("b"), pod("a"))).toBeUndefined();
    expect(allowed(closed, pod("a"), pod("b"))).toBeUndefined();
    expect(ports(allowed(closed, pod("b"), pod("c")))).toBe("every");
  });

  test("a direction that no policy names stays open", () => {
    const inbound = network(policy("a", { podSelector: {}, policyTypes: ["Ingress"] }));
    expect(ports(allowed(inbound, pod("a"), pod("b")))).toBe("every");
    expect(allowed(inbound, pod("b"), pod("a"))).toBeUndefined();
  });

  test("left out, the types follow from the rules", () => {
    const implied = network(policy("a", { podSelector: {}, egress: [{ ports: [{ port: 53, protocol: "UDP" }] }] }));
    expect(ports(allowed(implied, pod("a"), pod("b")))).toEqual(["53/UDP"]);
    expect(allowed(implied, pod("b"), pod("a"))).toBeUndefined();
  });

  test("both ends must consent, to the same port", () => {
    const both = (out: number, into: number) =>
      network(
        policy("a", { podSelector: {}, policyTypes: ["Egress"], egress: [{ to: [], ports: [{ port: out }] }] }),
        policy("b", { podSelector: {}, policyTypes: ["Ingress"], ingress: [{ from: [], ports: [{ port: into }] }] }),
      );
    expect(ports(allowed(both(9092, 9092), pod("a"), pod("b")))).toEqual(["9092/TCP"]);
    expect(allowed(both(9092, 5432), pod("a"), pod("b"))).toBeUndefined();
  });

  test("what two policies allow adds up", () => {
    const rule = (port: number): Policy =>
      policy("a", { podSelector: {}, policyTypes: ["Ingress"], ingress: [{ ports: [{ port }] }] });
    expect(ports(allowed(network(deny("a"), rule(1), rule(2)), pod("b"), pod("a")))).toEqual(["1/TCP", "2/TCP"]);
  });

  test("a peer's two selectors narrow each other; two peers widen each other", () => {
    const narrow = {
      namespaceSelector: { matchLabels: { owner: "team" } },
      podSelector: { matchLabels: { app: "x" } },
    };
    const from = (...peers: readonly object[]) =>
      network(policy("a", { podSelector: {}, policyTypes: ["Ingress"], ingress: [{ from: peers }] }));
    expect(ports(allowed(from(narrow), pod("team", { app: "x" }), pod("a")))).toBe("every");
    expect(allowed(from(narrow), pod("team"), pod("a"))).toBeUndefined();
    expect(allowed(from(narrow), pod("other", { app: "x" }), pod("a"))).toBeUndefined();
    const wide = from({ namespaceSelector: narrow.namespaceSelector }, { podSelector: narrow.podSelector });
    expect(ports(allowed(wide, pod("team"), pod("a")))).toBe("every");
    expect(ports(allowed(wide, pod("a", { app: "x" }), pod("a")))).toBe("every");
    expect(allowed(wide, pod("other", { app: "x" }), pod("a"))).toBeUndefined();
  });

  test("a block of addresses lets in who is inside and not excepted", () => {
    const block = (cidr: string, ...except: readonly string[]) =>
      network(
        policy("a", {
          podSelector: {},
          policyTypes: ["Ingress"],
          ingress: [{ from: [{ ipBlock: { cidr, except } }] }],
        }),
      );
    expect(ports(allowed(block("203.0.113.0/24"), world, pod("a")))).toBe("every");
    expect(allowed(block("203.0.112.0/24"), world, pod("a"))).toBeUndefined();
    expect(allowed(block("0.0.0.0/0", "203.0.113.10/32"), world, pod("a"))).toBeUndefined();
    expect(ports(allowed(block("0.0.0.0/0"), pod("b"), pod("a")))).toBe("every");
    expect(allowed(block("10.0.0.0/8"), pod("b"), pod("a"))).toBeUndefined();
  });

  test("only policies with a part in the connection are named", () => {
    const named = (name: string, port: number): Policy => ({
      metadata: { name, namespace: "a" },
      spec: { podSelector: {}, policyTypes: ["Ingress"], ingress: [{ ports: [{ port }] }] },
    });
    const outward = policy("b", { podSelector: {}, policyTypes: ["Egress"], egress: [{ ports: [{ port: 2 }] }] });
    const found = allowed(network(named("one", 1), named("two", 2), outward), pod("b"), pod("a"));
    expect(found?.by.map(({ metadata }) => metadata.name)).toEqual(["policy", "two"]);
  });
});
