import { z } from "zod";
import type { Field } from "../framework/field";
import { type Complaints, complain, parts } from "../framework/finding";
import type { Item } from "../framework/resource";
import { ownEntry } from "../framework/value";
import { both, resourceRule } from "../framework/rule";
import { type Container, podParts } from "../kinds/containers";
import { DEPLOYMENT, SESSION_JOB } from "../kinds/flink";
import { valuesOf } from "../kinds/helm";
import { argumentsHoldSecret, looksSecret, textHoldsSecret, leavesBelow } from "../kinds/secrets";

/** Settings of custom resources that may hold a secret, by kind. */
const SETTINGS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  [DEPLOYMENT]: [["flinkConfiguration"], ["job", "args"]],
  [SESSION_JOB]: [["flinkConfiguration"], ["job", "args"]],
  "kafka.strimzi.io/Kafka": [["kafka", "config"]],
  "kafka.strimzi.io/KafkaConnect": [["config"]],
  "kafka.strimzi.io/KafkaConnector": [["config"]],
  "kafka.strimzi.io/KafkaMirrorMaker2": [["clusters"], ["mirrors"], ["target"]],
};
const REMEDY = "must come from a Secret";

export const noPlainSecrets = resourceRule<object>({
  id: "SEC-03",
  slug: "no-plain-secrets",
  severity: "critical",
  level: both("mandatory"),
  description:
    "Passwords, keys and connection strings with them stand in Secrets only: not in env values, arguments, ConfigMaps or chart values.",
  why: "Whoever may read a Deployment or a ConfigMap reads the password with it, and so does every log of a change.",
  remedy:
    "Put the value into a Secret and refer to it: env.valueFrom.secretKeyRef, a mounted file, or the chart's existingSecret.",
  args: z.strictObject({}),
  defaults: both({}),
  example: {
    target: "single-node",
    bad: example("value: correct-horse-battery"),
    good: example("valueFrom: { secretKeyRef: { name: reports-db, key: password } }"),
  },
  check: (item) =>
    parts(
      item,
      ...podParts(item).flatMap(({ containers }) =>
        containers.flatMap((container) => containerChecks(item, container)),
      ),
      ...(item.kind === "core/ConfigMap" ? configMap(item) : []),
      ...valuesOf(item).flatMap((values) => below(item, values, "the chart's value")),
      ...(ownEntry(SETTINGS, item.kind) ?? []).flatMap((keys) => below(item, item.spec.at(...keys), "the setting")),
    ),
});

type Checks = readonly (() => Complaints)[];

function containerChecks(item: Item, { at, name }: Container): Checks {
  const variables = at.at("env").list.map((variable) => () => {
    const key = variable.at("name").text ?? "";
    const value = variable.at("value");
    return value.text !== undefined && looksSecret(key, value.text)
      ? [complain(item, value, `variable ${key} of container ${name} holds a secret in plain text; it ${REMEDY}`)]
      : [];
  });
  const words = ["command", "args"].map((key) => () => {
    const field = at.at(key);
    return argumentsHoldSecret(field.list.map((word) => word.text ?? ""))
      ? [complain(item, field, `an argument of container ${name} holds a secret in plain text; it ${REMEDY}`)]
      : [];
  });
  return [...variables, ...words];
}

const configMap = (item: Item): Checks =>
  item.props.at("data").entries.map(([key, value]) => () => {
    const text = value.text ?? "";
    // A file is judged by its lines, a single value by its key.
    const holds = text.includes("\n") ? textHoldsSecret(text) : looksSecret(key, text);
    return holds ? [complain(item, value, `holds a secret in plain text; it ${REMEDY}`)] : [];
  });

const below = (item: Item, field: Field, what: string): Checks =>
  leavesBelow(field).map(
    ([key, at]) =>
      () =>
        looksSecret(key, at.text ?? "")
          ? [complain(item, at, `${what} holds a secret in plain text; it ${REMEDY}`)]
          : [],
  );

function example(value: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: reports, namespace: apps }
spec:
  containers:
    - name: app
      image: registry.example.org/reports:1.4.2
      env: [{ name: DATABASE_PASSWORD, ${value} }]`;
}
