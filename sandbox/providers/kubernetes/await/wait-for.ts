/** Readiness as a declaration defines it: `pulumi.com/waitFor: condition=Ready`, `jsonpath={.status.phase}=Bound`. */
import { UserError } from "../../../../core/problems";
import type { Value } from "../../kind";
import { parsePath } from "../diff/property-path";
import { isList, isMap, textAt } from "../objects";
import type { Readiness, Rule } from "./verdict";
import { done, readyIf, waiting } from "./verdict";
import { conditionOf } from "./workloads";

/** `condition=Ready`, `condition=Suspended=False` */
function conditionRule(expression: string): Rule {
  const [type = "", status = "True"] = expression.slice("condition=".length).split("=");
  return (live) => {
    const condition = conditionOf(live, type);
    const found = condition ? `${textAt(condition, "status")} ${textAt(condition, "message")}`.trim() : "not reported";
    return readyIf(condition?.["status"] === status, `Waiting for condition ${type}=${status} (${found})`);
  };
}

/** Every value that a path selects; `*` selects all members. */
function select(value: Value | undefined, path: readonly (string | number)[]): readonly Value[] {
  if (value === undefined) return [];
  const [step, ...rest] = path;
  if (step === undefined) return [value];
  if (step === "*") {
    const members = isList(value) ? value : Object.values(isMap(value) ? value : {});
    return members.flatMap((member) => select(member, rest));
  }
  if (typeof step === "number") return isList(value) ? select(value[step], rest) : [];
  return isMap(value) ? select(value[step], rest) : [];
}

const shape = /^jsonpath=\{\s*\$?([^{}]*)\}(?:=(.+))?$/;

/** `jsonpath={.path}` waits until there is something, `jsonpath={.path}=value` for the value. */
function jsonpathRule(expression: string): Rule {
  const [, path, wanted] = shape.exec(expression) ?? [];
  if (path === undefined || /[?@]|\.\./.test(path)) {
    throw new UserError(`pulumi.com/waitFor must be like jsonpath={.status.phase}=Bound, got ${expression}`);
  }
  const steps = parsePath(path.trim().replaceAll(/\['([^']*)'\]/g, '["$1"]'));
  const shown = wanted === undefined ? `{${path}}` : `{${path}}=${wanted}`;
  return (live) => {
    const [first] = select(live, steps);
    if (first === undefined) return waiting(`Waiting for ${shown}`);
    if (wanted === undefined) return done;
    const found = typeof first === "string" ? first : JSON.stringify(first);
    return readyIf(found === wanted, `Waiting for ${shown} (found ${found})`);
  };
}

function ruleOf(expression: string): Rule {
  if (expression.startsWith("condition=")) return conditionRule(expression);
  if (expression.startsWith("jsonpath=")) return jsonpathRule(expression);
  throw new UserError(`pulumi.com/waitFor must start with "jsonpath=" or "condition=", got ${expression}`);
}

/** Holds when all expressions hold. */
export function waitForRule(expressions: readonly string[]): Rule {
  const rules = expressions.map(ruleOf);
  return async (live, client) => {
    const found: Readiness[] = [];
    for (const rule of rules) found.push(await rule(live, client));
    return found.find(({ ready }) => !ready) ?? done;
  };
}
