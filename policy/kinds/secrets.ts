/** What looks like a secret. Nothing here ever hands out the value that it looked at. */
import type { Field } from "../framework/field";

/** Names whose value is most likely a secret. */
const SECRET_NAME =
  /(pass(word|wd|phrase)?|secret|token|api[-_.]?key|access[-_.]?key|private[-_.]?key|credentials?|fernet)/i;
/** Names that only speak of one: where it is, how long it lives, whether it is needed. */
const ABOUT_ONE =
  /([-_.]?(file|path|dir|name|ref|ttl|expiry|expiration|duration|timeout|interval|length|policy|type|enabled?|required|url|uri|mechanism|algorithm|location|namespace|mount|class|provider|issuer|audience|endpoint|rotation|age|count|id))$|^(allow|enable|disable|use|require|max|min|existing)[-_.]?|(password|token|user|username|secret)key$|^secrets?$|tokenizer|passthrough|bypass|compass|passive|passed|passenger|secretary|pass[-_]?(count|rate|ratio)/i;

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
  // A line of a properties file or of YAML.
  /^[ \t]*[\w.-]*(password|passwd|secret[-_.]?key|access[-_.]?key|api[-_.]?key|auth[-_.]?token)["']?[ \t]*[:=][ \t]*["']?(?!["']?\s*$|\$|\{\{|true\b|false\b|none\b|null\b|\/|file:|env:)[^\s"'#]{3,}/im,
];

const isName = (name: string): boolean => SECRET_NAME.test(name) && !ABOUT_ONE.test(name);

/** A setting by name and value; the value alone may give it away. */
export const looksSecret = (name: string, value: string): boolean =>
  (isName(name) && !HARMLESS.test(value.trim())) || textHoldsSecret(value);

export const textHoldsSecret = (text: string): boolean => IN_TEXT.some((pattern) => pattern.test(text));

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
    "postgres password passw0rd pass admin admin123 administrator root toor changeme change-me changeit changeme123 secret " +
    "test test123 guest user default example airflow minio minio123 minioadmin redpanda kafka flink keycloak grafana redis " +
    "prom-operator password1234 password123 123456 12345678 qwerty letmein supersecret mysecretpassword cnpg app"
  ).split(" "),
);
/** Airflow's own value where nobody made a key [Airflow docs, Fernet]. */
const AIRFLOW_KEY = "cryptography_not_found_storing_passwords_in_plain_text";

export const isDefaultPassword = (value: string): boolean => {
  const text = value.trim();
  return DEFAULTS.has(text.toLowerCase()) || text === AIRFLOW_KEY || /:\/\/(\w+):\1@/.test(text);
};

export const isPasswordName = isName;

/** Every place below one that holds a text, or something unknown, with the name that it stands under. */
export function leavesBelow(field: Field, name = ""): readonly (readonly [name: string, at: Field])[] {
  if (field.isUnknown) return [[name, field]];
  if (field.isMap) return field.entries.flatMap(([key, value]) => leavesBelow(value, key));
  const { list } = field;
  return list.length > 0 ? list.flatMap((item) => leavesBelow(item, name)) : [[name, field]];
}
