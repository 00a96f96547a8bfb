/** Addresses and keys of those who are told. Alertmanager reads each from a file; none stands in its configuration. */
import type { Team } from "../../../core/alerts/alert";
import { monitoringNames } from "../names";
import type { AlertingConfig } from "./config";

export interface ReceiverSecret {
  /** Key in the stack's config. */
  readonly key: string;
  /** Key in the Secret, and name of the file. */
  readonly file: string;
  readonly description: string;
}

/** As the Prometheus operator mounts Secrets that `alertmanagerSpec.secrets` names. */
const FOLDER = `/etc/alertmanager/secrets/${monitoringNames.receivers}`;
export const receiverFile = ({ file }: ReceiverSecret): string => `${FOLDER}/${file}`;

export const SLACK: ReceiverSecret = {
  key: "streaming:alertingSlackUrl",
  file: "slack-url",
  description: "Slack's incoming webhook.",
};
export const TICKETS: ReceiverSecret = {
  key: "streaming:alertingTicketsUrl",
  file: "tickets-url",
  description: "The webhook that makes tickets, such as one of Jira Automation.",
};
export const DEAD_MANS_SWITCH: ReceiverSecret = {
  key: "streaming:alertingDeadMansSwitchUrl",
  file: "dead-mans-switch-url",
  description: "The webhook that pages when nobody calls it any more.",
};

/** `data-engineering` has `streaming:alertingPagerdutyDataEngineering`. */
export const pagerdutySecret = (team: Team): ReceiverSecret => ({
  key: `streaming:alertingPagerduty${team
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("")}`,
  file: `pagerduty-${team}`,
  description: `Routing key of the PagerDuty service of ${team}.`,
});

export const receiverSecrets = ({
  slack,
  pagerduty,
  tickets,
  deadMansSwitch,
}: AlertingConfig): readonly ReceiverSecret[] => [
  ...(slack === undefined ? [] : [SLACK]),
  ...(pagerduty?.teams ?? []).map(pagerdutySecret),
  ...(tickets ? [TICKETS] : []),
  ...(deadMansSwitch ? [DEAD_MANS_SWITCH] : []),
];
