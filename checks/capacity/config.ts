import { z } from "zod";
import { RedpandaConfig } from "../../components/kafka/redpanda/config";
import { MonitoringConfig } from "../../components/monitoring/config";
import { AccessConfig } from "../../core/config/access";
import { asProblem, faultsOf, inSchemaOrder, written, type Fault } from "../../core/config/faults";
import { settings, size } from "../../core/config/fields";
import { isMap, lenient } from "../../core/config/lenient";
import { TargetConfig, targetFaults } from "../../core/config/target";
import { ConfigError } from "../../core/problems";
import { AppHubConfig, appHubFaults } from "../../stacks/apphub-config";
import { ALL_SECRET_KEYS } from "../../stacks/secrets";
import { StreamflowConfig } from "../../stacks/streamflow-config";
import { streamflowFaults } from "../../stacks/streamflow-faults";

/** The program refuses a volume below 20Gi; here it is let through, so that the model says why it isn't enough. */
const AnyVolume = AppHubConfig.extend({
  redpanda: RedpandaConfig.extend({ volume: size().optional().describe("Volume of each broker.") }),
});

const NOT_YET = "Sized by `npm run capacity`, but not deployed yet: a stack that has this key is refused.";

/** Parts whose sizes are known before their components are there. */
export const SIZED_ONLY = {
  monitoring: MonitoringConfig.optional().describe(
    `Prometheus, Alertmanager and Grafana. Sizes that are left out are derived. ${NOT_YET}`,
  ),
  streamflow: StreamflowConfig.optional().describe(`StreamFlow Analytics. ${NOT_YET}`),
} as const;

/** What the capacity model reads of a stack's config: everything that is sized, also platforms whose components aren't there yet. */
export const CapacityConfig = settings({
  target: TargetConfig.describe("The cluster that the stack is made for."),
  access: AccessConfig.prefault({}).describe("Not sized."),
  operators: settings({ install: z.boolean() }).optional().describe("Operators' pods count either way."),
  apphub: AnyVolume.optional().describe("AppHub's streaming core. Absent: switched off."),
  ...SIZED_ONLY,
});
export type CapacityConfig = z.output<typeof CapacityConfig>;

const PREFIX = "streaming:";
/** Keys of the project that the model doesn't know yet. */
const NOT_SIZED = ["corePlatform", "streamhouse", "alerting", "objectStore", "waivers"];

/** Settings as typed, by their key without the project's prefix. */
export type Raw = Readonly<Record<string, unknown>>;

export function rawOf(values: Readonly<Record<string, string>>): Raw {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([key]) => key.startsWith(PREFIX) && !ALL_SECRET_KEYS.includes(key))
      .map(([key, value]) => [key.slice(PREFIX.length), parseValue(value)]),
  );
}

function parseValue(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** All faults at once, in the order of the schema. */
export function parseCapacityConfig(raw: Raw, file: string): CapacityConfig {
  const unsized = Object.keys(raw).filter((key) => NOT_SIZED.includes(key));
  const sized = Object.fromEntries(Object.entries(raw).filter(([key]) => !unsized.includes(key)));
  const result = CapacityConfig.safeParse(sized);
  const single = result.success ? [] : faultsOf(result.error, CapacityConfig, sized);
  const faults: readonly Fault[] = [
    ...single,
    ...unsized.map((key): Fault => ({ path: [key], message: "isn't built yet; remove the key" })),
    ...ruleFaults(sized).filter((rule) => !single.some((fault) => written(fault.path) === written(rule.path))),
  ];
  if (result.success && faults.length === 0) return result.data;
  throw new ConfigError(file, inSchemaOrder(CapacityConfig, raw, faults).map(asProblem));
}

function ruleFaults(raw: Raw): readonly Fault[] {
  const { target, apphub, streamflow } = lenient(CapacityConfig, raw) ?? {};
  const none =
    apphub === undefined && streamflow === undefined && raw["apphub"] === undefined && raw["streamflow"] === undefined;
  return [
    ...targetFaults({ target }),
    ...(apphub === undefined
      ? []
      : appHubFaults(apphub, { target, access: undefined, typedTopics: topicsOf(raw["apphub"]) })),
    ...streamflowFaults(streamflow, target, topicsOf(raw["streamflow"])),
    ...(none
      ? [{ path: ["apphub"], message: "or streamflow is required: without a platform there is nothing to size" }]
      : []),
  ];
}

const topicsOf = (platform: unknown): readonly string[] | undefined =>
  isMap(platform) && isMap(platform["topics"]) ? Object.keys(platform["topics"]) : undefined;
