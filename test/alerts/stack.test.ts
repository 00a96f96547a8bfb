/** The alerts as a stack declares them: all of the runbook, of targets that the stack scrapes, over names that the stack has. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { type Plan, redact } from "../../checks/plan";
import type { Severity } from "../../core/alerts/alert";
import { lagThreshold } from "../../core/capacity/flink/checkpoints";
import { alertsOf, dashboardsOfWatch } from "../../core/alerts/watch";
import type { PrometheusRule } from "../../schemas/types/PrometheusRule";
import { streamflowWatch } from "../../stacks/streamflow-alerts";
import { REFERENCE_FACTS } from "../../stacks/streamflow-facts";
import { streamflowScrapes } from "../../stacks/streamflow-scrapes";
import { toolPath } from "../../tools/paths";
import { kindOf, planOf } from "../components/planned";
import type { Typed } from "../stacks/values";
import { OBJECTS } from "./pages/names";
import { STREAMFLOW_ALERTS } from "./runbook-alerts";

const FIXTURES = join(__dirname, "../fixtures/golden");
const MONITORING = { namespace: "streamflow-monitoring", series: 250_000 };

/** The fixture's stack, with monitoring. */
function planOfFixture(file: string): Promise<Plan> {
  const { config } = parse(readFileSync(join(FIXTURES, file), "utf8")) as { config: Typed };
  const typed = Object.entries(config).map(([key, value]) => [key.replace("streaming:", ""), value]);
  return planOf({ monitoring: MONITORING, ...(Object.fromEntries(typed) as Typed) });
}

interface Named {
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

const propsOf = (plan: Plan, kind: string): readonly Named[] =>
  plan.resources.filter((resource) => kindOf(resource) === kind).map(({ props }) => redact(props) as unknown as Named);
const namesOf = (plan: Plan, kind: string): readonly string[] =>
  propsOf(plan, kind).map(({ metadata }) => `${metadata.namespace ?? ""}/${metadata.name}`);
const groupsOf = (plan: Plan) =>
  propsOf(plan, "PrometheusRule").flatMap((rule) => (rule as unknown as PrometheusRule).spec.groups ?? []);

let multi: Plan;
let single: Plan;
beforeAll(async () => {
  multi = await planOfFixture("streamflow-multi-node.yaml");
  single = await planOfFixture("both-single-node.yaml");
});

/** Severities by alert. */
function levelsOf(plan: Plan, platform: string): Readonly<Record<string, readonly Severity[]>> {
  const rules = groupsOf(plan).flatMap((group) => group.rules ?? []);
  const own = rules.filter((rule) => rule.labels?.["platform"] === platform);
  const all = new Map<string, Set<Severity>>();
  for (const { alert = "", labels } of own)
    all.set(alert, (all.get(alert) ?? new Set()).add(labels?.["severity"] as Severity));
  return Object.fromEntries([...all].map(([name, severities]) => [name, [...severities].sort()]));
}

describe("StreamFlow", () => {
  test("on many nodes has every alert of its runbook, by name and severity", () => {
    expect(levelsOf(multi, "streamflow")).toEqual(STREAMFLOW_ALERTS);
  });

  test("on a single node has all but those about copies that aren't there", () => {
    const copies = ["KafkaUnderReplicatedPartitions", "PostgresReplicationLagHigh"];
    const others = Object.entries(STREAMFLOW_ALERTS).filter(([name]) => !copies.includes(name));
    expect(levelsOf(single, "streamflow")).toEqual(Object.fromEntries(others));
  });
});

test.each([["many nodes", () => multi] as const, ["a single node", () => single] as const])(
  "Prometheus takes the rules of %s, and finds them",
  (_, plan) => {
    const folder = mkdtempSync(join(tmpdir(), "rules-"));
    writeFileSync(join(folder, "rules.yaml"), stringify({ groups: groupsOf(plan()) }));
    const { status, stdout } = spawnSync(
      toolPath("promtool"),
      ["check", "rules", "--lint=all", "--lint-fatal", join(folder, "rules.yaml")],
      { encoding: "utf8" },
    );
    rmSync(folder, { recursive: true });
    expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringContaining("SUCCESS") as string });
    for (const rule of propsOf(plan(), "PrometheusRule"))
      expect(rule.metadata).toMatchObject({ labels: { release: "kube-prometheus-stack" } });
    const names = groupsOf(plan()).map(({ name }) => name);
    expect(names.filter((name) => !/^(streamflow|apphub)-/.test(name))).toEqual([]);
  },
);

test("what the platform's own exporters are said to be scraped by exists", () => {
  const monitors = [...namesOf(multi, "PodMonitor"), ...namesOf(multi, "ServiceMonitor")];
  const { jmx, lag, flink, postgres, pooler, airflow } = streamflowScrapes(REFERENCE_FACTS);
  const jobs = [jmx, lag, flink, postgres, pooler].map(({ target }) => target["job"]);
  expect(monitors).toEqual(expect.arrayContaining(jobs));
  expect(namesOf(multi, "Service")).toContain(`${airflow.target["namespace"] ?? ""}/${airflow.target["job"] ?? ""}`);
});

test("the web server is asked as a user would, under the name that its alert knows", () => {
  const probe = propsOf(multi, "PodMonitor").find(({ metadata }) => metadata.name === "airflow-probe");
  expect(probe).toMatchObject({
    spec: {
      podMetricsEndpoints: [
        {
          path: "/probe",
          params: { target: [expect.stringContaining("airflow-webserver.streamflow-orchestration") as string] },
          relabelings: [{ targetLabel: "job", replacement: "airflow-webserver" }, { targetLabel: "instance" }],
        },
      ],
    },
  });
});

test("what runbook pages speak of is declared by the stack, as far as no operator makes it", () => {
  const KINDS = {
    statefulset: "StatefulSet",
    kafka: "Kafka",
    cluster: "Cluster",
    flinkdeployment: "FlinkDeployment",
  } as const;
  const named = Object.entries(OBJECTS).flatMap(([namespace, objects]) =>
    objects.map((object) => ({ namespace, kind: object.split("/")[0] ?? "", name: object.split("/")[1] ?? "" })),
  );
  const declared = (kind: string) => [...namesOf(multi, kind), ...namesOf(single, kind)];
  for (const [short, kind] of Object.entries(KINDS))
    for (const { namespace, name } of named.filter((one) => one.kind === short))
      expect(declared(kind)).toContain(`${namespace}/${name}`);
  for (const { namespace, name } of named.filter(({ name: one }) => one.startsWith("airflow-")))
    expect([...declared("Deployment"), ...declared("Service")]).toContain(`${namespace}/${name}`);
});

test("each dashboard is a ConfigMap that Grafana's sidecar finds", () => {
  const maps = propsOf(multi, "ConfigMap").filter(({ metadata }) => metadata.name.startsWith("dashboard-streamflow-"));
  const titles = maps.map((map) => {
    const { data } = map as unknown as { data: Readonly<Record<string, string>> };
    const [json = "{}"] = Object.values(data);
    const dashboard = JSON.parse(json) as { title: string; panels: readonly { title: string }[] };
    expect(map.metadata).toMatchObject({ labels: { grafana_dashboard: "1" } });
    expect(dashboard.panels.length).toBeGreaterThan(0);
    return dashboard.title;
  });
  const expected = dashboardsOfWatch(streamflowWatch(REFERENCE_FACTS)).map(({ title }) => title);
  expect([...titles].sort()).toEqual([...expected].sort());
});

describe("the lag that alerts", () => {
  const figures = (rate: number, checkpointMs: number) =>
    alertsOf(
      streamflowWatch({
        ...REFERENCE_FACTS,
        flink: { ...REFERENCE_FACTS.flink, checkpointMs, lagFloor: lagThreshold(rate, checkpointMs) },
      }),
    )
      .find(({ name }) => name === "KafkaConsumerLagHigh")
      ?.levels.map(({ expr }) => Number(/> (\d+)$/.exec(expr)?.[1]));

  test("is the runbook's where the saw-tooth of checkpoints is smaller", () => {
    expect(figures(50, 60_000)).toEqual([10_000, 50_000]);
  });
  test("is twice what arrives between two checkpoints where that is more", () => {
    expect(figures(100, 60_000)).toEqual([12_000, 50_000]);
    expect(figures(100, 120_000)).toEqual([24_000, 50_000]);
    expect(figures(1_000, 60_000)).toEqual([120_000, 120_000]);
  });
});
