/** `streaming:alerting`: who is told of what. Addresses that are secrets have keys of their own. */
import { z } from "zod";
import { TEAMS } from "../../../core/alerts/alert";
import type { Fault } from "../../../core/config/faults";
import { choice, duration, flag, settings, text } from "../../../core/config/fields";
import type { DeepPartial } from "../../../core/config/lenient";

const channel = (name: string, what: string) =>
  z
    .string({ error: "must be a channel such as #alerts" })
    .regex(/^[#@][a-z0-9][a-z0-9._-]*$/, { error: "must start with # or @, in lower case" })
    .default(name)
    .describe(what);

const Slack = settings({
  cluster: channel("#streaming-infra", "What belongs to no platform: nodes, volumes, Kubernetes itself."),
  apphub: channel("#apphub-ops", "AppHub's alerts."),
  corePlatform: channel("#core-platform-ops", "core-platform's alerts."),
  corePlatformDevelopers: channel("#core-platform-dev", "core-platform's P3 alerts as well."),
  streamflow: channel("#streamflow-alerts", "All of StreamFlow's alerts."),
  streamflowSupport: channel("#streamflow-support", "StreamFlow's P3 alerts as well."),
  streamhouse: channel("#streamhouse-alerts", "Streamhouse's alerts."),
  onCall: channel("@oncall-engineer", "Who is named in messages of P2."),
});

export const AlertingConfig = settings({
  runbooks: text()
    .default("docs/runbooks")
    .describe("Where the runbook pages are published, as an address or a path in this repository; alerts link there."),
  slack: Slack.optional().describe("Channels. The incoming webhook is the secret `streaming:alertingSlackUrl`."),
  pagerduty: settings({
    teams: z
      .array(choice(TEAMS), { error: `must be a list of ${TEAMS.join(", ")}` })
      .min(1, { error: "must name platform at least, which is on call" })
      .describe(
        "Teams with a service of their own; its key is the secret `streaming:alertingPagerduty<Team>`. What another team should get goes to platform.",
      ),
  })
    .optional()
    .describe("Who is paged: the team of a P1 alert, and the team to which an alert was escalated."),
  tickets: flag()
    .default(false)
    .describe("P4 alerts become tickets, through the webhook in the secret `streaming:alertingTicketsUrl`."),
  deadMansSwitch: flag()
    .default(false)
    .describe(
      "An alert that always fires goes to the webhook in the secret `streaming:alertingDeadMansSwitchUrl`, which pages when it stops.",
    ),
  repeat: settings({
    page: duration({ min: "5m", max: "1d" }).prefault("1h").describe("A P1 that lasts is told again after this time."),
    message: duration({ min: "30m", max: "7d" }).prefault("12h").describe("Anything else that lasts."),
  })
    .prefault({})
    .describe("How often a lasting alert is told."),
});
export type AlertingConfig = z.output<typeof AlertingConfig>;

/** Faults that several settings make together. */
export function alertingFaults(
  alerting: DeepPartial<AlertingConfig> | undefined,
  monitoring: { readonly install?: boolean | undefined } | undefined,
): readonly Fault[] {
  if (alerting === undefined) return [];
  const teams = alerting.pagerduty?.teams?.filter((team) => team !== undefined);
  const twice = teams?.find((team, i) => teams.indexOf(team) !== i);
  const faults: Fault[] = [];
  if (monitoring === undefined)
    faults.push({ path: ["monitoring"], message: "is required: alerting says whom its Alertmanager tells" });
  if (teams !== undefined && teams.length > 0 && !teams.includes("platform"))
    faults.push({
      path: ["alerting", "pagerduty", "teams"],
      message: "must name platform, which is on call for what no other team gets",
      got: teams,
    });
  if (twice !== undefined)
    faults.push({ path: ["alerting", "pagerduty", "teams"], message: `must name ${twice} once only`, got: teams });
  return faults;
}
