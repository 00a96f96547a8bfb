/** Secrets of what all platforms share. */
import { TEAMS } from "../core/alerts/alert";
import type { AlertingConfig } from "../components/monitoring/alerting/config";
import {
  DEAD_MANS_SWITCH,
  pagerdutySecret,
  receiverSecrets,
  SLACK,
  TICKETS,
  type ReceiverSecret,
} from "../components/monitoring/alerting/secrets";
import type { SecretKey } from "./secrets";

export const CLUSTER_SECRETS = {
  keystorePassword: "streaming:flinkOperatorKeystorePassword",
  grafanaPassword: "streaming:grafanaAdminPassword",
} as const;

const KEYSTORE: SecretKey = {
  key: CLUSTER_SECRETS.keystorePassword,
  description: "Under which the Flink operator's webhook keeps its certificate.",
  make: "password",
};
const GRAFANA: SecretKey = {
  key: CLUSTER_SECRETS.grafanaPassword,
  description: "Password of Grafana's user admin.",
  make: "password",
};

/** Nobody here can make them: they come from Slack, PagerDuty and the like. */
const given = ({ key, description }: ReceiverSecret): SecretKey => ({ key, description, make: "given" });

export const clusterSecretKeys = (installed: {
  readonly flink: boolean;
  readonly grafana: boolean;
  readonly alerting: AlertingConfig | undefined;
}): readonly SecretKey[] => [
  ...(installed.flink ? [KEYSTORE] : []),
  ...(installed.grafana ? [GRAFANA] : []),
  ...(installed.alerting === undefined ? [] : receiverSecrets(installed.alerting).map(given)),
];

/** All of them, installed or not. */
export const ALL_CLUSTER_SECRETS: readonly SecretKey[] = [
  KEYSTORE,
  GRAFANA,
  ...[SLACK, ...TEAMS.map(pagerdutySecret), TICKETS, DEAD_MANS_SWITCH].map(given),
];
