/** Writes a render's files, and only ever over an earlier render. */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "../../core/problems";
import { LIST } from "./list";

/** Refuses a folder that holds something else, before anything is worked out or written. */
export function requireRenderFolder(folder: string): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) throw new UserError(`${folder} must be a folder; it is a file`);
  const entries = readdirSync(folder);
  if (entries.length > 0 && !entries.includes(LIST))
    throw new UserError(
      `${folder} must be empty or an earlier render (with ${LIST}); it holds ${entries.slice(0, 3).join(", ")}${entries.length > 3 ? " …" : ""}`,
    );
}

export interface Written {
  readonly changed: number;
  readonly removed: number;
}

/** Writes what differs and removes what an earlier render left behind. */
export function writeFolder(folder: string, files: ReadonlyMap<string, string>): Written {
  mkdirSync(folder, { recursive: true });
  const stale = filesUnder(folder).filter((path) => !files.has(path));
  for (const path of stale) rmSync(join(folder, path));
  const changed = [...files].filter(([path, content]) => contentOf(join(folder, path)) !== content);
  for (const [path, content] of changed) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  removeEmptyFolders(folder);
  return { changed: changed.length, removed: stale.length };
}

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (path) => !statSync(join(folder, path)).isDirectory(),
  );
}

function contentOf(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

function removeEmptyFolders(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true }).filter((e) => e.isDirectory())) {
    const path = join(folder, entry.name);
    removeEmptyFolders(path);
    if (readdirSync(path).length === 0) rmdirSync(path);
  }
}
