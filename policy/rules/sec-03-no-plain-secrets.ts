import { z } from "zod";
import type { Field } from "../framework/field";
import { type Complaints, complain, parts } from "../framework/finding";
import type { Item } from "../framework/resource";
import { both, resourceRule } from "../framework/rule";
import { type Container, containersOf, podSpecs } from "../kinds/containers";
import { DEPLOYMENT, SESSION_JOB } from "../kinds/flink";
import { argumentsHoldSecret, looksSecret, textHoldsSecret, leavesBelow } from "../kinds/secrets";

const HELM = /^kubernetes:helm\.sh\/v[34]:(Release|Chart)$/;
const CONNECTOR = "kafka.strimzi.io/KafkaConnector";
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
      ...podSpecs(item).flatMap((spec) => containersOf(spec).flatMap((container) => containerChecks(item, container))),
      ...(item.kind === "core/ConfigMap" ? configMap(item) : []),
      ...(HELM.test(item.resource.type) ? below(item, item.props.at("values"), "the chart's value") : []),
      ...(item.kind === DEPLOYMENT || item.kind === SESSION_JOB
        ? below(item, item.spec.at("flinkConfiguration"), "the setting")
        : []),
      ...(item.kind === CONNECTOR ? below(item, item.spec.at("config"), "the setting") : []),
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
