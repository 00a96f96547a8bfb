/** Kubernetes objects from a folder of YAML and JSON, as resources that rules judge. */
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { LineCounter, parseAllDocuments } from "yaml";
import { isMap } from "../../core/config/lenient";
import { UserError } from "../../core/problems";
import type { Resource } from "../../policy/framework/resource";
import { mapOf } from "../../policy/framework/value";
import type { Source } from "./source";

/** A document that is no object of Kubernetes, and why. */
export interface Skipped {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

export interface Loaded {
  readonly resources: readonly Resource[];
  /** Where each resource stands, by its URN. */
  readonly sources: ReadonlyMap<string, Source>;
  readonly skipped: readonly Skipped[];
}

const FILE = /\.(ya?ml|json)$/i;
/** Aliases that one document may expand to; a file that has more is an attack or a mistake. */
const MOST_ALIASES = 10_000;

/** Every file below the folder, or the one file; in the order of their names. */
export function loadManifests(folder: string): Loaded {
  if (!existsSync(folder)) throw new UserError(`${folder} doesn't exist`);
  const files = statSync(folder).isDirectory()
    ? readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((path) => FILE.test(path) && statSync(join(folder, path)).isFile())
        .sort()
        .map((path) => join(folder, path))
    : [folder];
  const base = statSync(folder).isDirectory() ? folder : join(folder, "..");
  const resources: Resource[] = [];
  const sources = new Map<string, Source>();
  const skipped: Skipped[] = [];
  for (const path of files) {
    const file = relative(base, path);
    for (const document of documentsOf(readFileSync(path, "utf8"))) {
      const { line } = document;
      if (document.fault !== undefined) {
        skipped.push({ file, line, reason: document.fault });
        continue;
      }
      const objects = objectsOf(document.content);
      if (objects === undefined) skipped.push({ file, line, reason: "has no apiVersion and kind" });
      for (const object of objects ?? []) {
        const resource = resourceOf(object, `${file}#${resources.length}`);
        resources.push(resource);
        sources.set(resource.urn, { file, line });
      }
    }
  }
  return { resources, sources, skipped };
}

interface Document {
  readonly line: number;
  readonly content?: unknown;
  readonly fault?: string;
}

function documentsOf(text: string): readonly Document[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    merge: true,
    uniqueKeys: false,
    strict: false,
    logLevel: "silent",
    lineCounter: lines,
  });
  if ("empty" in documents) return [];
  return documents.flatMap((document): readonly Document[] => {
    const line = lines.linePos(document.contents?.range[0] ?? document.range[0]).line;
    const [error] = document.errors;
    if (error !== undefined) return [{ line, fault: `isn't YAML: ${error.message.split("\n")[0] ?? ""}` }];
    try {
      const content: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
      // Nothing between two separators isn't a document that somebody forgot.
      return content === null || content === undefined ? [] : [{ line, content }];
    } catch (error) {
      return [{ line, fault: `isn't YAML: ${error instanceof Error ? error.message : String(error)}` }];
    }
  });
}

/** The object itself, or the items of a list of them; undefined where it is neither. */
function objectsOf(content: unknown): readonly Readonly<Record<string, unknown>>[] | undefined {
  // A file of JSON may hold a plain list of objects.
  if (Array.isArray(content)) {
    const all = content.map(objectsOf);
    return all.length > 0 && all.every((objects) => objects !== undefined) ? all.flat() : undefined;
  }
  if (!isMap(content) || typeof content["apiVersion"] !== "string" || typeof content["kind"] !== "string")
    return undefined;
  const { items } = content as { items?: unknown };
  if (!content["kind"].endsWith("List") || !Array.isArray(items)) return [content];
  const itemKind = content["kind"].slice(0, -"List".length);
  return items.filter(isMap).flatMap((item) => {
    const typed = itemKind === "" ? item : { apiVersion: content["apiVersion"], kind: itemKind, ...item };
    return objectsOf(typed) ?? [];
  });
}

function resourceOf(object: Readonly<Record<string, unknown>>, urn: string): Resource {
  const props = mapOf(object);
  const apiVersion = String(object["apiVersion"]);
  const metadata = isMap(object["metadata"]) ? object["metadata"] : {};
  const name = metadata["name"] ?? metadata["generateName"];
  return {
    urn,
    type: `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${String(object["kind"])}`,
    name: typeof name === "string" ? name : "(no name)",
    props,
  };
}
