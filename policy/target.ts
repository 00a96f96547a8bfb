/** What the pack knows of the stack that it judges: its config, as the CLI hands it to every pack. */
import { runtime } from "@pulumi/pulumi";
import { asProblem, faultsOf } from "../core/config/faults";
import { TargetConfig } from "../core/config/target";
import { valueOf } from "../core/config/value";
import { ConfigError, UserError } from "../core/problems";
import type { Pack } from "./framework/crossguard";
import type { RawSettings } from "./framework/settings";
import { settingsFor } from "./framework/settings";
import type { Surroundings } from "./framework/scene";
import { workloadOf } from "./framework/workload";
import { RULES } from "./rules";

const PREFIX = "streaming:";
const KEYS = ["target", "policies", "waivers", "apphub", "corePlatform", "streamflow", "streamhouse"];

/** Settings by key without the project's name, from what Pulumi gives as text. */
export function stackSettings(get: (key: string) => string | undefined): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    KEYS.flatMap((key) => {
      const text = get(PREFIX + key);
      return text === undefined ? [] : [[key, valueOf(text)] as const];
    }),
  );
}

/** @throws ConfigError where the target or the rules' settings are faulty */
export function packFor(config: Readonly<Record<string, unknown>>, today: string, file = "The stack's config"): Pack {
  if (config["target"] === undefined)
    throw new UserError(`${file} has no ${PREFIX}target: policies can't tell what to demand`);
  const target = TargetConfig.safeParse(config["target"]);
  if (!target.success)
    throw new ConfigError(
      file,
      faultsOf(target.error, TargetConfig, config["target"]).map((f) =>
        asProblem({ ...f, path: ["target", ...f.path] }),
      ),
    );
  const surroundings: Surroundings = { target: target.data, workload: workloadOf(config), source: "stack" };
  return { surroundings, settings: settingsOf(config, surroundings, file), today };
}

export function settingsOf(
  { policies, waivers }: RawSettings,
  { target }: Surroundings,
  file: string,
): Pack["settings"] {
  const { settings, problems } = settingsFor(RULES, target.kind, { policies, waivers });
  if (problems.length > 0) throw new ConfigError(file, problems);
  return settings;
}

let pack: Pack | undefined;

/** Read once: a pack's process judges one stack. */
export function currentPack(): Pack {
  pack ??= packFor(stackSettings(runtime.getConfig), new Date().toISOString().slice(0, 10));
  return pack;
}
