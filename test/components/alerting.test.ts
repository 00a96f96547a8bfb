import { describe, expect, test } from "vitest";
import type { AlertmanagerConfig, Route } from "../../components/monitoring/alerting/alertmanager";
import { AlertingConfig, alertingFaults } from "../../components/monitoring/alerting/config";
import { alertmanagerConfig } from "../../components/monitoring/alerting/routes";
import { receiverFile, receiverSecrets } from "../../components/monitoring/alerting/secrets";
import { TEAMS } from "../../core/alerts/alert";
import { alertsOf, rulesOfWatch } from "../../core/alerts/watch";
import { parseDuration } from "../../core/units";
import { STREAMFLOW_MUTES } from "../../stacks/streamflow-mutes";
import { WATCHES } from "../alerts/watches";
import { holds, isMuted, receiversOf, type AlertLabels } from "./routing";

const ALL = { slack: {}, pagerduty: { teams: [...TEAMS] }, tickets: true, deadMansSwitch: true };
const alerting = (typed: object = ALL): AlertingConfig => AlertingConfig.parse(typed);
const config = (typed?: object): AlertmanagerConfig => alertmanagerConfig(alerting(typed), STREAMFLOW_MUTES);
const told = (labels: AlertLabels, typed?: object): readonly string[] => receiversOf(config(typed), labels);

const alert = (alertname: string, severity: string, priority: string, team = "platform"): AlertLabels => ({
  alertname,
  severity,
  priority,
  team,
  platform: "streamflow",
  namespace: "streamflow-kafka",
});

describe("who is told", () => {
  test.each([
    [
      "a P1 pages the team on call, and is in the channel",
      alert("KafkaBrokerDown", "critical", "P1"),
      ["pagerduty-platform", "slack-streamflow"],
    ],
    [
      "its escalation pages SRE",
      alert("KafkaBrokerDown", "critical", "P1", "sre"),
      ["pagerduty-sre", "slack-streamflow"],
    ],
    [
      "a job that stays down pages Data Engineering",
      alert("FlinkJobNotRunning", "critical", "P1", "data-engineering"),
      ["pagerduty-data-engineering", "slack-streamflow"],
    ],
    [
      "connections that persist page Database",
      alert("PostgresHighConnections", "critical", "P1", "database"),
      ["pagerduty-database", "slack-streamflow"],
    ],
    [
      "a fraud rate over 10 % calls the Fraud team, though it is no P1",
      alert("HighFraudRate", "warning", "P2", "fraud"),
      ["pagerduty-fraud", "slack-streamflow"],
    ],
    ["a P2 is in the channel", alert("AirflowDAGFailure", "warning", "P2"), ["slack-streamflow"]],
    [
      "a P3 is in support's channel as well",
      alert("PostgresDeadTuplesHigh", "warning", "P3"),
      ["slack-streamflowSupport", "slack-streamflow"],
    ],
    ["a P4 is a ticket, too", alert("PostgresVacuumStale", "info", "P4"), ["tickets", "slack-streamflow"]],
  ])("%s", (_, labels, receivers) => expect(told(labels)).toEqual(receivers));

  test("other platforms have channels of their own", () =>
    expect(
      ["apphub", "core-platform", "streamhouse"].map((platform) => told({ ...alert("A", "warning", "P2"), platform })),
    ).toEqual([["slack-apphub"], ["slack-corePlatform"], ["slack-streamhouse"]]));

  test("what belongs to no platform is the cluster's, and pages where it is critical", () => {
    expect(told({ alertname: "NodeClockSkewDetected", severity: "warning" })).toEqual(["slack-cluster"]);
    expect(told({ alertname: "KubeletDown", severity: "critical" })).toEqual(["pagerduty-platform", "slack-cluster"]);
  });

  test("signals to machines tell no person", () => {
    expect(told({ alertname: "Watchdog", severity: "none" })).toEqual(["dead-mans-switch"]);
    expect(told({ alertname: "Watchdog", severity: "none" }, { slack: {} })).toEqual(["nobody"]);
    expect(told({ alertname: "InfoInhibitor", severity: "none" })).toEqual(["nobody"]);
  });

  test("a team without a service is paged through the team on call", () =>
    expect(
      told(alert("KafkaBrokerDown", "critical", "P1", "sre"), { slack: {}, pagerduty: { teams: ["platform"] } }),
    ).toEqual(["pagerduty-platform", "slack-streamflow"]));

  test("without pagers and channels nobody is told", () =>
    expect(told(alert("KafkaBrokerDown", "critical", "P1"), {})).toEqual(["nobody"]));

  test("a page that lasts is told more often than a message", () => {
    const repeats = (config().route.routes ?? []).filter(({ receiver }) => receiver?.startsWith("pagerduty"));
    expect(new Set(repeats.map((route) => route.repeat_interval))).toEqual(new Set(["1h"]));
    expect(config().route.repeat_interval).toBe("12h");
  });
});

describe("every alert that is shipped", () => {
  const rules = Object.values(WATCHES).flatMap((watch) =>
    rulesOfWatch(watch, { runbooks: "docs" }).flatMap(({ groups }) => groups.flatMap((group) => group.rules)),
  );

  test("reaches a channel of its platform, and a pager where it is a P1", () => {
    expect(rules.length).toBeGreaterThan(40);
    for (const { alert: alertname, labels } of rules) {
      const receivers = told({ alertname, ...labels });
      expect(receivers, alertname).toContain(`slack-${String(labels["platform"])}`);
      if (labels["priority"] === "P1") expect(receivers, alertname).toContain(`pagerduty-${String(labels["team"])}`);
    }
  });

  test("mutes name alerts that exist", () => {
    const names = new Set(Object.values(WATCHES).flatMap((watch) => alertsOf(watch).map(({ name }) => name)));
    for (const { cause, symptoms } of STREAMFLOW_MUTES)
      expect([cause, ...symptoms].filter((name) => !names.has(name))).toEqual([]);
  });
});

describe("what is silent", () => {
  const muted = (symptom: AlertLabels, cause: AlertLabels) => isMuted(config(), symptom, cause);

  test("the lesser level of the same alert", () => {
    const [warning, critical] = [alert("A", "warning", "P2"), alert("A", "critical", "P1")];
    expect(muted(warning, critical)).toBe(true);
    expect(muted(critical, warning)).toBe(false);
    expect(muted(warning, { ...critical, namespace: "elsewhere" })).toBe(false);
    expect(muted(warning, { ...critical, alertname: "B" })).toBe(false);
  });

  test("what follows from a broker that is down, but not the broker", () => {
    const cause = alert("KafkaBrokerDown", "critical", "P1");
    const lag = { ...alert("KafkaConsumerLagHigh", "critical", "P1"), namespace: "streamflow-processing" };
    expect(muted(lag, cause)).toBe(true);
    expect(muted(cause, lag)).toBe(false);
    expect(muted({ ...lag, platform: "apphub" }, cause)).toBe(false);
  });

  test("Kubernetes' information while nothing else is wrong, but no ticket of ours", () => {
    const inhibitor = { alertname: "InfoInhibitor", severity: "none", namespace: "streamflow-kafka" };
    expect(muted(alert("KafkaConsumerLagElevated", "info", "P4"), inhibitor)).toBe(false);
    expect(muted({ alertname: "CPUThrottlingHigh", severity: "info", namespace: "streamflow-kafka" }, inhibitor)).toBe(
      true,
    );
  });
});

describe("the configuration", () => {
  const routes = (route: Route): readonly Route[] => [route, ...(route.routes ?? []).flatMap(routes)];
  const typed: readonly object[] = [ALL, {}, { slack: {} }, { pagerduty: { teams: ["platform", "sre"] } }];

  test.each(typed.map((t) => [JSON.stringify(t), t] as const))("of %s holds together", (_, given) => {
    const { route, receivers, inhibit_rules } = config(given);
    const names = receivers.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { receiver, repeat_interval, matchers = [] } of routes(route)) {
      expect(names).toContain(receiver);
      if (repeat_interval !== undefined) expect(parseDuration(repeat_interval)).toBeGreaterThan(0);
      for (const matcher of matchers) expect(() => holds(matcher, {})).not.toThrow();
    }
    for (const { source_matchers, target_matchers } of inhibit_rules)
      for (const matcher of [...source_matchers, ...target_matchers]) expect(() => holds(matcher, {})).not.toThrow();
  });

  test("reads every address from a file of the Secret, and holds none", () => {
    const text = JSON.stringify(config());
    const files = receiverSecrets(alerting()).map(receiverFile);
    expect(files.length).toBe(3 + TEAMS.length);
    for (const file of files) expect(text).toContain(file);
    expect(text).not.toMatch(/"(api_url|routing_key|url|service_key)":/);
  });
});

describe("faults", () => {
  test("are told together", () =>
    expect(
      alertingFaults({ pagerduty: { teams: ["sre", "sre"] } }, undefined).map(({ path, message }) => [
        path.join("."),
        message,
      ]),
    ).toEqual([
      ["monitoring", "is required: alerting says whom its Alertmanager tells"],
      ["alerting.pagerduty.teams", "must name platform, which is on call for what no other team gets"],
      ["alerting.pagerduty.teams", "must name sre once only"],
    ]));

  test("none without alerting, or with all it needs", () => {
    expect(alertingFaults(undefined, undefined)).toEqual([]);
    expect(alertingFaults({ pagerduty: { teams: ["platform"] } }, {})).toEqual([]);
  });

  test("a channel is a channel, and there are no other settings", () => {
    expect(AlertingConfig.safeParse({ slack: { streamflow: "alerts" } }).success).toBe(false);
    expect(AlertingConfig.safeParse({ slack: { url: "x" } }).success).toBe(false);
  });
});
