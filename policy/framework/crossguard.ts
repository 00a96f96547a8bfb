/** From rules to what `@pulumi/policy` registers, and from what the engine hands over to what rules read. */
import {
  type PolicyResource,
  type ReportViolation,
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
  UnknownValueError,
} from "@pulumi/policy";
import { z } from "zod";
import { eachItem } from "./finding";
import { Item, type Resource, kindOf } from "./resource";
import { type Rule, nameOf } from "./rule";
import { type Finding, WAIVERS_RULE, findingsOf, runRule, runRules } from "./run";
import { Scene, type Surroundings } from "./scene";
import { type Settings, withArguments } from "./settings";
import { UNKNOWN, type Value, type ValueMap } from "./value";
import { Waivers } from "./waivers";

/** What the pack knows of the stack that it judges. */
export interface Pack {
  readonly surroundings: Surroundings;
  readonly settings: Settings;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

type Policy = ResourceValidationPolicy | StackValidationPolicy;

/** The stack is read when the first resource is judged: the CLI also loads packs where there is no stack. */
export function policiesOf(rules: readonly Rule[], pack: () => Pack): Policy[] {
  const stage = new Stage();
  return [...rules.map((rule) => adapt(rule, pack, stage)), waiversPolicy(rules, pack, stage)];
}

/**
 * The pack's server asks all policies about one stack in a row, before anything else is heard of the engine, but makes the list anew for each of
 * them. What rules work out in common is kept for that row: the scene is made once, and let go with the next turn of the loop.
 */
class Stage {
  private scene: Scene | undefined;
  private urns: readonly string[] = [];

  of(resources: readonly PolicyResource[], surroundings: Surroundings): Scene {
    const isSame = resources.length === this.urns.length && resources.every(({ urn }, i) => urn === this.urns[i]);
    if (this.scene !== undefined && isSame) return this.scene;
    const scene = new Scene(resources.map(fromStack), surroundings);
    this.scene = scene;
    this.urns = resources.map(({ urn }) => urn);
    setImmediate(() => {
      if (this.scene === scene) this.scene = undefined;
    });
    return scene;
  }
}

function adapt(rule: Rule, pack: () => Pack, stage: Stage): Policy {
  const about = {
    name: nameOf(rule),
    displayName: rule.id,
    description: `${rule.id}: ${rule.description}`,
    severity: rule.severity,
    remediationSteps: rule.remedy,
    enforcementLevel: "mandatory" as const,
    configSchema: { properties: schemaOf(rule) },
  };
  if (rule.scope === "stack")
    return {
      ...about,
      validateStack: (args, report) => {
        const { surroundings, settings, today } = pack();
        const own = withArguments(rule, settings.of(rule), args.getConfig());
        const scene = stage.of(args.resources, surroundings);
        tell(report, runRule(rule, scene, own, new Waivers(settings.waivers, today)));
      },
    };
  return {
    ...about,
    validateResource: (args, report) => {
      if (rule.kinds?.includes(kindOf(kindOnly(args))) === false) return;
      const { surroundings, settings, today } = pack();
      const own = withArguments(rule, settings.of(rule), args.getConfig());
      if (own.level === "off") return;
      const check = (item: Item) => rule.check(item, own.args as never, surroundings.target.kind);
      const complaints = eachItem([new Item(fromResource(args))], check);
      tell(report, findingsOf(rule, complaints, own, new Waivers(settings.waivers, today)));
    },
  };
}

/** Expired waivers, and those that cover nothing in the whole stack. */
function waiversPolicy(rules: readonly Rule[], pack: () => Pack, stage: Stage): StackValidationPolicy {
  return {
    name: WAIVERS_RULE.name,
    description: "Waivers hold until their day and cover something.",
    enforcementLevel: "mandatory",
    validateStack: ({ resources }, report) => {
      const { surroundings, settings, today } = pack();
      if (settings.waivers.length === 0) return;
      const found = runRules(rules, stage.of(resources, surroundings), settings, today);
      tell(
        report,
        found.filter(({ rule }) => rule === WAIVERS_RULE.id),
      );
    },
  };
}

/** The pack's server takes a level of its own for each violation, which its types don't say. */
type Report = (violation: {
  readonly message: string;
  readonly urn?: string;
  readonly enforcementLevel?: "advisory";
}) => void;

function tell(report: ReportViolation, findings: readonly Finding[]): void {
  const tellOne = report as unknown as Report;
  for (const finding of findings)
    tellOne({
      message: messageOf(finding),
      ...(finding.urn === "" ? {} : { urn: finding.urn }),
      ...(finding.level === "mandatory" && !finding.waived ? {} : { enforcementLevel: "advisory" as const }),
    });
}

/** `StatefulSet/kafka in streaming: spec.replicas must be …`. */
export function messageOf({ rule, resource, namespace, path, message, waiver, level }: Finding): string {
  const place = namespace === "" ? resource : `${resource} in ${namespace}`;
  const waived = waiver === undefined ? "" : ` (waived until ${waiver.until} by ${waiver.owner}: ${waiver.reason})`;
  const unproved = level === "cannot-prove" ? "[cannot prove] " : "";
  return `${rule} ${unproved}${place}: ${path === "" ? "" : `${path}: `}${message}${waived}`;
}

const kindOnly = ({ type, props }: Pick<ResourceValidationArgs, "type" | "props">) => ({
  type,
  props: { apiVersion: read(props, "apiVersion"), kind: read(props, "kind") } as ValueMap,
});

function fromResource({ type, name, urn, props, opts }: ResourceValidationArgs): Resource {
  return { type, name, urn, props: plain(props) as ValueMap, opts, parent: opts.parent };
}

function fromStack({ type, name, urn, props, opts, parent, propertyDependencies }: PolicyResource): Resource {
  const dependencies = Object.entries(propertyDependencies).map(
    ([key, resources]) => [key, resources.map((resource) => resource.urn)] as const,
  );
  return {
    type,
    name,
    urn,
    props: plain(props) as ValueMap,
    opts: { ...opts, propertyDependencies: Object.fromEntries(dependencies) },
    parent: parent?.urn ?? opts.parent,
  };
}

/** The engine's values throw where they are unknown; here they are marked, so that a rule can go on with the rest. */
function plain(value: unknown): Value {
  if (Array.isArray(value)) return value.map((_, i) => read(value, i) ?? null);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.keys(value).flatMap((key) => {
        const item = read(value, key);
        return item === undefined ? [] : [[key, item] as const];
      }),
    );
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}

function read(holder: object, key: string | number): Value | undefined {
  let value: unknown;
  try {
    value = (holder as Readonly<Record<string | number, unknown>>)[key];
  } catch (error) {
    if (error instanceof UnknownValueError) return UNKNOWN;
    throw error;
  }
  return value === undefined ? undefined : plain(value);
}

type Properties = NonNullable<Policy["configSchema"]>["properties"];

/** JSON Schema of a rule's arguments. The level is the pack's own business. */
export function schemaOf(rule: Rule): Properties {
  const { properties = {} } = z.toJSONSchema(rule.args, { io: "input", unrepresentable: "any", target: "draft-7" });
  return properties as Properties;
}
