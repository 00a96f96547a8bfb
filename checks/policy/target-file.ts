/** `--target-config FILE`: what objects that aren't a stack's are judged against. */
import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { asProblem, faultsOf } from "../../core/config/faults";
import { isMap } from "../../core/config/lenient";
import { TargetConfig, targetFaults } from "../../core/config/target";
import { ConfigError, UserError } from "../../core/problems";
import type { Pack } from "../../policy/framework/crossguard";
import { settingsFor } from "../../policy/framework/settings";
import { parseWorkload } from "../../policy/framework/workload";
import { RULES } from "../../policy/rules";

/** The value of `streaming:target`, with `workload`, `policies` and `waivers` beside its settings. All faults are told at once. */
export function readTargetFile(file: string, today: string): Pack {
  if (!existsSync(file)) throw new UserError(`${file} doesn't exist`);
  let content: unknown;
  try {
    content = parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UserError(`${file} isn't valid YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
  return packOf(content, file, today);
}

export function packOf(content: unknown, file: string, today: string): Pack {
  if (!isMap(content)) throw new UserError(`${file} must hold the value of streaming:target: settings by name`);
  const { workload: rawWorkload, policies, waivers, ...rawTarget } = content;
  const target = TargetConfig.safeParse(rawTarget);
  const { workload, problems } = parseWorkload(rawWorkload);
  if (!target.success)
    throw new ConfigError(file, [...faultsOf(target.error, TargetConfig, rawTarget).map(asProblem), ...problems]);
  const { settings, problems: unset } = settingsFor(RULES, target.data.kind, { policies, waivers });
  const all = [
    ...targetFaults({ target: target.data }).map((fault) => asProblem({ ...fault, path: fault.path.slice(1) })),
    ...problems,
    ...unset,
  ];
  if (all.length > 0) throw new ConfigError(file, all);
  return { surroundings: { target: target.data, workload, source: "files" }, settings, today };
}
