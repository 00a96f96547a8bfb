import type { PlannedResource } from "../plan";

type Known = Pick<PlannedResource, "urn" | "type" | "name" | "parent" | "opts">;

const STACK_TYPE = "pulumi:pulumi:Stack";

/**
 * Former URNs of every resource, by its URN now: what its own aliases say, and what follows from those of its parents. As the engine works them
 * out [Pulumi, pkg/resource/deploy/step_generator.go: collapseAliasToUrn, inheritedChildAlias, generateAliases], only for all former names of a
 * parent instead of the one that its state turns out to have.
 */
export function formerUrns(resources: readonly Known[]): ReadonlyMap<string, readonly string[]> {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const found = new Map<string, readonly string[]>();
  const of = (urn: string): readonly string[] => {
    const known = found.get(urn);
    if (known !== undefined) return known;
    const resource = byUrn.get(urn);
    const former = resource === undefined ? [] : aliasesOf(resource, of);
    found.set(urn, former);
    return former;
  };
  for (const { urn } of resources) of(urn);
  return found;
}

function aliasesOf(resource: Known, formerOf: (urn: string) => readonly string[]): readonly string[] {
  const own = (resource.opts.aliases ?? []).flatMap((alias) => collapsed(resource, alias, formerOf));
  const parent = resource.parent;
  const inherited =
    parent === undefined
      ? []
      : formerOf(parent).flatMap((former) =>
          [resource.urn, ...own].map((urn) => asChildOf(former, nameOf(parent), partsOf(urn))),
        );
  return [...new Set([...own, ...inherited])].filter((urn) => urn !== resource.urn);
}

/** An alias is a whole URN, or parts of one that stand for what changed: `name=old,type=other`. */
function collapsed(
  { type, name, parent, urn }: Known,
  alias: string,
  formerOf: (urn: string) => readonly string[],
): readonly string[] {
  if (alias.startsWith("urn:")) return [alias];
  const parts = new Map(
    alias.split(",").map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]),
  );
  const now = partsOf(urn);
  const given = parts.get("parenturn");
  // The parent that is named may have had another name itself.
  const parents =
    parts.get("noparent") === "true" ? [undefined] : given === undefined ? [parent] : [given, ...formerOf(given)];
  return parents.map((of) =>
    urnOf({
      stack: parts.get("stack") ?? now.stack,
      project: parts.get("project") ?? now.project,
      types: typesUnder(of, parts.get("type") ?? type),
      name: parts.get("name") ?? name,
    }),
  );
}

interface UrnParts {
  readonly stack: string;
  readonly project: string;
  /** Of all ancestors and its own, joined by `$`. */
  readonly types: string;
  readonly name: string;
}

function partsOf(urn: string): UrnParts {
  const [, , rest = ""] = /^(urn:pulumi:)(.*)$/s.exec(urn) ?? [];
  const [stack = "", project = "", types = "", ...name] = rest.split("::");
  return { stack, project, types, name: name.join("::") };
}

const urnOf = ({ stack, project, types, name }: UrnParts): string =>
  `urn:pulumi:${stack}::${project}::${types}::${name}`;
const nameOf = (urn: string): string => partsOf(urn).name;

const typesUnder = (parent: string | undefined, type: string): string => {
  const above = parent === undefined ? "" : partsOf(parent).types;
  return above === "" || above === STACK_TYPE ? type : `${above}$${type}`;
};

/** A child is named after its parent where its name begins with the parent's. */
function asChildOf(formerParent: string, parentName: string, child: UrnParts): string {
  const type = child.types.split("$").at(-1) ?? "";
  const name = child.name.startsWith(parentName)
    ? nameOf(formerParent) + child.name.slice(parentName.length)
    : child.name;
  return urnOf({ ...child, types: typesUnder(formerParent, type), name });
}
