import { expect, test } from "vitest";
import { demand, type Demand } from "../../../core/capacity/demand";
import type { Pod } from "../../../core/capacity/pods/pod";
import { GiB, MiB } from "../../../core/units";
import { releasedObjects } from "../../../sandbox/operators/released/objects";

const pod = (name: string, component: string): Pod => ({
  name,
  namespace: "monitoring",
  component: `monitoring/${component}`,
  requests: { cpu: 100, memory: 256 * MiB },
  limits: { cpu: 200 },
  ownNode: false,
  pinned: component === "prometheus",
});

const PLAN: Demand = demand({
  pods: [pod("grafana", "grafana"), pod("prometheus-0", "prometheus"), pod("prometheus-1", "prometheus")],
  daemons: [{ name: "exporter", namespace: "monitoring", requests: { cpu: 50, memory: 64 * MiB }, limits: {} }],
  volumes: [0, 1].map((i) => ({
    name: `db-prometheus-${i}`,
    namespace: "monitoring",
    bytes: 20 * GiB,
    pod: `prometheus-${i}`,
  })),
});

test("a plan's pods become workloads of the same names, sizes and volumes", () => {
  const objects = releasedObjects(PLAN);
  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
    "Deployment grafana",
    "StatefulSet prometheus",
    "DaemonSet exporter",
  ]);
  expect(objects[1]?.spec).toMatchObject({
    replicas: 2,
    template: {
      spec: {
        containers: [
          {
            resources: { requests: { cpu: "100m", memory: "256Mi" }, limits: { cpu: "200m", memory: "256Mi" } },
          },
        ],
      },
    },
    volumeClaimTemplates: [{ metadata: { name: "db" }, spec: { resources: { requests: { storage: "20Gi" } } } }],
  });
});

test("their selectors find their own pods only", () => {
  for (const { spec } of releasedObjects(PLAN)) {
    const { selector, template } = spec as {
      readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
      readonly template: { readonly metadata: { readonly labels: Readonly<Record<string, string>> } };
    };
    expect(template.metadata.labels).toMatchObject(selector.matchLabels);
  }
  const selectors = releasedObjects(PLAN).map(({ spec }) => JSON.stringify((spec as { selector: object }).selector));
  expect(new Set(selectors).size).toBe(selectors.length);
});

test("what people open has a Service, which leads to the pods of its chart", () => {
  const prometheus = pod("prometheus-kube-prometheus-stack-prometheus-0", "prometheus");
  const objects = releasedObjects(demand({ pods: [prometheus, pod("kube-prometheus-stack-grafana", "grafana")] }));
  const services = objects.filter(({ kind }) => kind === "Service");
  expect(services.map(({ metadata, spec }) => [metadata.name, spec])).toMatchObject([
    ["kube-prometheus-stack-prometheus", { ports: [{ port: 9090 }] }],
    ["prometheus", { ports: [{ port: 9090 }], selector: { "app.kubernetes.io/name": "prometheus" } }],
    ["kube-prometheus-stack-grafana", { ports: [{ port: 80, targetPort: 3000 }] }],
  ]);
});
