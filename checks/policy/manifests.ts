/** Kubernetes objects from a folder of YAML and JSON, as resources that rules judge. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { isMap } from "../../core/config/lenient";
import { UserError } from "../../core/problems";
import type { Resource } from "../../policy/framework/resource";
import { mapOf } from "../../policy/framework/value";
import { type Document, documentsOf } from "./documents";
import { manifestFiles, reason } from "./files";
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

/** Every file below the folder, or the one file. @throws UserError with every file that can't be read or is neither YAML nor JSON */
export function loadManifests(folder: string): Loaded {
  if (!existsSync(folder)) throw new UserError(`${folder} doesn't exist`);
  const isFolder = statSync(folder).isDirectory();
  const base = isFolder ? folder : dirname(folder);
  const resources: Resource[] = [];
  const sources = new Map<string, Source>();
  const skipped: Skipped[] = [];
  const faults: string[] = [];
  for (const path of isFolder ? manifestFiles(folder) : [folder]) {
    const file = relative(base, path);
    if (isChartTemplate(path)) {
      skipped.push({ file, line: 1, reason: "is a template of a chart: render it first (helm template)" });
      continue;
    }
    for (const document of read(path)) {
      const { line } = document;
      if (document.fault !== undefined) {
        faults.push(`${file}:${line}: ${document.fault}`);
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
  if (faults.length > 0) throw new UserError(faults.join("\n"));
  return { resources, sources, skipped };
}

function read(path: string): readonly Document[] {
  try {
    return documentsOf(readFileSync(path, "utf8"));
  } catch (error) {
    return [{ line: 1, fault: `can't be read: ${reason(error)}` }];
  }
}

/** Is it below the `templates` of a folder with a Chart.yaml? Such a file becomes YAML only once it is rendered. */
function isChartTemplate(path: string): boolean {
  const folders = path.split(/[\\/]/);
  return folders.some(
    (name, i) => name === "templates" && existsSync(join(folders.slice(0, i).join("/") || "/", "Chart.yaml")),
  );
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
