/** Reports show old and new values; a password that somebody wrote in plain text isn't shown again. */
import type { Plain } from "../../core/guard/change";
import { isList, isObject } from "../../core/guard/diff";
import type { JudgedChange } from "../../core/guard/waivers";
import { argumentsHoldSecret, looksSecret, textHoldsSecret } from "../../policy/kinds/secrets";

const CONCEALED = "[secret]";
const SECRET = /^kubernetes:core\/v1:Secret(Patch)?$/;

export function concealed<T extends JudgedChange>(change: T): T {
  const { type, field } = change;
  const isSecret = SECRET.test(type) && /^(data|stringData)\b/.test(field);
  const hide = (value: Plain): Plain => (isSecret ? covered(value) : shownWithout(value, nameFor(field)));
  return { ...change, from: hide(change.from), to: hide(change.to) };
}

const covered = (value: Plain): Plain => (value === undefined || value === null ? value : CONCEALED);

/** The last name in a path that says what a value is: of `env.DATABASE_PASSWORD.value`, the variable's. */
function nameFor(field: string): string {
  const names = [...field.matchAll(/\[([^\]]+)\]|([^.[\]]+)/g)].map(([, bracketed, plain]) => bracketed ?? plain ?? "");
  return names.findLast((name) => name !== "value") ?? "";
}

function shownWithout(value: Plain, name: string): Plain {
  if (typeof value === "string")
    return (value.includes("\n") ? textHoldsSecret(value) : looksSecret(name, value)) ? CONCEALED : value;
  if (isList(value)) {
    const words = value.map((word) => (typeof word === "string" ? word : ""));
    return argumentsHoldSecret(words) ? CONCEALED : value.map((item) => shownWithout(item, name));
  }
  if (!isObject(value)) return value;
  const called = typeof value["name"] === "string" ? value["name"] : name;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, shownWithout(inner, key === "value" ? called : key)]),
  );
}
