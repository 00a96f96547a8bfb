/** The pack as the CLI runs it, and the command, side by side. */
import * as policy from "@pulumi/policy";
import { type Pack, messageOf, policiesOf } from "../../policy/framework/crossguard";
import type { Resource } from "../../policy/framework/resource";
import { UNKNOWN, type Value } from "../../policy/framework/value";
import { RULES } from "../../policy/rules";
import { findAll } from "./support";

/** Exported for tests such as these, but without a declaration. */
export const { unknownCheckingProxy } = policy as unknown as {
  readonly unknownCheckingProxy: (props: unknown) => Record<string, unknown>;
};

/** What the engine sends for a text that it doesn't know yet. */
export const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export interface Violation {
  readonly policy: string;
  readonly level: string;
  readonly urn: string;
  readonly message: string;
}

/** Runs every policy as the pack's server does: over each resource's inputs, then over the whole stack. */
export function runPack(
  resources: readonly Resource[],
  pack: Pack,
  policies = policiesOf(RULES, () => pack),
): readonly Violation[] {
  const found: Violation[] = [];
  for (const one of policies) {
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
export const asPulumi = (resources: readonly Resource[]): readonly Resource[] =>
  resources.map((resource) => (resource.opts === undefined ? { ...resource, opts: { protect: true } } : resource));

export const runDirectly = (resources: readonly Resource[], pack: Pack): readonly Violation[] =>
  findAll(resources, pack)
    .map((finding) => ({
      policy: finding.name,
      level: finding.level === "mandatory" && !finding.waived ? "mandatory" : "advisory",
      urn: finding.urn,
      message: messageOf(finding),
    }))
    .sort(order);
