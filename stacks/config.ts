import { z } from "zod";
import { AccessConfig } from "../core/config/access";
import { type Fault, asProblem, faultsOf, inSchemaOrder } from "../core/config/faults";
import { settings } from "../core/config/fields";
import { isMap, lenient } from "../core/config/lenient";
import { TargetConfig, targetFaults } from "../core/config/target";
import { ConfigError } from "../core/problems";
import { AppHubConfig, appHubFaults } from "./apphub-config";
import { ALL_SECRET_KEYS } from "./secrets";

const PREFIX = "streaming:";

export const StackConfig = settings({
  target: TargetConfig.describe("The cluster that the stack is made for."),
  access: AccessConfig.prefault({}).describe("How the machine that runs `pulumi up` reaches it."),
  operators: settings({
    install: z.literal(false, { error: "must be false: the cluster must have its operators already" }),
  })
    .optional()
    .describe("Whether the stack installs CloudNativePG, Strimzi and the Flink operator."),
  apphub: AppHubConfig.optional().describe("AppHub's streaming core. Absent: switched off."),
});
export type StackConfig = z.output<typeof StackConfig>;

/** Keys that the project will have; until then a stack that relies on one must not deploy half of what it says. */
const NOT_BUILT = ["corePlatform", "streamflow", "streamhouse", "alerting", "objectStore", "monitoring", "waivers"];

/**
 * The stack's config from what Pulumi hands to a program: full keys (`streaming:target`) to text, objects as JSON.
 * Keys of other namespaces (`pulumi:…`, `aws:…`) are left alone. All faults are thrown at once, as they stand in `file`.
 */
export function parseConfig(values: Readonly<Record<string, string>>, file = "The stack's config"): StackConfig {
  const raw = Object.fromEntries(
    Object.entries(values)
      .filter(([key]) => key.startsWith(PREFIX) && !ALL_SECRET_KEYS.includes(key))
      .map(([key, value]) => [key.slice(PREFIX.length), parseValue(value)]),
  );
  const { built, unbuilt } = splitUnbuilt(raw);
  const result = StackConfig.safeParse(built);
  const faults = [
    ...(result.success ? [] : faultsOf(result.error, StackConfig, built)),
    ...unbuilt,
    ...ruleFaults(built),
  ];
  if (result.success && faults.length === 0) return result.data;
  throw new ConfigError(file, inSchemaOrder(StackConfig, raw, faults).map(asProblem));
}

function parseValue(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function splitUnbuilt(raw: Readonly<Record<string, unknown>>) {
  const isUnbuilt = ([key]: readonly [string, unknown]) => NOT_BUILT.includes(key);
  const entries = Object.entries(raw);
  return {
    built: Object.fromEntries(entries.filter((entry) => !isUnbuilt(entry))),
    unbuilt: entries
      .filter(isUnbuilt)
      .map(([key]): Fault => ({ path: [key], message: "isn't built yet; remove the key" })),
  };
}

function ruleFaults(raw: Readonly<Record<string, unknown>>): readonly Fault[] {
  const { target, access, apphub } = lenient(StackConfig, raw) ?? {};
  const typed = isMap(raw["apphub"]) ? raw["apphub"]["topics"] : undefined;
  return [
    ...targetFaults({ target }),
    ...(apphub === undefined
      ? []
      : [
          ...missingAccess(raw),
          ...appHubFaults(apphub, {
            target,
            access: access?.apphub,
            typedTopics: isMap(typed) ? Object.keys(typed) : undefined,
          }),
        ]),
  ];
}

/** A platform's topics and databases can't be made without an address for them. */
function missingAccess(raw: Readonly<Record<string, unknown>>): readonly Fault[] {
  const access = isMap(raw["access"]) ? raw["access"]["apphub"] : undefined;
  return ["kafka", "postgres"]
    .filter((part) => access === undefined || (isMap(access) && access[part] === undefined))
    .map((part) => ({
      path: ["access", "apphub", part],
      message: "is required: AppHub's topics and database are made through it",
    }));
}
