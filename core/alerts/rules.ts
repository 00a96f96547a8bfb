/** Alerts as Prometheus' rules. */
import type { Alert, Level, Priority, Severity } from "./alert";

export interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface RuleGroup {
  readonly name: string;
  readonly rules: readonly Rule[];
}

/** Where rules point to. */
export interface Links {
  /** Folder of the platform's runbook pages: a URL, or the path in this repository. */
  readonly runbooks: string;
}

const PRIORITIES: Readonly<Record<Severity, Priority>> = { critical: "P1", warning: "P2", info: "P4" };
export const priorityOf = (level: Level): Priority => level.priority ?? PRIORITIES[level.severity];

/** Alerts of one namespace; the group's name starts with the platform's. */
export const ruleGroup = (name: string, platform: string, alerts: readonly Alert[], links: Links): RuleGroup => ({
  name,
  rules: alerts.flatMap((alert) => rulesOf(platform, alert, links)),
});

export const rulesOf = (platform: string, alert: Alert, links: Links): readonly Rule[] =>
  alert.levels.map((level) => ({
    alert: alert.name,
    expr: level.expr,
    ...(/^0[a-z]+$/.test(level.for) ? {} : { for: level.for }),
    labels: {
      severity: level.severity,
      team: level.team,
      platform,
      component: alert.component,
      priority: priorityOf(level),
      ...(level.namespace === undefined ? {} : { namespace: level.namespace }),
    },
    annotations: {
      summary: alert.summary,
      description: alert.description,
      runbook_url: `${links.runbooks}/${alert.page}.md`,
      dashboard: alert.panel.dashboard,
    },
  }));
