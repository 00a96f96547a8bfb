import { formatNumber } from "../../core/capacity/format";
import { GiB } from "../../core/units";
import type { BudgetLine, CapacityReport, NodeLine } from "./report";

const BAR = 20;

/** `█████░░░░░`: a share of one, more than one is full. */
export function bar(share: number): string {
  const full = Math.max(0, Math.min(BAR, Math.round(share * BAR)));
  return "█".repeat(full) + "░".repeat(BAR - full);
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** Columns padded to the widest cell, so that it reads well as text too. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map((row) => row.map((c) => c.replaceAll("|", "\\|")));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? "").length)));
  const line = (row: readonly string[]): string => `| ${row.map((c, i) => c.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  const [first = [], ...rest] = cells;
  return [line(first), `|${widths.map((w) => "-".repeat(w + 2)).join("|")}|`, ...rest.map(line)].join("\n");
}

/** The report as a page that a person reads from the top: the verdict, what to do, then the details. */
export function pageOf(report: CapacityReport): string {
  const sections = [
    `# Capacity of ${report.stack}`,
    verdict(report),
    ...faults(report),
    "## Inputs",
    table(["setting", "value"], inputRows(report.inputs)),
    "## Derived sizes",
    table(
      ["setting", "value", "why"],
      report.sizes.map((s) => [s.path, `${quantity(s.value, s.unit)}${s.overridden ? " (set)" : ""}`, s.formula]),
    ),
    "## Fit",
    fitOf(report),
    ...(report.loseNode.length > 0 ? ["## One lost node", losses(report)] : []),
    "## Growth",
    growth(report),
    "## Proofs",
    proofs(report.budgets),
    "## Cost quantities, per month",
    table(
      ["what", "amount"],
      Object.entries(report.cost).map(([driver, amount]) => [driver, formatNumber(amount)]),
    ),
  ];
  return `${sections.join("\n\n")}\n`;
}

/** `2 cores`, `512 MiB`, `1 pod`. */
function quantity(value: number, unit: string): string {
  if (unit === "millicores") return value < 1000 ? `${formatNumber(value)}m` : quantity(value / 1000, "cores");
  const counted = value === 1 && unit.endsWith("s") && !unit.endsWith("/s") ? unit.slice(0, -1) : unit;
  return `${formatNumber(value)} ${counted}`;
}

/** Settings of one thing on one line: `rate 100/s, messageSize 1Ki`. */
function inputRows(inputs: CapacityReport["inputs"]): readonly (readonly string[])[] {
  const rows = new Map<string, string[]>();
  for (const { path, value } of inputs) {
    const at = Math.max(path.lastIndexOf("."), path.lastIndexOf("]"));
    const name = path.endsWith("]") ? "" : path.slice(at + 1);
    const parent = path.endsWith("]")
      ? path.slice(0, path.lastIndexOf("["))
      : path.slice(0, path[at] === "]" ? at + 1 : at);
    const row = rows.get(parent) ?? [];
    row.push(`${name} ${String(value)}`.trim());
    rows.set(parent, row);
  }
  return [...rows].map(([path, values]) => [path, values.join(", ")]);
}

function verdict({ ok, fit, pods, loseNode, loseZone, bottleneck, target }: CapacityReport): string {
  const where = `${target.nodes} ${target.distribution} node${target.nodes === 1 ? "" : "s"} in ${target.zones.length} zone${target.zones.length === 1 ? "" : "s"}`;
  const run = fit.fits
    ? `All ${pods.length} pods run on ${where}.`
    : `${fit.unplaced.length} of ${pods.length} pods may stay Pending on ${where}.`;
  const lost =
    loseNode.length === 0
      ? "Nothing survives the loss of the one node; what it holds comes back from backups."
      : loseNode.every((l) => l.survives) && loseZone.every((l) => l.survives)
        ? `Any one node${loseZone.length > 0 ? ", and any one zone," : ""} may be lost.`
        : "The loss of a node or zone stops something.";
  const end =
    bottleneck.factor === null
      ? "No proof depends on the load."
      : `At ${formatNumber(bottleneck.factor)}× the load, ${bottleneck.what}.`;
  return [`**${ok ? "Fits." : "Does not fit."}** ${run} ${lost}`, end].join("\n");
}

/** What is wrong and what to do, before anything else. */
function faults({ budgets, fit, loseNode, loseZone }: CapacityReport): readonly string[] {
  const lines = [
    ...(fit.fits ? [] : fit.unplaced.map((u) => `- ${u.namespace}/${u.name} may stay Pending: ${u.why}`)),
    ...(fit.verdict === "depends"
      ? [
          "- Whether all run is luck here: the scheduler draws among equal nodes and takes pods as they come; some draws or another order place all.",
        ]
      : []),
    // Where pods wait already, a lost node is told in its own table only.
    ...(fit.fits ? loseNode : [])
      .filter((l) => !l.survives)
      .map((l) => `- Without ${l.node}: ${l.stopped.join("; ")}.`),
    ...(fit.fits ? loseZone : [])
      .filter((l) => !l.survives)
      .map((l) => `- Without zone ${l.zone}: ${l.stopped.join("; ")}.`),
    ...budgets.filter((b) => !b.holds).map(refused),
    ...(fit.suggestion === null ? [] : [`- Would do: ${fit.suggestion}.`]),
  ];
  return lines.length === 0 ? [] : ["## What doesn't hold", lines.join("\n")];
}

/** One failed proof: setting, need against what may be used, the arithmetic, the remedy. */
export const refused = (b: BudgetLine): string =>
  `- ${b.name} (${b.path}): needs ${formatNumber(b.need)} ${b.unit}, may use ${formatNumber(b.usable)}: ${b.formula}. To do: ${b.remedy}.`;

function fitOf({ fit }: CapacityReport): string {
  const cores = (n: NodeLine): string =>
    `${formatNumber(n.cpu.requested / 1000)} of ${formatNumber(n.cpu.allocatable / 1000)}`;
  const memory = (n: NodeLine): string =>
    `${formatNumber(n.memory.requested / GiB)} of ${formatNumber(n.memory.allocatable / GiB)} GiB`;
  const width = Math.max(...fit.nodes.map((n) => n.name.length + n.zone.length + 1));
  const lines = fit.nodes.map((n) => {
    const cpu = n.cpu.requested / n.cpu.allocatable;
    const mem = n.memory.requested / n.memory.allocatable;
    return `${`${n.name} ${n.zone}`.padEnd(width)}  cpu ${bar(cpu)} ${percent(cpu).padStart(5)} ${cores(n).padEnd(13)}  memory ${bar(mem)} ${percent(mem).padStart(5)} ${memory(n).padEnd(16)}  ${n.pods} pods`;
  });
  return ["```text", ...lines, "```"].join("\n");
}

function losses({ loseNode, loseZone }: CapacityReport): string {
  const rows = [
    ...loseNode.map((l) => [l.node, l.survives ? "yes" : "NO", l.why]),
    ...loseZone.map((l) => [`zone ${l.zone}`, l.survives ? "yes" : "NO", l.why]),
  ];
  return table(["lost", "survives", "what is left"], rows);
}

function growth({ budgets, bottleneck }: CapacityReport): string {
  if (bottleneck.factor === null) return "Nothing here depends on the rates.";
  const limited = budgets.filter((b) => b.growth !== null).sort((a, b) => (a.growth ?? 0) - (b.growth ?? 0));
  const rows = limited.slice(0, 8).map((b) => [`${formatNumber(b.growth ?? 0)}×`, b.name, b.path]);
  return [
    `Reassess before the load is ${formatNumber(bottleneck.factor)}× of today's: ${bottleneck.what}.`,
    table(["at", "used up", "setting"], rows),
  ].join("\n\n");
}

function proofs(budgets: readonly BudgetLine[]): string {
  const rows = budgets.map((b) => [
    b.holds ? "holds" : b.level === "proof" ? "FAILS" : "advice",
    b.name,
    `${formatNumber(b.need)} of ${formatNumber(b.usable)} ${b.unit}`,
    `${bar(b.need / b.usable)} ${percent(b.need / b.usable)}`,
    b.formula,
  ]);
  return table(["", "proof", "need of usable", "", "how"], rows);
}
