/** Everything that watches one platform. */
import type { Alert } from "./alert";
import type { Scrape } from "./exporter";
import { dashboardsOf, type Dashboard, type Panel } from "./panel";
import { ruleGroup, type Links, type RuleGroup } from "./rules";

/** Alerts about what runs in one namespace; their rules live there. */
export interface WatchedNamespace {
  readonly namespace: string;
  /** Name of the rules' object and group: starts with the platform's name. */
  readonly name: string;
  readonly alerts: readonly Alert[];
}

export interface Watch {
  readonly platform: string;
  readonly namespaces: readonly WatchedNamespace[];
  /** Titles by key, in order. */
  readonly dashboards: Readonly<Record<string, string>>;
  /** Panels besides the alerts' own. */
  readonly panels: readonly Panel[];
  /** What is scraped: alerts and panels may ask for nothing else. */
  readonly scrapes: readonly Scrape[];
}

export interface WatchedRules extends Pick<WatchedNamespace, "namespace" | "name"> {
  readonly partOf: string;
  readonly groups: readonly RuleGroup[];
}

export const alertsOf = (watch: Watch): readonly Alert[] => watch.namespaces.flatMap(({ alerts }) => alerts);

/** Rules of each namespace. */
export const rulesOfWatch = ({ platform, namespaces }: Watch, links: Links): readonly WatchedRules[] =>
  namespaces.map(({ namespace, name, alerts }) => ({
    namespace,
    name,
    partOf: platform,
    groups: [ruleGroup(name, platform, alerts, links)],
  }));

export const dashboardsOfWatch = (watch: Watch): readonly Dashboard[] =>
  dashboardsOf(watch.dashboards, [...alertsOf(watch).map(({ panel }) => panel), ...watch.panels]);
