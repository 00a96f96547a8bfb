import { z } from "zod";
import type { Field } from "../framework/field";
import { type Complaints, complain, parts } from "../framework/finding";
import type { Item } from "../framework/resource";
import { both, resourceRule } from "../framework/rule";
import { containersOf, podSpecs } from "../kinds/containers";
import { isDefaultPassword, isPasswordName, leavesBelow } from "../kinds/secrets";

const HELM = /^kubernetes:helm\.sh\/v[34]:(Release|Chart)$/;
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
      ...(HELM.test(item.resource.type) ? named(item, item.props.at("values")) : []),
      ...(PROVIDERS.includes(item.resource.type) ? named(item, item.props) : []),
      ...podSpecs(item).flatMap((spec) => containersOf(spec).flatMap(({ at }) => environment(item, at))),
    ),
});

type Checks = readonly (() => Complaints)[];

const secret = (item: Item): Checks =>
  [
    { field: item.props.at("stringData"), read: (text: string) => text },
    { field: item.props.at("data"), read: (text: string) => Buffer.from(text, "base64").toString("utf8") },
  ].flatMap(({ field, read }): Checks => {
    if (field.isUnknown) return [() => judge(item, field, field.text ?? "")];
    return field.entries
      .filter(([key]) => isSecretKey(key))
      .map(
        ([, at]) =>
          () =>
            judge(item, at, read(at.text ?? "")),
      );
  });

/** A user's name is no secret; anything else in a Secret is. */
const isSecretKey = (key: string): boolean =>
  isPasswordName(key) ||
  !/user|login|name|host|port|database|^db|ca\.crt|tls\.crt|schema|config|properties|\.ya?ml$/i.test(key);

const judge = (item: Item, at: Field, text: string): Complaints =>
  isDefaultPassword(text) ? [complain(item, at, MESSAGE)] : [];

const named = (item: Item, field: Field): Checks =>
  leavesBelow(field)
    .filter(([key]) => isPasswordName(key))
    .map(
      ([, at]) =>
        () =>
          judge(item, at, at.text ?? ""),
    );

const environment = (item: Item, container: Field): Checks =>
  container.at("env").list.map((variable) => () => {
    const at = variable.at("value");
    return isPasswordName(variable.at("name").text ?? "") ? judge(item, at, at.text ?? "") : [];
  });

function example(password: string): string {
  return `
apiVersion: v1
kind: Secret
metadata: { name: reports-db, namespace: apps }
stringData: { username: reports, password: ${password} }`;
}
