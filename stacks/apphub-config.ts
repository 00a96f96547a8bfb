import type { z } from "zod";
import { RedpandaConfig, redpandaFaults } from "../components/kafka/redpanda/config";
import { TopicsConfig, topicFaults } from "../components/kafka/topics/config";
import { PostgresConfig, postgresFaults } from "../components/postgres/config";
import { type PlatformAccess, isNodePort, portOf } from "../core/config/access";
import type { Fault } from "../core/config/faults";
import { settings } from "../core/config/fields";
import type { DeepPartial } from "../core/config/lenient";
import type { TargetConfig } from "../core/config/target";

/** The topics that AppHub's services write and read; each must be written out with its retention. */
export const APPHUB_TOPICS = [
  "apphub.core.events",
  "apphub.ingestion.telemetry",
  "apphub.workflows.events",
  "apphub.workflows.runs",
  "apphub.jobs.runs",
  "apphub.streaming.input",
  "apphub.streaming.aggregates",
] as const;

export const AppHubConfig = settings({
  redpanda: RedpandaConfig.describe("The brokers of the durable event log."),
  topics: TopicsConfig.describe("Topics by name: AppHub's seven, and any others."),
  sequencerDb: PostgresConfig.describe("The database that mints sequence numbers for mirrored events."),
});
export type AppHubConfig = z.output<typeof AppHubConfig>;

interface Surroundings {
  readonly target: DeepPartial<TargetConfig> | undefined;
  readonly access: DeepPartial<PlatformAccess> | undefined;
  /** Topics as typed, so that a faulty one isn't reported missing as well. */
  readonly typedTopics: readonly string[] | undefined;
}

/** Faults that several settings make together. */
export function appHubFaults(
  config: DeepPartial<AppHubConfig> | undefined,
  { target, access, typedTopics }: Surroundings,
): readonly Fault[] {
  return [
    ...redpandaFaults(["apphub", "redpanda"], config?.redpanda, target),
    ...topicFaults(["apphub", "topics"], config?.topics, config?.redpanda?.brokers),
    ...missingTopics(typedTopics),
    ...postgresFaults(["apphub", "sequencerDb"], config?.sequencerDb, target),
    ...accessFaults(access, target),
  ];
}

function missingTopics(typed: readonly string[] | undefined): readonly Fault[] {
  return typed === undefined
    ? []
    : APPHUB_TOPICS.filter((name) => !typed.includes(name)).map((name) => ({
        path: ["apphub", "topics", name],
        message: "is required: AppHub's services use this topic",
      }));
}

function accessFaults(
  access: DeepPartial<PlatformAccess> | undefined,
  target: DeepPartial<TargetConfig> | undefined,
): readonly Fault[] {
  const servers = access?.kafka?.bootstrapServers ?? [];
  const [first] = servers;
  const faults: Fault[] = [];
  if (target?.kind === "single-node" && first !== undefined && isNodePort(portOf(first)) && servers.length > 1)
    faults.push({
      path: ["access", "apphub", "kafka", "bootstrapServers"],
      message: "must be one address: a single node has one broker",
      got: servers,
    });
  const tls = access?.kafka?.tls;
  const secured = target?.kind === "multi-node";
  if (tls !== undefined && target?.kind !== undefined && tls !== secured)
    faults.push({
      path: ["access", "apphub", "kafka", "tls"],
      message: secured
        ? "must be true on a multi-node target: the brokers speak TLS and ask for a login"
        : "must be false on a single-node target: its broker speaks plain",
      got: tls,
    });
  return faults;
}
