/** PromQL as Prometheus' own grammar reads it: what it asks for, and by which labels. */
import { parser } from "@prometheus-io/lezer-promql";

type SyntaxNode = ReturnType<typeof parser.parse>["topNode"];

export interface Matcher {
  readonly label: string;
  readonly op: "=" | "!=" | "=~" | "!~";
  readonly value: string;
}

/** A selector such as `up{job="x"}`; its name, where it has one, is a matcher of `__name__`. */
export interface Selector {
  readonly kind: "selector";
  readonly matchers: readonly Matcher[];
}

/** What has been added up by some labels has these only. */
export interface Aggregate {
  readonly kind: "aggregate";
  readonly by: readonly string[];
}

/** Labels that an expression relies on, and what has to have them. */
export interface Demand {
  readonly labels: readonly string[];
  readonly of: readonly (Selector | Aggregate)[];
}

export interface Query {
  readonly selectors: readonly Selector[];
  readonly demands: readonly Demand[];
  /** What the result's labels come from. */
  readonly sources: readonly (Selector | Aggregate)[];
}

export function readQuery(text: string): Query {
  const root = parser.parse(text).topNode;
  const nodes = descendants(root);
  const fault = nodes.find((node) => node.type.isError);
  if (fault !== undefined) throw new Error(`not PromQL at "${text.slice(fault.from, fault.from + 30)}": ${text}`);
  const without = nodes.find((node) => node.name === "Without" || node.name === "Ignoring");
  if (without !== undefined)
    throw new Error(`names the labels that it doesn't want; by and on can be checked: ${text}`);
  const reader = new Reader(text);
  return {
    selectors: nodes.filter((node) => node.name === "VectorSelector").map((node) => reader.selector(node)),
    demands: nodes.flatMap((node) => reader.demand(node)),
    sources: reader.sourcesOf(root),
  };
}

class Reader {
  constructor(private readonly text: string) {}

  selector(node: SyntaxNode): Selector {
    const name = node.getChild("Identifier");
    const list = node.getChild("LabelMatchers");
    const own = name === null ? [] : [{ label: "__name__", op: "=" as const, value: this.slice(name) }];
    return {
      kind: "selector",
      matchers: [...own, ...(list?.getChildren("UnquotedLabelMatcher") ?? []).map((child) => this.matcher(child))],
    };
  }

  demand(node: SyntaxNode): readonly Demand[] {
    const labels = this.labelsOf(node);
    return labels === undefined ? [] : [{ labels, of: children(node).flatMap((child) => this.sourcesOf(child)) }];
  }

  /** The nearest selectors and aggregates below. */
  sourcesOf(node: SyntaxNode): readonly (Selector | Aggregate)[] {
    if (node.name === "VectorSelector") return [this.selector(node)];
    if (node.name === "AggregateExpr") return [{ kind: "aggregate", by: this.labelsOf(node) ?? [] }];
    return children(node).flatMap((child) => this.sourcesOf(child));
  }

  /** Labels of `by (…)` and of `on (…)`. */
  private labelsOf(node: SyntaxNode): readonly string[] | undefined {
    const clause = node.getChild("AggregateModifier") ?? node.getChild("MatchingModifierClause");
    const labels = clause?.getChild("GroupingLabels");
    return labels?.getChildren("LabelName").map((label) => this.slice(label));
  }

  private matcher(node: SyntaxNode): Matcher {
    const [label, op, value] = children(node).map((child) => this.slice(child));
    if (label === undefined || op === undefined || value === undefined)
      throw new Error(`a matcher has a label, an operator and a value: ${this.slice(node)}`);
    return { label, op: op as Matcher["op"], value: JSON.parse(value) as string };
  }

  private slice(node: SyntaxNode): string {
    return this.text.slice(node.from, node.to);
  }
}

function children(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) found.push(child);
  return found;
}

const descendants = (node: SyntaxNode): readonly SyntaxNode[] => [node, ...children(node).flatMap(descendants)];
