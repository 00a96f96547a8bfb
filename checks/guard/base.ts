import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { UserError } from "../../core/problems";

/** Another revision of the project, written out so that its own code can be run. */
export interface Revision {
  readonly commit: string;
  readonly dir: string;
  /** Whether it is run with the packages of its own lockfile. */
  readonly ownPackages: boolean;
}

/**
 * Writes a revision's files below the project, where Node finds the project's packages; once for each commit and set of packages.
 * @param modules folder of packages to run it with instead
 * @throws UserError where git doesn't know it
 */
export function checkOut(root: string, ref: string, modules?: string): Revision {
  if (modules !== undefined) requirePackages(modules);
  const commit = git(root, ref, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`])
    .toString()
    .trim();
  const all = join(root, ".tools", "cache", "revisions");
  const dir = join(all, `${commit}-${packagesId(root, modules)}`);
  if (!existsSync(dir)) {
    mkdirSync(all, { recursive: true });
    makeRoom(all);
    writeOut(root, ref, commit, dir, modules);
  }
  return { commit, dir, ownPackages: modules !== undefined || sameLock(root, dir) };
}

function writeOut(root: string, ref: string, commit: string, dir: string, modules: string | undefined): void {
  const half = mkdtempSync(`${dir}-`);
  // Tests and pages play no part in a plan.
  const files = git(root, ref, ["archive", "--format=tar", commit, "--", ".", ":(exclude)test", ":(exclude)docs"]);
  execFileSync("tar", ["-x", "-C", half], { input: files, stdio: ["pipe", "ignore", "inherit"] });
  if (modules !== undefined) symlinkSync(modules, join(half, "node_modules"));
  try {
    renameSync(half, dir);
  } catch (error) {
    // Somebody else was faster, with the same files.
    rmSync(half, { recursive: true });
    if (!existsSync(dir)) throw error;
  }
}

const LOCK = "package-lock.json";
const readIfThere = (file: string): Buffer => (existsSync(file) ? readFileSync(file) : Buffer.alloc(0));
const sameLock = (root: string, dir: string): boolean =>
  existsSync(join(dir, LOCK)) && readFileSync(join(dir, LOCK)).equals(readIfThere(join(root, LOCK)));

/** What was planned with other packages isn't used again. */
const packagesId = (root: string, modules: string | undefined): string =>
  createHash("sha256")
    .update(modules === undefined ? readIfThere(join(root, LOCK)) : realpathSync(modules))
    .digest("hex")
    .slice(0, 8);

function requirePackages(modules: string): void {
  if (!existsSync(join(modules, "@pulumi", "pulumi", "package.json")))
    throw new UserError(
      `--base-modules must be a node_modules folder that npm ci filled for that revision; ${modules} has no @pulumi/pulumi`,
    );
}

const KEPT = 5;
const DAY_MS = 86_400_000;

/** Revisions that nobody has compared with for a day go, but for the last few. */
function makeRoom(all: string): void {
  const age = (name: string): number => Date.now() - statSync(join(all, name)).mtimeMs;
  const oldest = readdirSync(all)
    .map((name) => ({ name, age: age(name) }))
    .sort((a, b) => a.age - b.age)
    .slice(KEPT);
  for (const { name, age: ms } of oldest) if (ms > DAY_MS) rmSync(join(all, name), { recursive: true, force: true });
}

function git(root: string, ref: string, args: readonly string[]): Buffer {
  try {
    return execFileSync("git", args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], maxBuffer: 512 * 1024 * 1024 });
  } catch {
    throw new UserError(
      `${JSON.stringify(ref)} is no revision that git knows in ${root}; fetch it first, or name another with --base`,
    );
  }
}
