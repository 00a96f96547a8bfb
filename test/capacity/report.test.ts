import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bar, pageOf } from "../../checks/capacity/page";
import { reportOf, type CapacityReport } from "../../checks/capacity/report";
import { capacityWith, fixture, fixtureFile } from "./support";

const root = join(__dirname, "../..");
const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, ["--import", "tsx", "checks/capacity.ts", ...args], { cwd: root, encoding: "utf8" });
const report = (name: string): CapacityReport => reportOf(name, fixture(name), capacityWith(name));

describe("npm run capacity", () => {
  test("prints the page of a config that fits, and nothing else", () => {
    const { status, stdout, stderr } = run("--config", fixtureFile("dev"));
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^# Capacity of /);
  });

  test("prints JSON with the documented keys", () => {
    const { status, stdout } = run("--config", fixtureFile("prod"), "--format", "json");
    const json = JSON.parse(stdout) as Record<string, unknown>;
    expect(status).toBe(0);
    expect(Object.keys(json)).toEqual(
      expect.arrayContaining([
        "stack",
        "target",
        "inputs",
        "sizes",
        "pods",
        "fit",
        "loseNode",
        "loseZone",
        "budgets",
        "bottleneck",
        "cost",
      ]),
    );
  });

  test("ends with 1 where a proof fails, and still prints why", () => {
    const { status, stdout } = run("--config", fixtureFile("runbooks/streamflow-single-node"));
    expect(status).toBe(1);
    expect(stdout).toContain("**Does not fit.**");
  });

  test("ends with 1 where the config is refused: the faults on stderr, stdout empty, no stack trace", () => {
    const { status, stdout, stderr } = run("--config", fixtureFile("runbooks/apphub-minikube"));
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("apphub.redpanda.brokers  must be 1 on a single-node target");
    expect(stderr).not.toContain("    at ");
  });

  test("ends with 2 where it can't run", () => {
    const { status, stderr } = run("--config", "no-such-file.yaml");
    expect(status).toBe(2);
    expect(stderr).toContain("no-such-file.yaml can't be read");
  });

  test.each([
    [[], "npm run capacity needs --stack NAME or --config FILE"],
    [["--stack", "prod", "--config", "x.yaml"], "npm run capacity needs --stack NAME or --config FILE"],
    [["--stack", "dev", "--format", "xml"], '--format must be one of md, json, pods, got "xml"'],
  ])("refuses %j and points to the help", (args, message) => {
    const { status, stdout, stderr } = run(...args);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
    expect(stderr).toContain("see npm run capacity -- --help");
  });

  test("prints the pods as a list to apply: namespaces first, then what runs on every node, then the rest as it is created", () => {
    const { status, stdout } = run("--config", fixtureFile("dev"), "--format", "pods");
    const { items } = JSON.parse(stdout) as { items: readonly { kind: string; spec?: { nodeName?: string } }[] };
    const kinds = items.map(({ kind, spec }) => (spec?.nodeName === undefined ? kind : "bound"));
    expect(status).toBe(0);
    expect([...new Set(kinds)]).toEqual(["Namespace", "bound", "Pod"]);
    expect(kinds).toEqual([...kinds].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b)));
  });
});

const ORDER = ["Namespace", "bound", "Pod"];

describe("the report", () => {
  test.each(["dev", "prod"])("of %s reads as committed", async (name) => {
    await expect(pageOf(report(name))).toMatchFileSnapshot(`__snapshots__/${name}.md`);
  });

  test("lists every pod with what it asks for and the node that it gets", () => {
    const { pods, fit } = report("prod");
    expect(pods).toContainEqual({
      name: "streamflow-kafka-kafka-0",
      namespace: "streamflow-kafka",
      cpu: "1",
      memory: "4224Mi",
      node: expect.stringMatching(/^node-\d$/) as string,
    });
    for (const node of fit.nodes) expect(pods.filter((p) => p.node === node.name).length).toBe(node.pods);
  });

  test("leaves addresses out of the inputs, and keeps every other line of the file", () => {
    const raw = {
      ...fixture("dev"),
      access: { apphub: { kafka: { bootstrapServers: ["127.0.0.1:31092"], tls: false } } },
    };
    const { inputs } = reportOf("dev", raw, capacityWith("dev"));
    expect(inputs.filter((i) => i.path.startsWith("access"))).toEqual([]);
    expect(inputs).toContainEqual({ path: 'streamflow.topics["transactions.raw"].rate', value: "100/s" });
  });

  test("says nothing that JSON can't hold", () => {
    const text = JSON.stringify(report("dev"));
    expect(JSON.parse(text)).toEqual(report("dev"));
  });

  test.each([
    [0, "░░░░░░░░░░░░░░░░░░░░"],
    [0.5, "██████████░░░░░░░░░░"],
    [1.7, "████████████████████"],
  ])("draws %s as %s", (share, drawn) => expect(bar(share)).toBe(drawn));
});
