import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
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
 * Writes a revision's files below the project, where Node finds the project's packages; once for each commit.
 * @param modules folder of packages to run it with instead
 * @throws UserError where git doesn't know it
 */
export function checkOut(root: string, ref: string, modules?: string): Revision {
  const commit = git(root, ref, ["rev-parse", "--verify", "--quiet", `${ref}^{commit}`])
    .toString()
    .trim();
  const dir = join(root, ".tools", "cache", "revisions", modules === undefined ? commit : `${commit}-own`);
  if (!existsSync(dir)) {
    mkdirSync(join(dir, ".."), { recursive: true });
    const half = mkdtempSync(`${dir}-`);
    const files = git(root, ref, ["archive", "--format=tar", commit]);
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
  return { commit, dir, ownPackages: modules !== undefined || sameLock(root, dir) };
}

const LOCK = "package-lock.json";
const sameLock = (root: string, dir: string): boolean =>
  existsSync(join(dir, LOCK)) && readFileSync(join(dir, LOCK)).equals(readFileSync(join(root, LOCK)));

function git(root: string, ref: string, args: readonly string[]): Buffer {
  try {
    return execFileSync("git", args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], maxBuffer: 512 * 1024 * 1024 });
  } catch {
    throw new UserError(
      `${JSON.stringify(ref)} is no revision that git knows in ${root}; fetch it first, or name another with --base`,
    );
  }
}

/** What `npm run render` of that revision writes for a stack; undefined where it had no such stack. Its code runs in a process of its own. */
export async function renderOf({ dir, commit }: Revision, stack: string): Promise<string | undefined> {
  if (!existsSync(join(dir, `Pulumi.${stack}.yaml`))) return undefined;
  const out = join(dir, ".rendered", stack);
  const list = join(out, "resources.json");
  if (existsSync(list)) return list;
  const child = spawn(
    process.execPath,
    ["--import", "tsx", join(dir, "checks", "render.ts"), "--stack", stack, "--out", out],
    {
      cwd: dir,
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  const said: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code === 0 && existsSync(list)) return list;
  rmSync(out, { recursive: true, force: true });
  throw new UserError(
    `The stack ${stack} of ${commit.slice(0, 12)} can't be rendered by that revision's own code:\n${Buffer.concat(said).toString().trim()}`,
  );
}
