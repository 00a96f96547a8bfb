/** Whether what a query asks for is emitted by something that is scraped, with the labels that it relies on. */
import type { Scrape } from "../../core/alerts/exporter";
import { readQuery, type Aggregate, type Matcher, type Selector } from "./promql";

/** What is wrong with a query: no metric of that name, no such label, or a value that no target has. */
export function unemitted(query: string, scrapes: readonly Scrape[]): readonly string[] {
  const { selectors, demands } = readQuery(query);
  const unknown = selectors.flatMap((selector) => {
    const found = emittersOf(selector, scrapes);
    return found.length > 0 ? [] : [`nothing scraped emits ${written(selector)}`];
  });
  const unlabelled = demands.flatMap(({ labels, of }) =>
    of.flatMap((source) =>
      labels
        .filter((label) => !hasLabel(source, label, scrapes))
        .map((label) => `${written(source)} has no label ${label}`),
    ),
  );
  return [...new Set([...unknown, ...unlabelled])];
}

/** Labels that a text such as `{{ $labels.pod }}` speaks of and that no result of the query has. */
export function unknownInText(text: string, query: string, scrapes: readonly Scrape[]): readonly string[] {
  const { sources } = readQuery(query);
  const named = [...text.matchAll(/\$labels\.(\w+)/g)].flatMap(([, label]) => label ?? []);
  return named.filter((label) => !sources.some((source) => hasLabel(source, label, scrapes)));
}

function hasLabel(source: Selector | Aggregate, label: string, scrapes: readonly Scrape[]): boolean {
  if (source.kind === "aggregate") return source.by.includes(label);
  const emitters = emittersOf(source, scrapes);
  return emitters.length > 0 && emitters.every(({ labels }) => labels.includes(label));
}

interface Emitter {
  readonly labels: readonly string[];
}

/** Metrics, on their targets, that the selector can find. */
function emittersOf({ matchers }: Selector, scrapes: readonly Scrape[]): readonly Emitter[] {
  const names = matchers.filter(({ label }) => label === "__name__");
  const others = matchers.filter(({ label }) => label !== "__name__");
  return scrapes.flatMap(({ exporter, target }) =>
    Object.entries(exporter.metrics)
      .filter(([name]) => names.every((matcher) => fits(matcher, name)))
      .map(([, metric]) => ({ metric, labels: [...metric.labels, ...Object.keys(target)] }))
      .filter(({ metric, labels }) =>
        others.every((matcher) => {
          if (!labels.includes(matcher.label)) return false;
          const value = metric.labels.includes(matcher.label) ? undefined : target[matcher.label];
          return value === undefined || fits(matcher, value);
        }),
      )
      .map(({ labels }) => ({ labels })),
  );
}

function fits({ op, value: wanted }: Matcher, value: string): boolean {
  const equal = op === "=" || op === "!=" ? value === wanted : new RegExp(`^(?:${wanted})$`).test(value);
  return op.startsWith("!") ? !equal : equal;
}

const written = (source: Selector | Aggregate): string =>
  source.kind === "aggregate"
    ? `what is added up by (${source.by.join(", ")})`
    : `{${source.matchers.map(({ label, op, value }) => `${label}${op}"${value}"`).join(",")}}`;
