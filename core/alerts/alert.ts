/** What an alert is: one definition, from which its rule, its tests, its row in the docs and its place on a dashboard are printed. */
import type { Panel } from "./panel";

/** Alertmanager routes and mutes by these; kube-prometheus' own inhibition rules know them too. */
export const SEVERITIES = ["critical", "warning", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Who is told. `platform` is on call; the others are called when it is theirs. */
export const TEAMS = ["platform", "sre", "data-engineering", "database", "fraud", "security"] as const;
export type Team = (typeof TEAMS)[number];

/** P1: a page, answer within 15 minutes; P2: within the hour; P3: within 4 hours; P4: a ticket. */
export type Priority = "P1" | "P2" | "P3" | "P4";

/** One threshold of an alert. Levels of one alert share its name, so that critical mutes warning. */
export interface Level {
  readonly severity: Severity;
  readonly team: Team;
  /** Follows from the severity unless given. */
  readonly priority?: Priority;
  /** PromQL; whatever it returns fires once it has held for `for`. */
  readonly expr: string;
  /** A Prometheus duration; `0m` fires at once. */
  readonly for: string;
  /** Label for a result that has no namespace of its own: `absent()` of an expression, or a metric without one. */
  readonly namespace?: string;
}

/** What a series of samples must lead to. Each alert has all four kinds. */
export interface Case {
  readonly kind: "fires" | "near miss" | "no data" | "no traffic";
  /** Ends the sentence "<alert> …": "fires at 60,000 messages". */
  readonly what: string;
  /** Series as promtool reads them, with the labels of the real exporter, to samples one minute apart (`60000x30`). */
  readonly series: Readonly<Record<string, string>>;
  /** When to look, from the first sample. */
  readonly at: string;
  /** Severities that fire then. */
  readonly fires: readonly Severity[];
}

export interface Alert {
  /** As people call it at night; names are contracts. */
  readonly name: string;
  readonly component: string;
  /** Says who is hurt. Rule templates (`{{ $labels.pod }}`) are allowed. */
  readonly summary: string;
  /** What the value means. */
  readonly description: string;
  /** Slug of the runbook page. */
  readonly page: string;
  readonly levels: readonly Level[];
  readonly panel: Panel;
  readonly cases: readonly Case[];
}

type Rest = Partial<Pick<Level, "team" | "priority" | "namespace">>;
const level =
  (severity: Severity) =>
  (expr: string, held: string, rest: Rest = {}): Level => ({ severity, team: "platform", expr, for: held, ...rest });
export const critical = level("critical");
export const warning = level("warning");
export const info = level("info");

type Samples = Readonly<Record<string, string>>;
export const fires = (severities: readonly Severity[], what: string, series: Samples, at: string): Case => ({
  kind: "fires",
  what,
  series,
  at,
  fires: severities,
});
export const nearMiss = (what: string, series: Samples, at: string, still: readonly Severity[] = []): Case => ({
  kind: "near miss",
  what,
  series,
  at,
  fires: still,
});
/** Nothing is scraped at all; only an alert on absence fires. */
export const noData = (severities: readonly Severity[] = [], at = "2h"): Case => ({
  kind: "no data",
  what: severities.length === 0 ? "stays quiet without data" : "fires without data",
  series: {},
  at,
  fires: severities,
});
/** Everything is up and nothing happens. */
export const noTraffic = (series: Samples, at: string, severities: readonly Severity[] = []): Case => ({
  kind: "no traffic",
  what: severities.length === 0 ? "stays quiet without traffic" : "fires without traffic",
  series,
  at,
  fires: severities,
});
