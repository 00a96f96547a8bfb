import fs from "node:fs";
import path from "node:path";
import { UserError } from "../core/problems";

const ROOT = path.resolve(__dirname, "..");

/** Programs that a command may run. `java` is the one that bootstrap found, `moto-python` the Python that has moto; the others are pinned in versions.json. */
export const PROGRAMS = [
  "node",
  "pulumi",
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kwok",
  "kubectl",
  "promtool",
  "java",
  "moto-python",
] as const;

/** Folders: Kafka's jars, PostgreSQL (with `bin/`), CRDs (one YAML file each, named as the CRD), kwok's own stages. */
export const FOLDERS = ["kafka-libs", "postgres", "crds", "kwok-stages"] as const;

export type ToolName = (typeof PROGRAMS)[number] | (typeof FOLDERS)[number];

/** Absolute path of a tool, as bootstrap recorded it in `.tools/paths.json`. */
export function toolPath(name: ToolName): string {
  const recorded = readRecord()[name];
  if (recorded === undefined) throw new UserError(`The tool "${name}" isn't there yet: run npm run bootstrap.`);
  return path.resolve(ROOT, recorded);
}

/** Folders to put first in PATH, so that `node`, `pulumi` and `kubectl` are the ones that the commands use. */
export function pathEntries(): readonly string[] {
  return [path.join(ROOT, ".tools", "bin")];
}

/** A copy of the environment with `pathEntries()` first in PATH. */
export function withTools(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return { ...env, PATH: [...pathEntries(), env["PATH"] ?? ""].join(path.delimiter) };
}

/** Paths relative to the repository, or absolute for what was found elsewhere. */
function readRecord(): Readonly<Record<string, string>> {
  try {
    return JSON.parse(fs.readFileSync(path.join(ROOT, ".tools", "paths.json"), "utf8")) as Record<string, string>;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw error;
  }
}
