/** The policy pack under the real CLI: what is bad is refused before anything is changed, what is good passes. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { KubeObject } from "../../sandbox/kube";
import { REPOSITORY } from "../../sandbox/layout";
import { PROGRAMS } from "../fixtures/policy/programs/all";
import { startTestControlPlane, type TestControlPlane } from "../providers/kubernetes/control-plane";
import { TestStack } from "./support/cli";
import { Started } from "./support/started";

const FIXTURES = path.join(REPOSITORY, "test/fixtures/policy");
const TARGET: unknown = parse(readFileSync(path.join(FIXTURES, "good/multi-node.target.yaml"), "utf8"));
const WITH_PACK = ["--policy-pack", path.join(REPOSITORY, "policy"), "--yes"] as const;

const started = new Started();
const stack = started.add(
  new TestStack(path.relative(path.join(__dirname, "support"), path.join(FIXTURES, "programs")), ["kubernetes"]),
);
let cluster: TestControlPlane;

beforeAll(async () => {
  cluster = started.add(await startTestControlPlane());
  const target = Object.fromEntries(Object.entries(TARGET as object).filter(([key]) => key !== "workload"));
  await stack.init(
    { "streaming:target": JSON.stringify(target), "programs:context": cluster.context, "programs:name": "well-made" },
    { "programs:kubeconfig": readFileSync(cluster.kubeconfig, "utf8") },
  );
});
afterAll(() => started.stop());

async function names(url: string): Promise<readonly string[]> {
  const { items } = (await cluster.kube.request("GET", url)) as { readonly items: readonly KubeObject[] };
  return items.map(({ metadata }) => `${metadata.name} ${String(metadata.resourceVersion)}`);
}
const everything = async (): Promise<readonly string[]> => [
  ...(await names("/apis/apps/v1/deployments")),
  ...(await names("/apis/apps/v1/statefulsets")),
  ...(await names("/apis/kafka.strimzi.io/v1/kafkas")),
  ...(await names("/apis/postgresql.cnpg.io/v1/clusters")),
  ...(await names("/apis/flink.apache.org/v1beta1/flinkdeployments")),
];
const deployed = async (): Promise<readonly string[]> => {
  const { deployment } = JSON.parse(await stack.state()) as { deployment: { resources?: readonly { urn: string }[] } };
  return (deployment.resources ?? []).map(({ urn }) => urn);
};

describe("a program that is written badly", () => {
  test.each(["kafka-quickstart", "lone-database", "naked-deployment", "session-in-a-pod", "thin-redpanda", "crowd"])(
    "%s: up is refused, by name of each rule, and nothing is made",
    async (name) => {
      await stack.set("programs:name", name);
      const { ok, text } = await stack.told("up", ...WITH_PACK);
      expect(ok).toBe(false);
      for (const rule of PROGRAMS[name]?.refusedBy ?? []) expect(text).toContain(`${rule} `);
      expect(text).not.toContain("tr0ub4dor");
      expect(await everything()).toEqual([]);
      expect((await deployed()).filter((urn) => !/pulumi:(pulumi:Stack|providers)/.test(urn))).toEqual([]);
    },
  );

  test("is told of in a sentence, with the resource, where in it, and what would be right", async () => {
    await stack.set("programs:name", "kafka-quickstart");
    const { text } = await stack.told("preview", ...WITH_PACK.slice(0, 2));
    expect(text).toContain("[mandatory] [severity: high]  sec-06-tls-auth");
    expect(text.replace(/\s+/g, " ")).toContain(
      "SEC-06 Kafka/events in default: spec.kafka.listeners[0].tls: listener plain is plain and reached from outside, must be tls: true",
    );
  });
});

test("what is known only after the deployment is shown as unproved, and refuses nothing by itself", async () => {
  await stack.set("programs:name", "unknown-until-deployed");
  const { text } = await stack.told("preview", ...WITH_PACK.slice(0, 2));
  expect(text).toContain("SEC-02 [cannot prove] Deployment/app in default");
});

describe("a program that is well made", () => {
  test("passes, and is deployed", async () => {
    await stack.set("programs:name", "well-made");
    const { ok, text } = await stack.told("up", ...WITH_PACK);
    expect(text).toMatch(/Policies:\n.*streaming@v0\.1\.0/);
    expect(ok, text).toBe(true);
    expect(await everything()).toEqual([expect.stringMatching(/^web /)]);
  });

  test("that an edit of one line breaks is refused, and what runs stays as it is", async () => {
    const before = { objects: await everything(), resources: await deployed() };
    await stack.set("programs:tag", "latest");
    const { ok, text } = await stack.told("up", ...WITH_PACK);
    expect(ok).toBe(false);
    expect(text).toContain("is registry.example.org/web:latest, must be a version");
    expect({ objects: await everything(), resources: await deployed() }).toEqual(before);
  });

  test("passes again once the edit is taken back", async () => {
    await stack.set("programs:tag", `1.4.2@sha256:${"0".repeat(64)}`);
    expect((await stack.told("up", ...WITH_PACK)).ok).toBe(true);
  });
});
