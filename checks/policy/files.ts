/** Files of YAML and JSON below a folder, links followed, each folder once. */
import { type Stats, readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../core/problems";

const MANIFEST = /\.(ya?ml|json)$/i;
/** Nobody's manifests are in there. */
const NEVER = new Set([".git", "node_modules"]);

/** In the order of their names. @throws UserError with everything that can't be read */
export function manifestFiles(folder: string): readonly string[] {
  const faults: string[] = [];
  const seen = new Set<string>();
  const files = below(folder);
  if (faults.length > 0) throw new UserError(faults.join("\n"));
  return files;

  function below(path: string): readonly string[] {
    const own = attempt(path, () => realpathSync(path));
    // A link to a folder that was read already, or to one above itself, has nothing new.
    if (own === undefined || seen.has(own)) return [];
    seen.add(own);
    const names = attempt(path, () => readdirSync(path).sort()) ?? [];
    return names
      .filter((name) => !NEVER.has(name))
      .flatMap((name) => {
        const entry = join(path, name);
        const stats = isOurs(entry) ? attempt(entry, () => statSync(entry)) : folderOf(entry);
        if (stats?.isDirectory() === true) return below(entry);
        return stats?.isFile() === true && isOurs(entry) ? [entry] : [];
      });
  }

  function attempt<T>(path: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      faults.push(`${path} can't be read: ${reason(error)}`);
      return undefined;
    }
  }
}

const isOurs = (path: string): boolean => MANIFEST.test(path);

/** What isn't ours may be broken: a link that leads nowhere matters only where a manifest was meant. */
function folderOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

/** `EACCES: permission denied`, without what Node adds. */
export const reason = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split(", ")[0] ?? "";
