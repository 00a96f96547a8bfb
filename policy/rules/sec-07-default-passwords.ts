import { z } from "zod";
import type { Field } from "../framework/field";
import { type Complaints, complain, parts } from "../framework/finding";
import type { Item } from "../framework/resource";
import { both, resourceRule } from "../framework/rule";
import { podParts } from "../kinds/containers";
import { DEPLOYMENT, SESSION_JOB } from "../kinds/flink";
import { defaultsOf } from "../kinds/chart-defaults";
import { type Chart, chartsOf } from "../kinds/helm";
import { isDefaultPassword, isPasswordName, leavesBelow } from "../kinds/secrets";

const PROVIDERS = ["postgresql:index/role:Role", "kafka:index/userScramCredential:UserScramCredential"];
const MESSAGE = "is a password that everybody knows, must be one of its own";

export const defaultPasswords = resourceRule<object>({
  id: "SEC-07",
  slug: "default-passwords",
  severity: "critical",
  level: both("mandatory"),
  description: "No password, key or keystore is one that a chart, an image or a tutorial ships with.",
  why: "Default passwords are the first that anybody tries; Airflow's default key leaves every connection's password readable.",
  remedy: "Make a password with npm run secrets (or any generator) and keep it in a Secret of its own.",
  args: z.strictObject({}),
  defaults: both({}),
  example: { target: "single-node", bad: example("postgres"), good: example("q7Jz-0vTn-Lm2e-Xw9b") },
  check: (item) =>
    parts(
      item,
      ...(item.kind === "core/Secret" ? secret(item) : []),
      ...(item.kind === "core/ConfigMap" ? named(item, item.props.at("data")) : []),
      ...([DEPLOYMENT, SESSION_JOB].includes(item.kind) ? named(item, item.spec.at("flinkConfiguration")) : []),
      ...(item.kind === "kafka.strimzi.io/KafkaConnector" ? named(item, item.spec.at("config")) : []),
      ...chartsOf(item).flatMap((chart) => inChart(item, chart)),
      ...(PROVIDERS.includes(item.resource.type) ? named(item, item.props) : []),
      ...podParts(item).flatMap(({ containers }) => containers.flatMap(({ at }) => environment(item, at))),
    ),
});

type Checks = readonly (() => Complaints)[];

const secret = (item: Item): Checks =>
  [
    { field: item.props.at("stringData"), read: (text: string) => text },
    { field: item.props.at("data"), read: (text: string) => Buffer.from(text, "base64").toString("utf8") },
  ].flatMap(({ field, read }): Checks => {
    if (field.isUnknown) return [() => judge(item, "password", field, field.text ?? "")];
    return field.entries
      .filter(([key]) => isSecretKey(key))
      .map(
        ([key, at]) =>
          () =>
            judge(item, key, at, read(at.text ?? "")),
      );
  });

/** A user's name is no secret; anything else in a Secret is. */
const isSecretKey = (key: string): boolean =>
  isPasswordName(key) || !/user|login|name|host|port|database|^db|ca\.crt|tls\.crt|schema/i.test(key);

const judge = (item: Item, name: string, at: Field, text: string): Complaints =>
  isDefaultPassword(name, text) ? [complain(item, at, MESSAGE)] : [];

/** Settings by name; several lines are a file of settings. */
const named = (item: Item, field: Field): Checks =>
  leavesBelow(field).map(([key, at]) => () => {
    const isSetting = isPasswordName(key) || at.isUnknown || at.text?.includes("\n") === true;
    return isSetting ? judge(item, key, at, at.text ?? "") : [];
  });

const environment = (item: Item, container: Field): Checks =>
  container.at("env").list.map((variable) => () => {
    const at = variable.at("value");
    const name = variable.at("name").text ?? "";
    return isPasswordName(name) || at.text?.includes("://") === true ? judge(item, name, at, at.text ?? "") : [];
  });

const inChart = (item: Item, chart: Chart): Checks => [
  ...chart.values.flatMap((values) => named(item, values)),
  () =>
    chart.values.flatMap((values) => {
      const at = values.at("webhook", "keystore", "useDefaultPassword");
      return at.flag === true
        ? [complain(item, at, "is true, must be false: everybody knows the password of the chart's keystore")]
        : [];
    }),
  () =>
    defaultsOf(chart).map((at) =>
      complain(item, at, `is missing: the chart ${chart.name} then takes a password that everybody knows`),
    ),
];

function example(password: string): string {
  return `
apiVersion: v1
kind: Secret
metadata: { name: reports-db, namespace: apps }
stringData: { username: reports, password: ${password} }`;
}
