import type { z } from "zod";
import { RedpandaConfig, redpandaFaults } from "../components/kafka/redpanda/config";
import { TopicsConfig, topicFaults } from "../components/kafka/topics/config";
import { MigrationConfig } from "../components/migration/config";
import { PostgresConfig } from "../components/postgres/config";
import { postgresFaults } from "../components/postgres/faults";
import type { PlatformAccess } from "../core/config/access";
import type { Fault } from "../core/config/faults";
import { count, settings } from "../core/config/fields";
import type { DeepPartial } from "../core/config/lenient";
import type { TargetConfig } from "../core/config/target";
import { accessFaults } from "./access-faults";

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

const SequencerDbConfig = PostgresConfig.extend({
  connections: count(1, 1_000)
    .default(10)
    .describe("Connections that AppHub's services open: to the pooler where there is one, else to the server."),
});

export const AppHubConfig = settings({
  redpanda: RedpandaConfig.describe("The brokers of the durable event log."),
  topics: TopicsConfig.describe("Topics by name: AppHub's seven, and any others."),
  sequencerDb: SequencerDbConfig.describe(
    "The database that mints sequence numbers for mirrored events. Sizes that are left out are derived.",
  ),
  migration: MigrationConfig.optional().describe(
    "A Job that makes and changes the tables of sequencer-db, as the role apphub_core. Absent: AppHub's services make them.",
  ),
});
export type AppHubConfig = z.output<typeof AppHubConfig>;

interface Surroundings {
  readonly target: DeepPartial<TargetConfig> | undefined;
  readonly access: DeepPartial<PlatformAccess> | undefined;
  /** The stack has an object store; undefined where nobody knows. */
  readonly hasStore: boolean | undefined;
  /** Topics as typed, so that a faulty one isn't reported missing as well. */
  readonly typedTopics: readonly string[] | undefined;
}

/** Faults that several settings make together. */
export function appHubFaults(
  config: DeepPartial<AppHubConfig> | undefined,
  { target, access, typedTopics, hasStore }: Surroundings,
): readonly Fault[] {
  return [
    ...redpandaFaults(["apphub", "redpanda"], config?.redpanda, target),
    ...topicFaults(["apphub", "topics"], config?.topics, config?.redpanda?.brokers),
    ...missingTopics(typedTopics),
    ...postgresFaults(["apphub", "sequencerDb"], config?.sequencerDb, { target, hasStore }),
    ...accessFaults("apphub", access, target),
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
