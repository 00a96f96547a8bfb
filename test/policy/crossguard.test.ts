/** The pack as the CLI runs it finds what `npm run policy` finds, also where values are unknown or secret. */
import * as policy from "@pulumi/policy";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type Plan, planStack } from "../../checks/plan";
import { planned } from "../../checks/policy/resources";
import { readStackFile } from "../../core/config/stack-file";
import { policiesOf } from "../../policy/framework/crossguard";
import type { Resource } from "../../policy/framework/resource";
import { nameOf } from "../../policy/framework/rule";
import { UNKNOWN, type Value } from "../../policy/framework/value";
import { RULES } from "../../policy/rules";
import { packFor as packOfStack, stackSettings } from "../../policy/target";
import { UNKNOWN_TEXT, asPulumi, runDirectly, runPack, unknownCheckingProxy } from "./pack";
import { BAD, type Broken, TODAY, broken, findAll, goodResources, packFor } from "./support";

const ROOT = join(__dirname, "../..");
describe.each(["dev", "prod"])("the shipped stack %s", (stack) => {
  let plan: Plan;
  const file = join(ROOT, `Pulumi.${stack}.yaml`);
  beforeAll(async () => {
    plan = await planStack({ projectDir: ROOT, stackFile: file });
  }, 60_000);

  test("has no finding that refuses it", () => {
    const { values } = readStackFile(file, "streaming");
    const pack = packOfStack(
      stackSettings((key) => values[key]),
      TODAY,
    );
    expect(runDirectly(planned(plan), pack).filter(({ level }) => level === "mandatory")).toEqual([]);
  });

  test("is judged the same by the pack and by the command", () => {
    const { values } = readStackFile(file, "streaming");
    const pack = packOfStack(
      stackSettings((key) => values[key]),
      TODAY,
    );
    expect(runPack(planned(plan), pack)).toEqual(runDirectly(planned(plan), pack));
  });
});

test.each(BAD.filter((one, i) => BAD.findIndex(({ rule }) => rule === one.rule) === i))(
  "a broken platform ($rule, $what) is judged the same by the pack and by the command",
  (one: Broken) => {
    const pack = packFor(one.on);
    const resources = asPulumi(broken(one));
    expect(runPack(resources, pack)).toEqual(runDirectly(resources, pack));
  },
);

describe.each(["single-node", "multi-node"] as const)("unknown values on a %s target", (kind) => {
  test("never crash a rule, and what a rule can't read is told, as by the pack", () => {
    const pack = packFor(kind);
    for (const resource of goodResources(kind)) {
      const resources = asPulumi(goodResources(kind)).map((one): Resource =>
        one.urn === resource.urn ? { ...one, props: { ...one.props, spec: UNKNOWN } } : one,
      );
      expect(runPack(resources, pack)).toEqual(runDirectly(resources, pack));
    }
  });

  test.each(
    // What is only asked to be there is there, whatever it will be.
    BAD.filter(({ on, level, value }) => on === kind && level === undefined && value !== undefined).filter(
      ({ path }) => path !== undefined && !/^(metadata|opts)/.test(path),
    ),
  )("$rule doesn't pass $object where $path is unknown", (one: Broken) => {
    const resources = broken({ ...one, value: UNKNOWN });
    const pack = packFor(kind);
    const findings = findAll(resources, pack).filter(({ rule }) => rule === one.rule);
    // Nothing is proved of what can't be read; a rule that finds a fault without it may still tell that.
    expect(findings.length, `${one.rule} is silent`).toBeGreaterThan(0);
  });
});

test("each stack is judged by its own resources, though one row of policies shares what it works out", async () => {
  const pack = packFor("multi-node");
  const policies = policiesOf(RULES, () => pack);
  const good = asPulumi(goodResources("multi-node"));
  const [first] = BAD.filter(({ rule, on }) => rule === "KAF-07" && on === "multi-node");
  if (first === undefined) throw new Error("KAF-07 has no case");
  // The same names, as at a preview and at the deployment after it.
  const bad = asPulumi(broken(first));
  for (const resources of [good, bad, good]) {
    expect(runPack(resources, pack, policies)).toEqual(runDirectly(resources, pack));
    await new Promise(setImmediate);
  }
});

test("what the engine doesn't know is what its own error says", () => {
  const props = unknownCheckingProxy({ a: UNKNOWN_TEXT });
  expect(() => props["a"]).toThrow(policy.UnknownValueError);
});

test("no message shows what stands in a Secret, a variable, an argument or a file", () => {
  const secret = "Zx81-Spectrum-48K";
  const hide = (value: Value, key = ""): Value => {
    if (typeof value === "string")
      return /value|password|data$|\.yaml$|\.properties$|args|key$/i.test(key)
        ? `${value} password="${secret}" https://me:${secret}@host`
        : value;
    if (Array.isArray(value)) return value.map((item: Value) => hide(item, key));
    if (typeof value === "object" && value !== null)
      return Object.fromEntries(
        Object.entries(value).map(([name, item]) => [
          name,
          hide(item, ["data", "stringData"].includes(key) ? "data" : name),
        ]),
      );
    return value;
  };
  for (const kind of ["single-node", "multi-node"] as const) {
    const resources = goodResources(kind).map((resource) => ({
      ...resource,
      props: hide(resource.props) as Resource["props"],
    }));
    const findings = findAll(resources, packFor(kind));
    expect(findings.some(({ rule }) => rule === "SEC-03")).toBe(true);
    expect(findings.filter((finding) => JSON.stringify(finding).includes(secret))).toEqual([]);
  }
});

test("policies carry what CrossGuard shows: severity, steps, and a schema of their arguments", () => {
  const policies = policiesOf(RULES, () => packFor("single-node"));
  expect(policies.map(({ name }) => name)).toEqual([...RULES.map(nameOf), "waivers"]);
  const [first] = policies;
  expect(first).toMatchObject({
    name: "cap-01-requests-fit",
    severity: "critical",
    enforcementLevel: "mandatory",
    configSchema: { properties: { share: { type: "number", minimum: 0.1, maximum: 1 } } },
  });
});
