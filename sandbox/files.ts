import fs from "node:fs";
import path from "node:path";

/** Writes a file so that a reader sees the old or the new content, never half of it. Parent folders are made. */
export function writeFileAtomically(file: string, content: string, mode = 0o644): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  fs.writeFileSync(temporary, content, { mode });
  fs.chmodSync(temporary, mode);
  fs.renameSync(temporary, file);
}

/** Writes only where the content differs; true if it did. */
export function writeIfChanged(file: string, content: string, mode = 0o644): boolean {
  if (readIfExists(file) === content) return false;
  writeFileAtomically(file, content, mode);
  return true;
}

/** A file's text; undefined where there is no such file. */
export function readIfExists(file: string): string | undefined {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    if (isErrno(error, "ENOENT") || isErrno(error, "ENOTDIR")) return undefined;
    throw error;
  }
}

/** Names in a folder, sorted; none where there is no such folder. */
export function listIfExists(dir: string): readonly string[] {
  try {
    return fs.readdirSync(dir).sort();
  } catch (error) {
    if (isErrno(error, "ENOENT")) return [];
    throw error;
  }
}

export function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
