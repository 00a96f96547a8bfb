/** Resources that stand in a list, such as the one that `npm run render` writes, or in a plan. */
import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { z } from "zod";
import { parse } from "yaml";
import { asProblem, faultsOf } from "../../core/config/faults";
import { isMap } from "../../core/config/lenient";
import { ConfigError, UserError } from "../../core/problems";
import type { Resource } from "../../policy/framework/resource";
import { UNKNOWN, type Value, type ValueMap } from "../../policy/framework/value";
import { type Plan, type PlannedMap, type PlannedValue, Asset, Reference, Secret, Unknown } from "../plan";
import type { Loaded } from "./manifests";

const Options = z.looseObject({
  protect: z.boolean({ error: "must be true or false" }).nullish(),
  deleteBeforeReplace: z.boolean({ error: "must be true or false" }).nullish(),
  ignoreChanges: z.array(z.string(), { error: "must be a list of properties" }).nullish(),
  propertyDependencies: z
    .record(z.string(), z.array(z.string()), { error: "must be lists of URNs by property" })
    .nullish(),
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

/** What a render writes where only a deployment knows the value; and what Pulumi itself does, by type [Pulumi SDK, runtime/rpc]. */
const WRITTEN_UNKNOWN = new Set([
  "[unknown]",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);
/** Key of the maps in which Pulumi wraps secrets, assets and outputs, with the value that marks a secret. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

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
  ...(isGiven(protect) ? { protect } : {}),
  ...(isGiven(deleteBeforeReplace) ? { deleteBeforeReplace } : {}),
  ...(isGiven(ignoreChanges) ? { ignoreChanges } : {}),
  ...(isGiven(propertyDependencies) ? { propertyDependencies } : {}),
});

const isGiven = <T>(value: T | null | undefined): value is T => value !== undefined && value !== null;

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

/** A secret that is readable is judged like any value; one that is encrypted, and an asset, can't be. */
function known(data: unknown): Value {
  if (typeof data === "string" && WRITTEN_UNKNOWN.has(data)) return UNKNOWN;
  if (Array.isArray(data)) return data.map(known);
  if (isMap(data)) {
    if (data[SIGNATURE] === undefined)
      return Object.fromEntries(Object.entries(data).map(([key, item]) => [key, known(item)]));
    return data[SIGNATURE] === SECRET && "value" in data ? known(data["value"]) : UNKNOWN;
  }
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
