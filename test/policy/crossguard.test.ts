/** The pack as the CLI runs it finds what `npm run policy` finds, also where values are unknown or secret. */
import * as policy from "@pulumi/policy";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type Plan, planStack } from "../../checks/plan";
import { planned } from "../../checks/policy/resources";
import { readStackFile } from "../../core/config/stack-file";
import { type Pack, messageOf, policiesOf } from "../../policy/framework/crossguard";
import type { Resource } from "../../policy/framework/resource";
import { nameOf } from "../../policy/framework/rule";
import { UNKNOWN, type Value } from "../../policy/framework/value";
import { RULES } from "../../policy/rules";
import { packFor as packOfStack, stackSettings } from "../../policy/target";
import { BAD, type Broken, TODAY, broken, findAll, goodResources, packFor } from "./support";

/** Exported for tests such as these, but without a declaration. */
const { unknownCheckingProxy } = policy as unknown as {
  readonly unknownCheckingProxy: (props: unknown) => Record<string, unknown>;
};

const ROOT = join(__dirname, "../..");
/** What the engine sends for a text that it doesn't know yet. */
const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

interface Violation {
  readonly policy: string;
  readonly level: string;
  readonly urn: string;
  readonly message: string;
}

/** Runs every policy as the pack's server does: over each resource's inputs, then over the whole stack. */
function runPack(resources: readonly Resource[], pack: Pack): readonly Violation[] {
  const found: Violation[] = [];
  for (const one of policiesOf(RULES, () => pack)) {
    const report = (violation: unknown): void => {
      const {
        message,
        urn = "",
        enforcementLevel = "mandatory",
      } = violation as { message: string; urn?: string; enforcementLevel?: string };
      found.push({ policy: one.name, level: enforcementLevel, urn, message });
    };
    if ("validateStack" in one)
      void one.validateStack(
        { resources: resources.map(stackResource), getConfig: () => ({}) } as unknown as policy.StackValidationArgs,
        report,
      );
    else if (typeof one.validateResource === "function")
      for (const resource of resources)
        void one.validateResource(
          { ...engineResource(resource), getConfig: () => ({}) } as unknown as policy.ResourceValidationArgs,
          report,
        );
  }
  return found.sort(order);
}

const engineResource = ({ urn, type, name, props, opts, parent }: Resource) => ({
  urn,
  type,
  name,
  props: unknownCheckingProxy(wire(props)),
  ...(opts === undefined ? {} : { opts: { ...opts, ...(parent === undefined ? {} : { parent }) } }),
});

const stackResource = (resource: Resource) => ({
  ...engineResource(resource),
  ...(resource.opts === undefined ? { opts: undefined } : {}),
  parent: resource.parent === undefined ? undefined : { urn: resource.parent },
  propertyDependencies: Object.fromEntries(
    Object.entries(resource.opts?.propertyDependencies ?? {}).map(([key, urns]) => [key, urns.map((urn) => ({ urn }))]),
  ),
});

function wire(value: Value): unknown {
  if (value === UNKNOWN) return UNKNOWN_TEXT;
  if (Array.isArray(value)) return value.map((item: Value) => wire(item));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, wire(item)]));
  return value;
}

const order = (a: Violation, b: Violation): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

/** The engine gives options to every resource, also to those that stand for files here. */
const asPulumi = (resources: readonly Resource[]): readonly Resource[] =>
  resources.map((resource) => (resource.opts === undefined ? { ...resource, opts: { protect: true } } : resource));

const runDirectly = (resources: readonly Resource[], pack: Pack): readonly Violation[] =>
  findAll(resources, pack)
    .map((finding) => ({
      policy: finding.name,
      level: finding.level === "mandatory" && !finding.waived ? "mandatory" : "advisory",
      urn: finding.urn,
      message: messageOf(finding),
    }))
    .sort(order);

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
