import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { EXIT, runCommand } from "../../core/cli";
import { aim, table } from "./figures";

/**
 * `npm run bench:start [-- --cold]`: how long `npm start` takes. A sandbox of its own is used and removed; with `--cold`, also a fresh copy of the
 * committed and changed files with empty caches, which fetches and builds everything.
 */

const ROOT = path.resolve(__dirname, "..", "..");

interface Row {
  readonly what: string;
  readonly seconds: number;
  readonly limit: number;
}

interface Place {
  readonly dir: string;
  readonly env: NodeJS.ProcessEnv;
}

async function cold(work: string): Promise<readonly Row[]> {
  const place = freshCopy(work);
  try {
    return [await measure("npm start, nothing cached", 1_800, place, ["start"])];
  } finally {
    await stop(place);
  }
}

async function warm(place: Place): Promise<readonly Row[]> {
  await npm(place, ["run", "bootstrap"]);
  try {
    return [
      await measure("npm run bootstrap, all there", 2, place, ["run", "bootstrap"]),
      await measure("npm start, nothing running", 90, place, ["start"]),
      await measure("npm start, nothing to do", 20, place, ["start"]),
    ];
  } finally {
    await stop(place);
  }
}

const cells = ({ what, seconds, limit }: Row): readonly string[] => [
  what,
  `${seconds.toFixed(1)} s`,
  aim(seconds, limit, "s"),
];

/** Only what was begun: stopping needs the tools, and would make them. */
async function stop(place: Place): Promise<void> {
  if (fs.existsSync(path.join(place.env["SANDBOX_ROOT"] ?? "", "dev")))
    await npm(place, ["run", "sandbox", "--", "stop", "dev"]);
}

async function measure(what: string, limit: number, place: Place, args: readonly string[]): Promise<Row> {
  const started = Date.now();
  const code = await npm(place, args);
  if (code !== 0) throw new Error(`npm ${args.join(" ")} ended with exit code ${code}`);
  return { what, limit, seconds: (Date.now() - started) / 1000 };
}

function npm({ dir, env }: Place, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn("npm", args, { cwd: dir, env, stdio: ["ignore", 2, 2] });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

/** What a newcomer has after cloning, and no cache of npm, Go or Maven. */
function freshCopy(work: string): Place {
  const dir = path.join(work, "streaming");
  const files = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  for (const file of files.split("\0").filter((name) => name !== "" && fs.existsSync(path.join(ROOT, name)))) {
    fs.mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
    fs.copyFileSync(path.join(ROOT, file), path.join(dir, file));
  }
  const caches = path.join(work, "caches");
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PATH: (process.env["PATH"] ?? "")
      .split(path.delimiter)
      .filter((entry) => !entry.startsWith(path.join(ROOT, ".tools")))
      .join(path.delimiter),
    GOCACHE: path.join(caches, "go-build"),
    GOMODCACHE: path.join(caches, "go-modules"),
    MAVEN_OPTS: `-Dmaven.repo.local=${path.join(caches, "maven")}`,
    npm_config_cache: path.join(caches, "npm"),
    SANDBOX_ROOT: path.join(work, "cold-sandbox"),
  };
  return { dir, env };
}

/** Go's module cache is read-only, which would keep an ordinary user from removing it. */
function removeAll(dir: string): void {
  execFileSync("chmod", ["-R", "u+w", dir]);
  fs.rmSync(dir, { recursive: true, force: true });
}

void runCommand(
  {
    name: "bench:start",
    about: "Measures npm start in a sandbox of its own: from nothing running, and with nothing to do.",
    options: {
      cold: { type: "boolean", about: "Also from a fresh copy with empty caches, which takes many minutes." },
    },
  },
  async ({ cold: wanted }) => {
    const work = fs.mkdtempSync(path.join(os.tmpdir(), "bench-start-"));
    // PostgreSQL runs as another user where this one is root, and has to get at its data.
    fs.chmodSync(work, 0o755);
    try {
      const rows = wanted ? await cold(work) : [];
      const here: Place = { dir: ROOT, env: { ...process.env, SANDBOX_ROOT: path.join(work, "sandbox") } };
      process.stdout.write(table([...rows, ...(await warm(here))].map(cells)));
      return EXIT.clean;
    } finally {
      removeAll(work);
    }
  },
);
