import { z } from "zod";
import { type Complaints, advise, complain, eachItem } from "../framework/finding";
import { both, stackRule } from "../framework/rule";
import type { Scene } from "../framework/scene";
import { type Component, MONITORS, RULES, components, isScraped, metricsOf, ruleSet } from "../kinds/monitoring";

export const rulesExist = stackRule<object>({
  id: "OBS-01",
  slug: "rules-exist",
  severity: "medium",
  level: both("mandatory"),
  description: "Every broker, database and job is scraped, and at least one alert asks for its metrics.",
  why: "What nobody watches fails in silence: a backup that stopped weeks ago is found out at the restore.",
  remedy: "Add a PodMonitor or ServiceMonitor that selects its pods, and a PrometheusRule on its metrics.",
  args: z.strictObject({}),
  defaults: both({}),
  example: { target: "multi-node", bad: example("up == 0"), good: example("cnpg_collector_up == 0") },
  check: (scene) => {
    // Files without any monitoring are watched from elsewhere, if at all.
    const tell = scene.source === "files" && scene.of(RULES, ...MONITORS).length === 0 ? advise : complain;
    return components(scene).flatMap((component) =>
      eachItem([component.item], () => complaintsFor(scene, component, tell)),
    );
  },
});

/** An expression that isn't known yet may ask for anything: then nothing is proved. */
const alertedMetrics = (scene: Scene): readonly string[] =>
  scene.get(ruleSet).expressions.flatMap(({ at }) => metricsOf(at.text ?? "") ?? []);

function complaintsFor(scene: Scene, component: Component, tell: typeof complain): Complaints {
  const metrics = scene.get(alertedMetrics);
  const { item, what } = component;
  return [
    ...(metrics.some((metric) => component.metrics.test(metric))
      ? []
      : [tell(item, "", `no PrometheusRule asks for ${what}'s metrics: nobody is told when it fails`)]),
    ...(isScraped(scene, component)
      ? []
      : [tell(item, "", `no PodMonitor or ServiceMonitor selects ${what}'s pods: its metrics aren't collected`)]),
  ];
}

function example(expression: string): string {
  return `
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: { name: orders-db, namespace: apps }
spec: { instances: 3 }
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: { name: orders-db, namespace: apps }
spec: { selector: { matchLabels: { cnpg.io/cluster: orders-db } }, podMetricsEndpoints: [{ port: metrics }] }
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: orders-db, namespace: apps }
spec:
  groups:
    - name: orders-db
      rules: [{ alert: DatabaseDown, expr: ${expression}, for: 5m, labels: { severity: critical } }]`;
}
