/** Resources that stand in a list, such as the one that `npm run render` writes, or in a plan. */
import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { z } from "zod";
import { parse } from "yaml";
import { asProblem, faultsOf } from "../../core/config/faults";
import { ConfigError, UserError } from "../../core/problems";
import type { Resource } from "../../policy/framework/resource";
import { UNKNOWN, type Value, type ValueMap } from "../../policy/framework/value";
import { type Plan, type PlannedMap, type PlannedValue, Asset, Reference, Secret, Unknown } from "../plan";
import type { Loaded } from "./manifests";

const Options = z.looseObject({
  protect: z.boolean().optional(),
  deleteBeforeReplace: z.boolean().optional(),
  ignoreChanges: z.array(z.string()).optional(),
  propertyDependencies: z.record(z.string(), z.array(z.string())).optional(),
});
const Entry = z.looseObject(
  {
    urn: z.string().optional(),
    type: z.string({ error: "must be a type token" }),
    name: z.string({ error: "must be a name" }),
    props: z.record(z.string(), z.unknown(), { error: "must be properties by name" }).default({}),
    opts: Options.nullish(),
    parent: z.string().nullish(),
  },
  { error: "must be a resource" },
);
const List = z.array(Entry, { error: "must be a list of resources" });

/** What a render writes where only a deployment knows the value. */
const WRITTEN_UNKNOWN = "[unknown]";

export function loadResources(path: string): Loaded {
  if (!existsSync(path)) throw new UserError(`${path} doesn't exist`);
  return { resources: listed(contentOf(path), path), sources: new Map(), skipped: [] };
}

/** Resources from plain data. All faults are told at once. */
export function listed(data: unknown, file: string): readonly Resource[] {
  const result = List.safeParse(data);
  if (!result.success) throw new ConfigError(file, faultsOf(result.error, List, data).map(asProblem));
  return result.data.map(({ urn, type, name, props, opts, parent }, i) => ({
    urn: urn ?? `${basename(file)}#${i}`,
    type,
    name,
    props: known(props) as ValueMap,
    ...(opts === undefined || opts === null ? {} : { opts: optionsOf(opts) }),
    ...(parent === undefined || parent === null ? {} : { parent }),
  }));
}

const optionsOf = ({
  protect,
  deleteBeforeReplace,
  ignoreChanges,
  propertyDependencies,
}: z.output<typeof Options>) => ({
  ...(protect === undefined ? {} : { protect }),
  ...(deleteBeforeReplace === undefined ? {} : { deleteBeforeReplace }),
  ...(ignoreChanges === undefined ? {} : { ignoreChanges }),
  ...(propertyDependencies === undefined ? {} : { propertyDependencies }),
});

function contentOf(path: string): unknown {
  const text = readFileSync(path, "utf8");
  try {
    return JSON.parse(text);
  } catch {
    try {
      return parse(text);
    } catch (error) {
      throw new UserError(
        `${path} is neither JSON nor YAML: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
}

function known(data: unknown): Value {
  if (data === WRITTEN_UNKNOWN) return UNKNOWN;
  if (Array.isArray(data)) return data.map(known);
  if (typeof data === "object" && data !== null)
    return Object.fromEntries(Object.entries(data).map(([key, item]) => [key, known(item)]));
  return typeof data === "string" || typeof data === "number" || typeof data === "boolean" ? data : null;
}

/** A plan's resources. Secrets are placeholders in a plan, so there is nothing to hide. */
export const planned = ({ resources }: Plan): readonly Resource[] =>
  resources.map(({ urn, type, name, props, opts, parent }) => ({
    urn,
    type,
    name,
    props: mapped(props),
    opts,
    parent,
  }));

const mapped = (map: PlannedMap): ValueMap =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [key, seen(value)]));

function seen(value: PlannedValue): Value {
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Secret) return seen(value.value);
  if (value instanceof Unknown || value instanceof Reference || value instanceof Asset) return UNKNOWN;
  return isList(value) ? value.map(seen) : mapped(value);
}

const isList = (value: readonly PlannedValue[] | PlannedMap): value is readonly PlannedValue[] => Array.isArray(value);
