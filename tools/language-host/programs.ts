import { createRequire } from "node:module";
import path from "node:path";
import type { RunPluginRequest, RunRequest } from "@pulumi/pulumi/proto/language_pb";
import { runtimeOptions } from "./options";

/** A Node process to start: its arguments, what is added to the environment, and where. */
export interface Launch {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** The stack's program, by the SDK's own runner; the SDK reads the config and the names of its secrets from the environment. */
export function programLaunch(request: RunRequest, engine: string): Launch {
  const info = request.getInfo();
  const folder = info?.getProgramDirectory() ?? request.getPwd();
  const options = runtimeOptions(info);
  const flags: Readonly<Record<string, string>> = {
    monitor: request.getMonitorAddress(),
    engine,
    organization: request.getOrganization(),
    project: request.getProject(),
    "root-directory": info?.getRootDirectory() ?? "",
    stack: request.getStack(),
    pwd: folder,
    parallel: String(request.getParallel()),
  };
  const given = Object.entries(flags).flatMap(([name, value]) => (value === "" ? [] : [`--${name}`, value]));
  return {
    args: [
      ...[...options.nodeArgs, runner("run", folder), ...given],
      ...(request.getDryrun() ? ["--dry-run"] : []),
      ...[info?.getEntryPoint() ?? ".", ...request.getArgsList()],
    ],
    env: {
      ...options.env,
      PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().getEntryList())),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    },
    // Node resolves what `nodeargs` requires from here, wherever the project's own folder is.
    cwd: folder,
  };
}

/** A policy pack (or a provider written for Node). The engine gives the whole environment. */
export function pluginLaunch(request: RunPluginRequest): Launch {
  const info = request.getInfo();
  const folder = info?.getProgramDirectory() ?? request.getPwd();
  const options = runtimeOptions(info);
  const isPolicyPack = request.getKind() === "analyzer";
  const args = request.getArgsList();
  return {
    args: [
      ...[...options.nodeArgs, runner(isPolicyPack ? "run-policy-pack" : "run-plugin", folder)],
      // The packs' runner takes the folder last, the providers' runner first.
      ...(isPolicyPack ? [...args, folder] : [folder, ...args]),
    ],
    env: { ...environmentOf(request.getEnvList()), ...options.env },
    cwd: isPolicyPack ? folder : request.getPwd(),
  };
}

function environmentOf(entries: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    entries.map((entry) => [entry.slice(0, entry.indexOf("=")), entry.slice(entry.indexOf("=") + 1)]),
  );
}

/** The runner of the SDK that the program itself has; this project's where it has none. */
function runner(name: "run" | "run-plugin" | "run-policy-pack", folder: string): string {
  const module = `@pulumi/pulumi/cmd/${name}/index.js`;
  try {
    return createRequire(path.join(folder, "_")).resolve(module);
  } catch {
    return require.resolve(module);
  }
}
