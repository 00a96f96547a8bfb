import type { z } from "zod";
import { RedpandaConfig } from "../../components/kafka/redpanda/config";
import { asProblem, faultsOf, inSchemaOrder, written, type Fault } from "../../core/config/faults";
import { size } from "../../core/config/fields";
import { lenient } from "../../core/config/lenient";
import { targetFaults } from "../../core/config/target";
import { ConfigError } from "../../core/problems";
import { AppHubConfig, appHubFaults } from "../../stacks/apphub-config";
import { NOT_BUILT, type Raw, StackConfig, rawOf, topicsOf } from "../../stacks/config";
import { streamflowFaults } from "../../stacks/streamflow-faults";

/** The program refuses a volume below 20Gi; here it is let through, so that the model says why it isn't enough. */
const AnyVolume = AppHubConfig.extend({
  redpanda: RedpandaConfig.extend({ volume: size().optional().describe("Volume of each broker.") }),
});

/** What the capacity model reads of a stack's config: all of it, sized or not. Addresses size nothing, so none is required. */
export const CapacityConfig = StackConfig.extend({
  apphub: AnyVolume.optional().describe("AppHub's streaming core. Absent: switched off."),
});
export type CapacityConfig = z.output<typeof CapacityConfig>;

export { type Raw, rawOf };

/** All faults at once, in the order of the schema. */
export function parseCapacityConfig(raw: Raw, file: string): CapacityConfig {
  const unsized = Object.keys(raw).filter((key) => NOT_BUILT.includes(key));
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
      : appHubFaults(apphub, {
          target,
          access: undefined,
          typedTopics: topicsOf(raw["apphub"]),
          hasStore: undefined,
        })),
    ...streamflowFaults(streamflow, target, topicsOf(raw["streamflow"])),
    ...(none
      ? [{ path: ["apphub"], message: "or streamflow is required: without a platform there is nothing to size" }]
      : []),
  ];
}
