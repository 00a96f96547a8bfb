import { existsSync, readFileSync, readdirSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { parse } from "yaml";
import { ENCRYPTED, readStackFile } from "../../core/config/stack-file";
import { ConfigError, UserError } from "../../core/problems";
import { parseConfig } from "../../stacks/config";
import { program } from "../../stacks/program";
import { ALL_SECRET_KEYS, secretKeys } from "../../stacks/secrets";
import { RecordingMonitor, STACK_TYPE } from "./monitor";
import { runProgram } from "./runtime";
import type { Plan } from "./types";

export interface PlanRequest {
  /** The folder with `Pulumi.yaml`. */
  readonly projectDir: string;
  /** Path of the stack's config. */
  readonly stackFile: string;
  /** Default: the middle of `Pulumi.<stack>.yaml`. */
  readonly stack?: string;
}

/**
 * Plans a stack without the CLI, a cluster or credentials: as `pulumi preview` would on an empty stack. Secrets are placeholders.
 * @throws ConfigError, UserError for what the stack's file has wrong
 */
export async function planStack({ projectDir, stackFile, stack = stackNameOf(stackFile) }: PlanRequest): Promise<Plan> {
  const project = projectName(projectDir);
  const shownAs = shownPath(projectDir, stackFile);
  requireFile(projectDir, stackFile, shownAs);
  const file = readStackFile(stackFile, project, shownAs);
  refusePlainSecrets(file, shownAs);
  const config = parseConfig(file.values, shownAs);
  const secrets = secretKeys(config).map(({ key }) => key);
  const placeholders = Object.fromEntries(secrets.map((key) => [key, ENCRYPTED]));
  const monitor = new RecordingMonitor(project, stack);
  const warnings = await runProgram(() => program(config), {
    monitor,
    config: { ...placeholders, ...file.values },
    secretKeys: [...new Set([...secrets, ...file.secretKeys])],
  });
  const { resources } = monitor;
  return {
    project,
    stack,
    resources,
    outputs: resources.find(({ type }) => type === STACK_TYPE)?.outputs ?? {},
    warnings,
  };
}

/** `Pulumi.dev.yaml` is the stack `dev`; other names stand for themselves. */
export function stackNameOf(stackFile: string): string {
  const name = basename(stackFile).replace(/\.ya?ml$/, "");
  return name.startsWith("Pulumi.") ? name.slice("Pulumi.".length) : name;
}

/** Stacks that have a file in the project's folder, sorted. */
export function stackNames(projectDir: string): readonly string[] {
  return readdirSync(projectDir)
    .filter((name) => /^Pulumi\..+\.ya?ml$/.test(name))
    .map(stackNameOf)
    .sort();
}

function requireFile(projectDir: string, stackFile: string, shownAs: string): void {
  if (!existsSync(stackFile))
    throw new UserError(
      `${shownAs} doesn't exist; stacks with a config here: ${stackNames(projectDir).join(", ") || "none"}`,
    );
}

export function projectName(projectDir: string): string {
  const file = join(projectDir, "Pulumi.yaml");
  let content: unknown;
  try {
    content = parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UserError(`${file} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof content === "object" && content !== null && "name" in content && typeof content.name === "string")
    return content.name;
  throw new UserError(`${file} has no name`);
}

function shownPath(projectDir: string, stackFile: string): string {
  const path = relative(projectDir, stackFile);
  return path.startsWith("..") ? stackFile : path;
}

function refusePlainSecrets(
  file: { readonly values: Readonly<Record<string, string>>; readonly secretKeys: readonly string[] },
  shownAs: string,
): void {
  const problems = ALL_SECRET_KEYS.filter(
    (key) => (file.values[key] ?? "") !== "" && !file.secretKeys.includes(key),
  ).map((key) => ({
    path: key,
    message: `must be encrypted; set it with pulumi config set --secret ${key}`,
  }));
  if (problems.length > 0) throw new ConfigError(shownAs, problems);
}
