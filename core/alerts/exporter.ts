/** What an exporter emits, and how its series look once they are scraped. */

export type MetricType = "counter" | "gauge" | "histogram" | "summary";

export interface Metric {
  readonly type: MetricType;
  /** Labels that the exporter itself sets. */
  readonly labels: readonly string[];
}

/** Metrics by the name that is asked for: of a histogram, `…_bucket`, `…_sum` and `…_count`. */
export interface Exporter {
  readonly name: string;
  readonly metrics: Readonly<Record<string, Metric>>;
}

/** One exporter on one kind of pod: what Prometheus adds to each of its series. */
export interface Scrape {
  readonly exporter: Exporter;
  /** Labels of the target; where the exporter speaks of other objects (`honorLabels`), its own win. */
  readonly target: Readonly<Record<string, string>>;
}

const entries = (type: MetricType, names: readonly string[], labels: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, { type, labels }]));

export const gauges = (labels: readonly string[], ...names: readonly string[]) => entries("gauge", names, labels);
export const counters = (labels: readonly string[], ...names: readonly string[]) => entries("counter", names, labels);
export const histogram = (labels: readonly string[], name: string): Exporter["metrics"] => ({
  ...entries("histogram", [`${name}_bucket`], [...labels, "le"]),
  ...entries("histogram", [`${name}_sum`, `${name}_count`], labels),
});
export const summary = (labels: readonly string[], name: string): Exporter["metrics"] => ({
  ...entries("summary", [name], [...labels, "quantile"]),
  ...entries("summary", [`${name}_sum`, `${name}_count`], labels),
});

/** A series as promtool reads it. Refuses what the exporter doesn't emit, so that no test proves an alert on an invented series. */
export function series(
  { exporter, target }: Scrape,
  metric: string,
  labels: Readonly<Record<string, string>> = {},
): string {
  const known = exporter.metrics[metric];
  if (known === undefined) throw new Error(`${exporter.name} has no metric ${metric}`);
  const missing = known.labels.filter((label) => labels[label] === undefined);
  const unknown = Object.keys(labels).filter((label) => !known.labels.includes(label) && target[label] === undefined);
  if (missing.length > 0 || unknown.length > 0)
    throw new Error(`${metric}: missing labels [${missing.join(", ")}], unknown [${unknown.join(", ")}]`);
  const all = Object.entries({ ...target, ...labels }).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${metric}{${all.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(",")}}`;
}
