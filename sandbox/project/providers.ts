import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { UserError } from "../../core/problems";
import { listIfExists } from "../files";
import { REPOSITORY } from "../layout";

/** Which executable serves a provider in the sandbox. */
export interface ProviderChoice {
  readonly name: string;
  readonly kind: "stand-in" | "plugin";
  /** Folder that holds `pulumi-resource-<name>`. */
  readonly folder: string;
}

/** Where the caller has plugins: read from the caller's environment, before the sandbox sets its own. */
export interface CallerEnvironment {
  readonly PATH?: string | undefined;
  readonly PULUMI_HOME?: string | undefined;
  readonly SANDBOX_PROVIDERS?: string | undefined;
}

const STAND_INS = path.join(REPOSITORY, "sandbox", "providers", "bin");

/** A stand-in for each provider; with `SANDBOX_PROVIDERS=plugins` the real plugin wherever the caller has one that fits. */
export function chooseProviders(caller: CallerEnvironment, sandboxRoot: string): readonly ProviderChoice[] {
  const mode = caller.SANDBOX_PROVIDERS ?? "";
  if (mode !== "" && mode !== "plugins" && mode !== "stand-ins") {
    throw new UserError(`SANDBOX_PROVIDERS must be plugins or stand-ins (or unset), got ${JSON.stringify(mode)}`);
  }
  const names = listIfExists(STAND_INS).filter((name) => isExecutable(path.join(STAND_INS, name), name));
  return names.map((name) => {
    const plugin = mode === "plugins" ? findPlugin(name, sdkMajor(name), caller, sandboxRoot) : undefined;
    return plugin === undefined
      ? { name, kind: "stand-in", folder: path.join(STAND_INS, name) }
      : { name, kind: "plugin", folder: plugin };
  });
}

/** On PATH; else the highest version of the SDK's major under `$PULUMI_HOME/plugins`. */
export function findPlugin(
  name: string,
  major: number,
  caller: CallerEnvironment,
  sandboxRoot: string,
): string | undefined {
  const onPath = (caller.PATH ?? "")
    .split(path.delimiter)
    .filter((dir) => path.isAbsolute(dir) && isExecutable(dir, name));
  if (onPath[0] !== undefined) return onPath[0];
  // In a shell that took the sandbox's own environment, PULUMI_HOME says nothing about the caller's plugins.
  const given = caller.PULUMI_HOME;
  const home = given && !given.startsWith(sandboxRoot + path.sep) ? given : path.join(os.homedir(), ".pulumi");
  const plugins = path.join(home, "plugins");
  const versions = listIfExists(plugins)
    .flatMap((folder) => {
      const match = new RegExp(`^resource-${name}-v(\\d+)\\.(\\d+)\\.(\\d+)$`).exec(folder);
      return match ? [{ folder: path.join(plugins, folder), version: match.slice(1).map(Number) }] : [];
    })
    .filter(({ folder, version }) => version[0] === major && isExecutable(folder, name))
    .sort((a, b) => compareVersions(b.version, a.version));
  return versions[0]?.folder;
}

const compareVersions = (a: readonly number[], b: readonly number[]): number =>
  a.map((part, i) => part - (b[i] ?? 0)).find((difference) => difference !== 0) ?? 0;

function sdkMajor(name: string): number {
  const file = path.join(REPOSITORY, "node_modules", "@pulumi", name, "package.json");
  const { version } = JSON.parse(fs.readFileSync(file, "utf8")) as { readonly version: string };
  return Number(version.split(".")[0]);
}

function isExecutable(folder: string, provider: string): boolean {
  try {
    const file = path.join(folder, `pulumi-resource-${provider}`);
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
