import type { Team } from "../../../core/alerts/alert";
import type { Receiver } from "./alertmanager";
import type { AlertingConfig } from "./config";
import { DEAD_MANS_SWITCH, pagerdutySecret, receiverFile, SLACK, TICKETS } from "./secrets";

/** Takes what nobody needs to be told. */
export const NOBODY = "nobody";
export const DEAD_MAN = "dead-mans-switch";
export const TICKET = "tickets";
export const slackReceiver = (channel: keyof NonNullable<AlertingConfig["slack"]>): string => `slack-${channel}`;
export const pagerReceiver = (team: Team): string => `pagerduty-${team}`;

/** One receiver for each place; a route may lead to several. */
export function receivers({ slack, pagerduty, tickets, deadMansSwitch }: AlertingConfig): readonly Receiver[] {
  const { onCall, ...channels } = slack ?? {};
  return [
    { name: NOBODY },
    ...Object.entries(channels).map(([key, channel]) => slackTo(`slack-${key}`, channel, onCall ?? "")),
    ...(pagerduty?.teams ?? []).map(pagerOf),
    ...(tickets ? [webhook(TICKET, receiverFile(TICKETS), false)] : []),
    ...(deadMansSwitch ? [webhook(DEAD_MAN, receiverFile(DEAD_MANS_SWITCH), false)] : []),
  ];
}

const RUNBOOK = "{{ .CommonAnnotations.runbook_url }}";

/** One line per alert: who is hurt, and the page that says what to do. */
const slackTo = (name: string, channel: string, onCall: string): Receiver => ({
  name,
  slack_configs: [
    {
      channel,
      api_url_file: receiverFile(SLACK),
      send_resolved: true,
      link_names: true,
      title:
        '{{ if eq .Status "firing" }}{{ .CommonLabels.priority }} {{ .CommonLabels.severity }}{{ else }}resolved{{ end }}: {{ .CommonLabels.alertname }}',
      title_link: RUNBOOK,
      text: `{{ if and (eq .Status "firing") (eq .CommonLabels.priority "P2") }}${onCall} {{ end }}{{ range .Alerts }}{{ .Annotations.summary }}\n{{ end }}Runbook: ${RUNBOOK}`,
    },
  ],
});

const pagerOf = (team: Team): Receiver => ({
  name: pagerReceiver(team),
  pagerduty_configs: [
    {
      routing_key_file: receiverFile(pagerdutySecret(team)),
      severity: "{{ .CommonLabels.severity }}",
      description: "{{ .CommonLabels.alertname }}: {{ .CommonAnnotations.summary }}",
      links: [{ href: RUNBOOK, text: "Runbook" }],
    },
  ],
});

const webhook = (name: string, urlFile: string, resolved: boolean): Receiver => ({
  name,
  webhook_configs: [{ url_file: urlFile, send_resolved: resolved }],
});
