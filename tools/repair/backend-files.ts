/**
 * What a killed run leaves half-written in a backend that is a folder. The CLI writes each file beside its place and moves it there when it is whole,
 * but what it notes of the file (`.attrs`) in place: without such notes it reads a file all the same, with half of them it reads nothing any more.
 */
import fs from "node:fs";
import path from "node:path";
import { listIfExists, readIfExists } from "../../sandbox/files";

/** Folder with a stack's locks. */
export const lockFolder = (folder: string, project: string, stack: string): string =>
  path.join(folder, ".pulumi", "locks", "organization", project, path.basename(stack));

/** Ends the name of a file that isn't in its place yet. */
export const UNPLACED = ".tmp";

/** Removes notes that can't be read and files that nobody will move in place; a line for each. For when no run of the stack lives. */
export function clearUnfinished(folder: string, project: string, stack: string): readonly string[] {
  const name = path.basename(stack);
  const states = filesIn(path.join(folder, ".pulumi", "stacks", project)).filter((file) =>
    path.basename(file).startsWith(`${name}.json`),
  );
  const history = filesIn(path.join(folder, ".pulumi", "history", project, name));
  const locks = filesIn(lockFolder(folder, project, stack));
  const unfinished = [
    ...[...states, ...history].filter((file) => file.endsWith(UNPLACED) || isHalfNoted(file)),
    // Whole ones say whose they are, wherever they lie.
    ...locks.filter((file) => file.endsWith(UNPLACED) && !isJson(file)),
  ];
  for (const file of unfinished) fs.rmSync(file, { force: true });
  return unfinished.map((file) => `cleared ${path.relative(folder, file)}, which a killed run had left unfinished`);
}

const filesIn = (dir: string): readonly string[] => listIfExists(dir).map((name) => path.join(dir, name));

const isHalfNoted = (file: string): boolean => file.endsWith(".attrs") && !isJson(file);

function isJson(file: string): boolean {
  try {
    JSON.parse(readIfExists(file) ?? "");
    return true;
  } catch {
    return false;
  }
}
