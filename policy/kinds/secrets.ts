/** What looks like a secret. Nothing here ever hands out the value that it looked at. */
import type { Field } from "../framework/field";

/** Names whose value is most likely a secret. */
const SECRET_NAME =
  /(pass(word|wd|phrase)?|secret|token|api[-_.]?key|access[-_.]?key|private[-_.]?key|credentials?|fernet)/i;
/** Names that only speak of one: where it is, how long it lives, whether it is needed. */
const ABOUT_ONE =
  /([-_.]?(file|path|dir|name|ref|ttl|expiry|expiration|duration|timeout|interval|length|policy|type|enabled?|required|url|uri|mechanism|algorithm|location|namespace|mount|class|provider|issuer|audience|endpoint|rotation|age|count|id|lifespan|lifetime|format|encoding|version|seconds|minutes|hours|days|ms))$|^(allow|enable|disable|use|require|max|min|existing)[-_.]?|(password|token|user|username|secret)key$|(^|\.)secrets?$|tokenizer|passthrough|bypass|compass|passive|passed|passenger|secretary|pass[-_]?(count|rate|ratio)/i;
/** Settings of what keeps secrets: `AIRFLOW__SECRETS__BACKEND`. */
const OF_A_STORE = /(^|[-_.])secrets[-_.]/gi;
/** Names whose value is the name of a Secret, where it looks like one: `tlsSecret: orders-tls`. */
const NAMES_ONE =
  /(tls|ca|cert|certificate|credentials?|passwords?|pull|registry|keystore|truststore|users?|backup|license|existing)[-_.]?secrets?$/i;
const OBJECT_NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

/** A value that isn't the secret itself: a reference to one, a switch, a number, a path. */
const HARMLESS =
  /^\s*$|^(true|false|yes|no|none|null)$|^\d+(\.\d+)?[a-z]*$|^\$[({]|^\$[A-Z_]+$|^\{\{|^\/[\w./-]+$|^(env|file|vault|secret|ssm|arn)[:/]/i;

const IN_TEXT: readonly RegExp[] = [
  // A connection string with a password.
  /[a-z][a-z0-9+.-]*:\/\/[^\s:/@"'<>{}$]+:[^\s:/@"'<>{}$]+@/i,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /\b(ghp|gho|ghs|github_pat|glpat|xox[abpr])[-_][A-Za-z0-9_-]{16,}/,
  // JAAS and the like.
  /\bpassword\s*=\s*["'][^"'$\s][^"'\s]*["']/i,
];

/** A setting within a text: a line of properties, YAML or JSON, a variable or an option of a shell's command. */
const SETTING =
  /(?:^|[\s;&|,{"'])(?:--?)?([\w.-]*(?:password|passwd|secret[-_.]?key|access[-_.]?key|api[-_.]?key|auth[-_.]?token)[\w.-]*)["']?[ \t]*[:=][ \t]*(["']?)([^\s"'#,;]{3,})/gim;

const isName = (name: string): boolean => {
  const own = name.replaceAll(OF_A_STORE, "$1");
  return SECRET_NAME.test(own) && !ABOUT_ONE.test(own);
};

/** A setting by name and value; the value alone may give it away. */
export const looksSecret = (name: string, value: string): boolean =>
  isGiven(name, value.trim()) || textHoldsSecret(value);

const isGiven = (name: string, value: string): boolean =>
  isName(name) && !HARMLESS.test(value) && !(NAMES_ONE.test(name) && OBJECT_NAME.test(value));

export const textHoldsSecret = (text: string): boolean =>
  IN_TEXT.some((pattern) => pattern.test(text)) || settingsIn(text).some(([name, value]) => isGiven(name, value));

/** What looks like the setting of a secret within a text, with its value. */
const settingsIn = (text: string): readonly (readonly [name: string, value: string])[] =>
  [...text.matchAll(SETTING)].map(([, name = "", , value = ""]) => [name, value] as const);

/** `--password=…`, `--api-key …`: an argument that carries a secret. */
export function argumentsHoldSecret(words: readonly string[]): boolean {
  return words.some((word, i) => {
    const [, name = "", value] = /^--?([\w.-]+)(?:=(.*))?$/s.exec(word) ?? [];
    const next = words[i + 1];
    const given = value ?? (next?.startsWith("-") === false ? next : "");
    return name === "" ? textHoldsSecret(word) : looksSecret(name, given);
  });
}

/** Texts that every chart ships with: whoever knows the chart knows the password. */
const DEFAULTS = new Set(
  (
    "password passw0rd admin123 changeme change-me changeit changeme123 test123 minio123 minioadmin prom-operator " +
    "password1 password1234 password123 123456 12345678 qwerty letmein supersecret mysecretpassword pass123"
  ).split(" "),
);
/** The same, where they stand for a password: elsewhere they are plain words. */
const PLAIN_DEFAULTS = new Set(
  (
    "postgres pass admin administrator root toor secret test guest user default example airflow minio redpanda kafka flink " +
    "keycloak grafana redis cnpg app elastic rabbitmq mysql"
  ).split(" "),
);
/** Airflow's own value where nobody made a key [Airflow docs, Fernet]. */
const AIRFLOW_KEY = "cryptography_not_found_storing_passwords_in_plain_text";

/** `name`: what the value stands under. */
export function isDefaultPassword(name: string, value: string): boolean {
  const text = value.trim();
  const word = text.toLowerCase();
  if (DEFAULTS.has(word) || text === AIRFLOW_KEY || (isName(name) && PLAIN_DEFAULTS.has(word))) return true;
  const inUrl = /:\/\/([^\s:/@]+):([^\s:/@]+)@/.exec(text);
  if (inUrl !== null) return inUrl[1] === inUrl[2] || isDefaultPassword("password", inUrl[2] ?? "");
  return text.includes("\n") && settingsIn(text).some((setting) => isDefaultPassword(...setting));
}

export const isPasswordName = isName;

/** Every place below one that holds a text, or something unknown, with the name that it stands under; `{name, value}` is one such place. */
export function leavesBelow(field: Field, name = ""): readonly (readonly [name: string, at: Field])[] {
  if (field.isUnknown) return [[name, field]];
  if (field.isMap) {
    const named = field.at("name");
    const pair = named.isUnknown || named.text === undefined ? undefined : field.at("value");
    if (pair?.isSet === true) return leavesBelow(pair, named.text);
    return field.entries.flatMap(([key, value]) => leavesBelow(value, key));
  }
  const { list } = field;
  return list.length > 0 ? list.flatMap((item) => leavesBelow(item, name)) : [[name, field]];
}
