/** Alert rules, what is scraped, and what needs both. */
import { parser } from "@prometheus-io/lezer-promql";
import type { Field } from "../framework/field";
import type { Item } from "../framework/resource";
import type { Scene } from "../framework/scene";
import { DEPLOYMENT } from "./flink";
import { CLUSTER } from "./postgres";
import { redpandaClusters } from "./redpanda";
import { KAFKA } from "./strimzi";

export const RULES = "monitoring.coreos.com/PrometheusRule";
export const MONITORS = [
  "monitoring.coreos.com/PodMonitor",
  "monitoring.coreos.com/ServiceMonitor",
  "monitoring.coreos.com/ScrapeConfig",
];

export interface Expression {
  readonly item: Item;
  readonly at: Field;
}

export interface RuleSet {
  readonly expressions: readonly Expression[];
  /** Names that recording rules make. */
  readonly recorded: ReadonlySet<string>;
}

export function ruleSet(scene: Scene): RuleSet {
  const rules = scene
    .of(RULES)
    .flatMap((item) =>
      scene.attempt(item, () =>
        item.spec.at("groups").list.flatMap((group) => group.at("rules").list.map((rule) => ({ item, rule }))),
      ),
    );
  return {
    expressions: rules.map(({ item, rule }) => ({ item, at: rule.at("expr") })),
    recorded: new Set(rules.flatMap(({ rule }) => rule.at("record").text ?? [])),
  };
}

/** Metrics that an expression asks for; undefined where it is no PromQL. */
export function metricsOf(expression: string): readonly string[] | undefined {
  const names = new Set<string>();
  const faults: number[] = [];
  parser.parse(expression).iterate({
    enter: (node) => {
      if (node.type.isError) faults.push(node.from);
      if (node.name !== "VectorSelector") return;
      const name = node.node.getChild("Identifier");
      if (name !== null) names.add(expression.slice(name.from, name.to));
    },
  });
  return faults.length > 0 ? undefined : [...names];
}

/** What must be watched. */
export interface Component {
  readonly item: Item;
  readonly what: string;
  /** Metrics of which at least one must be alerted on. */
  readonly metrics: RegExp;
  /** What a monitor's selector speaks of. */
  readonly selectors: RegExp;
}

export function components(scene: Scene): readonly Component[] {
  const kinds: readonly (readonly [readonly Item[], Omit<Component, "item">])[] = [
    [scene.of(KAFKA), { what: "Kafka", metrics: /^(kafka|strimzi)_/, selectors: /strimzi|kafka/i }],
    [
      scene.get(redpandaClusters).map(({ item }) => item),
      { what: "Redpanda", metrics: /^(redpanda|vectorized)_/, selectors: /redpanda/i },
    ],
    [scene.of(CLUSTER), { what: "PostgreSQL", metrics: /^cnpg_|^pg_/, selectors: /cnpg|postgres/i }],
    [scene.of(DEPLOYMENT), { what: "Flink", metrics: /^flink_/, selectors: /flink/i }],
  ];
  return kinds.flatMap(([items, about]) => items.map((item) => ({ item, ...about })));
}

/** Is some monitor there for it: in its namespace or for it, with a selector that speaks of it? */
export function isScraped(scene: Scene, { item, selectors }: Component): boolean {
  if (item.spec.at("monitoring", "enablePodMonitor").flag === true) return true;
  return scene.of(...MONITORS).some((monitor) => {
    const scope = monitor.spec.at("namespaceSelector");
    const names = scope.at("matchNames").list.map((name) => name.text);
    const reaches =
      scope.at("any").flag === true ||
      names.includes(item.namespace) ||
      (names.length === 0 && monitor.namespace === item.namespace);
    const selector = monitor.spec.at("selector");
    const words = [
      monitor.name,
      ...wordsOf(selector.at("matchLabels")),
      ...selector.at("matchExpressions").list.flatMap(wordsOf),
    ];
    return reaches && words.some((word) => selectors.test(word) || word === item.name);
  });
}

const wordsOf = (field: Field): readonly string[] =>
  field.entries.flatMap(([key, value]) => [key, value.text ?? "", ...value.list.map((one) => one.text ?? "")]);
