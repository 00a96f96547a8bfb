/** Who is told of an alert, by its labels: severity, team, platform, priority. */
import { TEAMS, type Team } from "../../../core/alerts/alert";
import { formatDuration } from "../../../core/units";
import type { AlertmanagerConfig, InhibitRule, Route } from "./alertmanager";
import type { AlertingConfig } from "./config";
import { DEAD_MAN, NOBODY, pagerReceiver, receivers, slackReceiver, TICKET } from "./receivers";

/** While the cause fires, what follows from it is silent. */
export interface Mute {
  readonly cause: string;
  readonly symptoms: readonly string[];
  /** What cause and symptom share. */
  readonly equal: readonly ("platform" | "namespace")[];
}

const is = (label: string, value: string): string => `${label}="${value}"`;
const isOneOf = (label: string, values: readonly string[]): string => `${label}=~"${values.join("|")}"`;
const NO_PLATFORM = is("platform", "");

/** The default tells Slack; each page, ticket and second channel is a route that lets the alert go on. */
export function alertmanagerConfig(alerting: AlertingConfig, mutes: readonly Mute[]): AlertmanagerConfig {
  const { slack, repeat } = alerting;
  return {
    route: {
      receiver: slack === undefined ? NOBODY : slackReceiver("cluster"),
      // The team tells an alert from its escalation.
      group_by: ["alertname", "namespace", "team"],
      group_wait: "30s",
      group_interval: "5m",
      repeat_interval: formatDuration(repeat.message.ms),
      routes: [
        ...fixed(alerting),
        ...pages(alerting),
        ...(alerting.tickets ? [{ receiver: TICKET, matchers: [is("priority", "P4")], continue: true }] : []),
        ...(slack === undefined ? [] : channels()),
      ],
    },
    inhibit_rules: [...BY_SEVERITY, INFO_INHIBITOR, ...mutes.map(inhibition)],
    receivers: receivers(alerting),
  };
}

/** Alerts of kube-prometheus that are signals to machines. */
const fixed = ({ deadMansSwitch }: AlertingConfig): readonly Route[] => [
  deadMansSwitch
    ? {
        receiver: DEAD_MAN,
        matchers: [is("alertname", "Watchdog")],
        group_wait: "0s",
        group_interval: "1m",
        repeat_interval: "5m",
      }
    : { receiver: NOBODY, matchers: [is("alertname", "Watchdog")] },
  { receiver: NOBODY, matchers: [is("alertname", "InfoInhibitor")] },
];

/**
 * A P1 pages its team. What carries the name of a team other than the one on call has been escalated to it, and pages it whatever the priority.
 * Whose team has no service of its own is paged by the team on call.
 */
function pages({ pagerduty, repeat }: AlertingConfig): readonly Route[] {
  if (pagerduty === undefined) return [];
  const page = (team: Team, ...matchers: readonly string[]): Route => ({
    receiver: pagerReceiver(team),
    matchers,
    repeat_interval: formatDuration(repeat.page.ms),
    continue: true,
  });
  const { teams } = pagerduty;
  const own = teams.filter((team) => team !== "platform");
  const others = TEAMS.filter((team) => team !== "platform" && !teams.includes(team));
  return [
    ...own.map((team) => page(team, is("team", team))),
    ...(others.length === 0 ? [] : [page("platform", isOneOf("team", others))]),
    page("platform", is("team", "platform"), is("priority", "P1")),
    // Kubernetes' own alerts know neither team nor priority.
    page("platform", NO_PLATFORM, is("severity", "critical")),
  ];
}

const channels = (): readonly Route[] => [
  {
    receiver: slackReceiver("streamflowSupport"),
    matchers: [is("platform", "streamflow"), is("priority", "P3")],
    continue: true,
  },
  { receiver: slackReceiver("streamflow"), matchers: [is("platform", "streamflow")] },
  { receiver: slackReceiver("apphub"), matchers: [is("platform", "apphub")] },
  {
    receiver: slackReceiver("corePlatformDevelopers"),
    matchers: [is("platform", "core-platform"), is("priority", "P3")],
    continue: true,
  },
  { receiver: slackReceiver("corePlatform"), matchers: [is("platform", "core-platform")] },
  { receiver: slackReceiver("streamhouse"), matchers: [is("platform", "streamhouse")] },
  // The root's own receiver gets only what no other route has taken, and a page has.
  { receiver: slackReceiver("cluster") },
];

/** Two levels of one alert: the worse one is enough. */
const BY_SEVERITY: readonly InhibitRule[] = [
  {
    source_matchers: [is("severity", "critical")],
    target_matchers: [isOneOf("severity", ["warning", "info"])],
    equal: ["namespace", "alertname"],
  },
  {
    source_matchers: [is("severity", "warning")],
    target_matchers: [is("severity", "info")],
    equal: ["namespace", "alertname"],
  },
];

/** kube-prometheus silences information while nothing else fires; ours are tickets, and none is silenced. */
const INFO_INHIBITOR: InhibitRule = {
  source_matchers: [is("alertname", "InfoInhibitor")],
  target_matchers: [is("severity", "info"), NO_PLATFORM],
  equal: ["namespace"],
};

const inhibition = ({ cause, symptoms, equal }: Mute): InhibitRule => ({
  source_matchers: [is("alertname", cause)],
  target_matchers: [isOneOf("alertname", symptoms)],
  equal: [...equal],
});
