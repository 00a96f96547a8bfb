import fs from "node:fs";
import path from "node:path";

export interface Dependency {
  readonly name: string;
  readonly version: string;
}

interface Manifest {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** What the program's package.json asks for, in the versions that are installed. */
export function installedDependencies(folder: string): readonly Dependency[] {
  const root = manifestFolder(folder);
  if (root === undefined) return [];
  const names = Object.keys(readManifest(root)?.dependencies ?? {}).sort();
  return names.map((name) => ({ name, version: readManifest(path.join(root, "node_modules", name))?.version ?? "" }));
}

/** The nearest folder upwards with a package.json. */
function manifestFolder(folder: string): string | undefined {
  if (fs.existsSync(path.join(folder, "package.json"))) return folder;
  const parent = path.dirname(folder);
  return parent === folder ? undefined : manifestFolder(parent);
}

function readManifest(folder: string): Manifest | undefined {
  const file = path.join(folder, "package.json");
  return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, "utf8")) as Manifest) : undefined;
}
