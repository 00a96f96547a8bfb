import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, test } from "vitest";
import { reveal, type Plan, type PlannedValue } from "../../checks/plan";
import { schemaProblems } from "../../checks/schema/objects";
import { AlertingConfig } from "../../components/monitoring/alerting/config";
import { Monitoring } from "../../components/monitoring/component";
import { MonitoringConfig } from "../../components/monitoring/config";
import { planMonitoringDeployment } from "../../components/monitoring/deployment";
import { monitor, scrapeFlows, type ScrapeTarget } from "../../components/monitoring/monitors";
import { planMonitoring } from "../../components/monitoring/plan";
import { ScrapeTargets } from "../../components/monitoring/scrape";
import { clusterOf } from "../../core/capacity/nodes/target";
import { shapeOf } from "../../core/capacity/nodes/shape";
import { TargetConfig } from "../../core/config/target";
import { parseCpu, parseSize } from "../../core/units";
import { multiNode, singleNode } from "../stacks/values";
import { declared } from "./declared";
import { at, comesAfter, find, kindOf } from "./planned";

const TARGET: ScrapeTarget = {
  name: "brokers",
  namespace: "shop",
  partOf: "market",
  pods: { app: "broker" },
  endpoints: [
    {
      port: "admin",
      number: 9644,
      path: "/public_metrics",
      tls: { secret: "brokers-tls", key: "ca.crt", serverName: "brokers" },
      keep: "redpanda_.+",
    },
  ],
};

function deployment(typed: { target: unknown }, alerting: object | "none" = { slack: {} }, config: object = {}) {
  const target = TargetConfig.parse(typed.target);
  const monitoring = MonitoringConfig.parse({ namespace: "streamflow-monitoring", series: 200_000, ...config });
  const cluster = clusterOf(target);
  return planMonitoringDeployment(
    {
      config: monitoring,
      alerting: alerting === "none" ? undefined : AlertingConfig.parse(alerting),
      mutes: [],
      target,
      cluster,
      targets: [TARGET],
    },
    planMonitoring(monitoring, shapeOf(cluster)),
  );
}

const planOf = (...args: Parameters<typeof deployment>): Promise<Plan> =>
  declared(() => {
    new Monitoring("monitoring", {
      plan: deployment(...args),
      deps: {
        grafanaPassword: pulumi.secret("grafana's password"),
        receiver: (key) => pulumi.secret(`value of ${key}`),
      },
    });
  });

const CHART = "kube-prometheus-stack";
let many: Plan;
let single: Plan;
beforeAll(async () => {
  many = await planOf(multiNode());
  single = await planOf(singleNode(), "none", { grafana: false });
  // The SDK's first load takes long on a busy machine.
}, 60_000);
const values = (plan: Plan, path: string): unknown => at(find(plan, "Release", CHART), `values.${path}`);

describe("the chart", () => {
  test("is pinned, and released whole or not at all", () => {
    const { props } = find(many, "Release", CHART);
    expect(props).toMatchObject({ chart: CHART, version: "77.14.0", atomic: true, namespace: "streamflow-monitoring" });
  });

  test("gets the plan's sizes", () => {
    const plan = deployment(multiNode());
    expect(values(many, "prometheus.prometheusSpec")).toMatchObject({
      replicas: plan.replicas,
      retention: "10d",
      retentionSize: `${Math.floor(plan.retentionBytes / 2 ** 20)}MiB`,
      scrapeInterval: "30s",
      podAntiAffinity: "hard",
    });
    const claim = values(many, "prometheus.prometheusSpec.storageSpec.volumeClaimTemplate.spec");
    expect(claim).toMatchObject({ storageClassName: "gp3", accessModes: ["ReadWriteOnce"] });
    expect(parseSize((claim as { resources: { requests: { storage: string } } }).resources.requests.storage)).toBe(
      plan.volume,
    );
  });

  test("keeps copies apart only where there is more than one node", () => {
    expect(values(many, "alertmanager.alertmanagerSpec.topologySpreadConstraints")).toHaveLength(1);
    expect(values(single, "prometheus.prometheusSpec")).not.toHaveProperty("podAntiAffinity");
  });

  test("takes rules and monitors with the label that ours carry, from every namespace", () => {
    const selector = { matchLabels: monitor(TARGET).metadata.labels };
    expect(selector.matchLabels).toMatchObject({ release: CHART });
    for (const kind of ["rule", "serviceMonitor", "podMonitor", "probe"]) {
      expect(values(many, `prometheus.prometheusSpec.${kind}Selector`)).toEqual({ matchLabels: { release: CHART } });
      expect(values(many, `prometheus.prometheusSpec.${kind}NamespaceSelector`)).toEqual({});
    }
  });

  test("bounds every container, and asks for no more than the quota has", () => {
    const quota = find(many, "ResourceQuota", "compute");
    const parts: readonly (readonly [path: string, pods: number])[] = [
      ["prometheus.prometheusSpec.resources", 2],
      ["alertmanager.alertmanagerSpec.resources", 2],
      ["prometheusOperator.prometheusConfigReloader.resources", 4],
      ["prometheusOperator.resources", 1],
      ["kube-state-metrics.resources", 1],
      ["prometheus-node-exporter.resources", 6],
      ["grafana.resources", 1],
      ["grafana.sidecar.resources", 2],
    ];
    for (const kind of ["requests", "limits"]) {
      const all = parts.map(([path, pods]) => {
        const { cpu, memory } = values(many, `${path}.${kind}`) as { cpu: string; memory: string };
        return { cpu: pods * (parseCpu(cpu) ?? NaN), memory: pods * (parseSize(memory) ?? NaN) };
      });
      const hard = at(quota, "spec.hard") as Record<string, string>;
      const total = (of: "cpu" | "memory") => all.reduce((sum, part) => sum + part[of], 0);
      expect(total("cpu")).toBeLessThanOrEqual(parseCpu(hard[`${kind}.cpu`] ?? "") ?? 0);
      expect(total("memory")).toBeLessThanOrEqual(parseSize(hard[`${kind}.memory`] ?? "") ?? 0);
    }
  });

  test("has no default password, and finds dashboards everywhere", () => {
    expect(values(many, "grafana.admin")).toMatchObject({ existingSecret: "grafana-admin" });
    expect(values(many, "grafana.sidecar.dashboards")).toMatchObject({
      label: "grafana_dashboard",
      searchNamespace: "ALL",
    });
    expect(values(single, "grafana")).toEqual({ enabled: false });
  });
});

describe("beside the chart", () => {
  test("Alertmanager's configuration names files, and the addresses are in a Secret", () => {
    expect(values(many, "alertmanager.config.route")).toMatchObject({ receiver: "slack-cluster" });
    expect(values(many, "alertmanager.alertmanagerSpec.secrets")).toEqual(["alertmanager-receivers"]);
    const secret = find(many, "Secret", "alertmanager-receivers");
    expect(reveal(at(secret, "data") as PlannedValue)).toEqual({
      "slack-url": Buffer.from("value of streaming:alertingSlackUrl").toString("base64"),
    });
    expect(comesAfter(many, find(many, "Release", CHART), secret)).toBe(true);
  });

  test("without alerting the chart's own configuration stays", () =>
    expect(values(single, "alertmanager")).not.toHaveProperty("config"));

  test("prometheus:9090 leads to Prometheus", () =>
    expect(at(find(many, "Service", "prometheus"), "spec")).toMatchObject({
      selector: { "app.kubernetes.io/name": "prometheus" },
      ports: [{ port: 9090 }],
    }));

  test("Prometheus may reach the target; the target's port is open to nobody else", () => {
    const names = many.resources
      .filter((r) => kindOf(r) === "NetworkPolicy")
      .map((r) => (at(r, "metadata") as { name: string }).name);
    expect(names).toContain("scrape-brokers-out");
    expect(scrapeFlows([TARGET], "streamflow-monitoring")[0]?.ports).toEqual([{ port: 9644, protocol: "TCP" }]);
    expect(names).toContain("alertmanager-mesh-in");
    expect(
      single.resources.some(
        (r) => (at(r, "metadata") as { name?: string } | undefined)?.name === "alertmanager-mesh-in",
      ),
    ).toBe(false);
  });

  test("every object is as its schema wants it", () => {
    expect(schemaProblems(many)).toEqual([]);
    expect(schemaProblems(single)).toEqual([]);
  });
});

test("what kubectl top asks is installed where the distribution brings none", () => {
  expect(find(many, "Release", "metrics-server").props).toMatchObject({ namespace: "kube-system" });
  expect(single.resources.filter(({ name }) => name.endsWith("metrics-server"))).toEqual([]);
});

test("a target is read with its authority, and only what is kept", async () => {
  const plan = await declared(() => {
    new ScrapeTargets("shop-scrape", { plan: { targets: [TARGET] }, deps: { after: [] } });
  });
  expect(schemaProblems(plan)).toEqual([]);
  expect(at(find(plan, "PodMonitor", "brokers"), "spec")).toEqual({
    selector: { matchLabels: { app: "broker" } },
    podMetricsEndpoints: [
      {
        port: "admin",
        path: "/public_metrics",
        scheme: "https",
        tlsConfig: { ca: { secret: { name: "brokers-tls", key: "ca.crt" } }, serverName: "brokers" },
        metricRelabelings: [{ sourceLabels: ["__name__"], regex: "redpanda_.+", action: "keep" }],
      },
    ],
  });
});
