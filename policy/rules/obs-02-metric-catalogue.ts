import { z } from "zod";
import { type Complaints, complain, eachItem } from "../framework/finding";
import { both, stackRule } from "../framework/rule";
import { unknownMetric } from "../kinds/metrics";
import { type Expression, type RuleSet, metricsOf, ruleSet } from "../kinds/monitoring";

export const metricCatalogue = stackRule<object>({
  id: "OBS-02",
  slug: "metric-catalogue",
  severity: "high",
  level: both("mandatory"),
  description:
    "Alerts ask for metrics that the exporters of Kafka, Redpanda, Flink, PostgreSQL and Airflow really emit.",
  why: "An alert on a metric that doesn't exist is silent for ever, and looks the same as one that has nothing to say.",
  remedy:
    "Take the metric's name from the exporter's own page; run the expression against a Prometheus that scrapes it.",
  args: z.strictObject({}),
  defaults: both({}),
  example: {
    target: "multi-node",
    bad: example("flink_jobmanager_completed_checkpoints_total"),
    good: example("flink_jobmanager_job_numberOfCompletedCheckpoints"),
  },
  check: (scene) => {
    const rules = scene.get(ruleSet);
    return rules.expressions.flatMap((one) => eachItem([one.item], () => complaintsFor(one, rules)));
  },
});

function complaintsFor({ item, at }: Expression, { recorded }: RuleSet): Complaints {
  const { text } = at;
  if (text === undefined) return [];
  const metrics = metricsOf(text);
  if (metrics === undefined) return [complain(item, at, "is no PromQL that Prometheus reads")];
  return metrics.flatMap((name) => {
    const unknown = recorded.has(name) ? undefined : unknownMetric(name);
    if (unknown === undefined) return [];
    const hint = unknown.near === undefined ? "" : `; did you mean ${unknown.near}?`;
    return [complain(item, at, `asks for ${name}, which its exporter doesn't emit: it can never fire${hint}`)];
  });
}

function example(metric: string): string {
  return `
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: scoring, namespace: streaming }
spec:
  groups:
    - name: scoring
      rules: [{ alert: CheckpointsStopped, expr: "increase(${metric}[10m]) == 0", for: 10m, labels: { severity: critical } }]`;
}
