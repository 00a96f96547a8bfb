import type { z } from "zod";
import { AlertingConfig, alertingFaults } from "../components/monitoring/alerting/config";
import { MonitoringConfig } from "../components/monitoring/config";
import { ObjectStoreConfig, objectStoreFaults } from "../components/object-store/config";
import { OperatorsConfig } from "../components/operators/config";
import { AccessConfig } from "../core/config/access";
import { type Fault, asProblem, faultsOf, inSchemaOrder } from "../core/config/faults";
import { settings } from "../core/config/fields";
import { isMap, lenient } from "../core/config/lenient";
import { GuardConfig, PoliciesConfig, WaiversConfig } from "../core/config/policies";
import { TargetConfig, targetFaults } from "../core/config/target";
import { valueOf } from "../core/config/value";
import { ConfigError } from "../core/problems";
import { AppHubConfig, appHubFaults } from "./apphub-config";
import { ALL_SECRET_KEYS } from "./secrets";
import { StreamflowConfig } from "./streamflow-config";
import { streamflowFaults } from "./streamflow-faults";
import { accessFaults } from "./access-faults";

const PREFIX = "streaming:";

export const StackConfig = settings({
  target: TargetConfig.describe("The cluster that the stack is made for."),
  access: AccessConfig.prefault({}).describe("How the machine that runs `pulumi up` reaches it."),
  operators: OperatorsConfig.prefault({}).describe(
    "CloudNativePG, Strimzi and the Flink operator, one of each on a cluster.",
  ),
  objectStore: ObjectStoreConfig.optional().describe("Where checkpoints, savepoints and backups are kept."),
  monitoring: MonitoringConfig.optional().describe(
    "Prometheus, Alertmanager and Grafana. Sizes that are left out are derived. Absent: switched off.",
  ),
  alerting: AlertingConfig.optional().describe("Who is told of alerts. Absent: nobody."),
  apphub: AppHubConfig.optional().describe("AppHub's streaming core. Absent: switched off."),
  streamflow: StreamflowConfig.optional().describe("StreamFlow Analytics. Absent: switched off."),
  policies: PoliciesConfig.optional().describe(
    "Rules by id: their level, and arguments of their own (docs/policies.md).",
  ),
  guard: GuardConfig.optional().describe(
    "What `pulumi up` and `pulumi preview` do about a change that loses data and has no waiver (docs/change-guard.md). enforce: they refuse it. warn: they tell and let it pass. Absent: enforce on a multi-node target, warn on a single node.",
  ),
  waivers: WaiversConfig.optional().describe(
    "Findings that are let pass until a day; one that is expired or covers nothing is a finding itself.",
  ),
});
export type StackConfig = z.output<typeof StackConfig>;

/** Settings as typed, by their key without the project's prefix. */
export type Raw = Readonly<Record<string, unknown>>;

/** Keys that the project will have; until then a stack that relies on one must not deploy half of what it says. */
export const NOT_BUILT: readonly string[] = ["corePlatform", "streamhouse"];

/**
 * The stack's config from what Pulumi hands to a program: full keys (`streaming:target`) to text, objects as JSON.
 * Keys of other namespaces (`pulumi:…`, `aws:…`) are left alone. All faults are thrown at once, as they stand in `file`.
 */
export function parseConfig(values: Readonly<Record<string, string>>, file = "The stack's config"): StackConfig {
  const raw = rawOf(values);
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

export function rawOf(values: Readonly<Record<string, string>>): Raw {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([key]) => key.startsWith(PREFIX) && !ALL_SECRET_KEYS.includes(key))
      .map(([key, value]) => [key.slice(PREFIX.length), valueOf(value)]),
  );
}

function splitUnbuilt(raw: Raw) {
  const isUnbuilt = ([key]: readonly [string, unknown]) => NOT_BUILT.includes(key);
  const entries = Object.entries(raw);
  return {
    built: Object.fromEntries(entries.filter((entry) => !isUnbuilt(entry))),
    unbuilt: entries
      .filter(isUnbuilt)
      .map(([key]): Fault => ({ path: [key], message: "isn't built yet; remove the key" })),
  };
}

function ruleFaults(raw: Raw): readonly Fault[] {
  const { target, access, objectStore, monitoring, alerting, apphub, streamflow } = lenient(StackConfig, raw) ?? {};
  return [
    ...targetFaults({ target }),
    ...objectStoreFaults(objectStore),
    ...alertingFaults(alerting, raw["monitoring"] === undefined ? undefined : (monitoring ?? {})),
    ...(apphub === undefined
      ? []
      : [
          ...missingAccess(raw, "apphub", BOTH),
          ...appHubFaults(apphub, {
            target,
            access: access?.apphub,
            typedTopics: topicsOf(raw["apphub"]),
            hasStore: raw["objectStore"] !== undefined,
          }),
        ]),
    ...(streamflow === undefined
      ? []
      : [
          ...missingAccess(raw, "streamflow", streamflow.kafka?.managedBy === "operator" ? ["postgres"] : BOTH),
          ...accessFaults("streamflow", access?.streamflow, target),
          ...streamflowFaults(streamflow, target, topicsOf(raw["streamflow"])),
          ...(raw["objectStore"] === undefined
            ? [{ path: ["objectStore"], message: "is required: StreamFlow keeps checkpoints and backups there" }]
            : []),
        ]),
  ];
}

/** Topics as typed, so that a faulty one isn't reported missing as well. */
export const topicsOf = (platform: unknown): readonly string[] | undefined =>
  isMap(platform) && isMap(platform["topics"]) ? Object.keys(platform["topics"]) : undefined;

const BOTH = ["kafka", "postgres"] as const;

/** A platform's topics and databases can't be made without an address for them. */
function missingAccess(raw: Raw, platform: string, parts: readonly ("kafka" | "postgres")[]): readonly Fault[] {
  const access = isMap(raw["access"]) ? raw["access"][platform] : undefined;
  return parts
    .filter((part) => access === undefined || (isMap(access) && access[part] === undefined))
    .map((part) => ({
      path: ["access", platform, part],
      message: `is required: ${WHAT[part]} are made through it`,
    }));
}

const WHAT = { kafka: "topics and users", postgres: "databases and roles" } as const;
