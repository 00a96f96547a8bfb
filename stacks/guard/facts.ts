import { objectStoreNames } from "../../components/object-store/names";
import type { PostgresSizing } from "../../components/postgres/sizing";
import { type TopicLoad, copyBytes } from "../../core/capacity/kafka/disk";
import { type Shape, shapeOf } from "../../core/capacity/nodes/shape";
import { clusterOf } from "../../core/capacity/nodes/target";
import { sumOf } from "../../core/capacity/numbers";
import { type TableLoad, tablesBytes } from "../../core/capacity/postgres/volume";
import type { Loss } from "../../core/guard/change";
import { type BrokerFacts, type GuardFacts, NO_FACTS, type TopicFacts } from "../../core/guard/facts";
import { inGiB, rounded } from "../../core/guard/loss";
import { GiB } from "../../core/units";
import { sizeAppHub } from "../apphub-capacity";
import type { AppHubConfig } from "../apphub-config";
import { APPHUB } from "../apphub-names";
import type { StackConfig } from "../config";
import { sizeStreamflow } from "../streamflow-capacity";
import type { StreamflowConfig } from "../streamflow-config";
import { STREAMFLOW } from "../streamflow-names";

/** The settings that say how much a stack holds. */
type HoldingConfig = Pick<StackConfig, "target" | "objectStore" | "apphub" | "streamflow">;

/**
 * What the stack holds before a change, by its config of then; how many brokers there will be is the config's to come.
 * Without a config of then that can be read, nothing is known of amounts.
 */
export function factsOf(before: HoldingConfig | undefined, after: HoldingConfig | undefined): GuardFacts {
  if (before === undefined) return NO_FACTS;
  const shape = shapeOf(clusterOf(before.target));
  const prefix = before.objectStore?.prefix;
  const parts = [
    ...(before.apphub ? [ofAppHub(before.apphub, shape, after?.apphub?.redpanda.brokers, prefix)] : []),
    ...(before.streamflow ? [ofStreamflow(before.streamflow, shape, after?.streamflow?.kafka.brokers, prefix)] : []),
  ];
  const all = <T>(of: (facts: GuardFacts) => Readonly<Record<string, T>> | undefined): Readonly<Record<string, T>> =>
    Object.fromEntries(parts.flatMap((part) => Object.entries(of(part) ?? {})));
  return {
    topics: all((f) => f.topics),
    brokers: all((f) => f.brokers),
    databases: all((f) => f.databases),
    flinkState: all((f) => f.flinkState),
    tables: all((f) => f.tables),
    buckets: all((f) => f.buckets),
  };
}

type Brokers = number | undefined;
type Prefix = string | undefined;

function ofAppHub(config: AppHubConfig, shape: Shape, brokers: Brokers, prefix: Prefix): GuardFacts {
  const { redpanda, sequencerDb } = sizeAppHub(config, shape);
  const { namespace, database } = APPHUB;
  return {
    topics: topicFacts(config.topics, brokers),
    brokers: { [`${namespace}/${APPHUB.redpanda}`]: brokerFacts(redpanda.loads) },
    databases: databaseFacts(sequencerDb),
    flinkState: {},
    tables: tableFacts(database.database, sequencerDb.tables),
    buckets: backupFacts(sequencerDb, prefix, "apphub"),
  };
}

function ofStreamflow(config: StreamflowConfig, shape: Shape, brokers: Brokers, prefix: Prefix): GuardFacts {
  const { kafka, postgres } = sizeStreamflow(config, shape);
  const { namespaces, database } = STREAMFLOW;
  return {
    topics: topicFacts(config.topics, brokers),
    brokers: { [`${namespaces.kafka}/${STREAMFLOW.kafka}`]: brokerFacts(kafka.topics) },
    databases: databaseFacts(postgres),
    flinkState: { [`${namespaces.processing}/${STREAMFLOW.flink}`]: config.flink.state.bytes / GiB },
    tables: tableFacts(database, postgres.tables),
    buckets: backupFacts(postgres, prefix, "streamflow"),
  };
}

/** Settings of a topic that say how much is in it; both platforms' topics have them. */
interface TopicSettings {
  readonly rate: { readonly perSecond: number };
  readonly messageSize: { readonly bytes: number };
  readonly keys?: number | undefined;
}

const topicFacts = (
  topics: Readonly<Record<string, TopicSettings>>,
  brokers: Brokers,
): Readonly<Record<string, TopicFacts>> =>
  Object.fromEntries(
    Object.entries(topics).map(([name, { rate, messageSize, keys }]) => [
      name,
      {
        recordsPerSecond: rate.perSecond,
        bytesPerRecord: messageSize.bytes,
        ...(keys === undefined ? {} : { keys }),
        ...(brokers === undefined ? {} : { brokers }),
      },
    ]),
  );

const brokerFacts = (topics: readonly TopicLoad[]): BrokerFacts => ({
  replication: Math.max(1, ...topics.map(({ replication }) => replication)),
  dataGiB: sumOf(topics, (topic) => copyBytes(topic) * topic.replication) / GiB,
});

/** One copy. Without tables in the config nothing is known. */
const databaseFacts = ({ namespace, cluster, tables }: PostgresSizing): Readonly<Record<string, number>> =>
  tables.length === 0 ? {} : { [`${namespace}/${cluster}`]: tablesBytes(tables) / GiB };

/** By the database, and by each schema in it: tables are named `schema.table`. */
function tableFacts(database: string, tables: readonly TableLoad[]): Readonly<Record<string, Loss>> {
  if (tables.length === 0) return {};
  const schemas = [...new Set(tables.map(({ name }) => name.split(".")[0] ?? ""))];
  return Object.fromEntries([
    [database, rowsOf(tables)],
    ...schemas.map((schema) => [
      `${database}.${schema}`,
      rowsOf(tables.filter(({ name }) => name.startsWith(`${schema}.`))),
    ]),
  ]) as Readonly<Record<string, Loss>>;
}

const rowsOf = (tables: readonly TableLoad[]): Loss => ({
  records: Math.round(sumOf(tables, (t) => (t.rowsPerSecond * t.retentionMs) / 1000)),
  GiB: inGiB(tablesBytes(tables)),
  hours: rounded(Math.max(...tables.map((t) => t.retentionMs)) / 3_600_000),
});

/** Of buckets that the stack makes: those of backups, whose size the model knows. */
function backupFacts(sizing: PostgresSizing, prefix: Prefix, platform: string): Readonly<Record<string, number>> {
  const stored = sizing.demand.sizes.find(({ path }) => path === `${sizing.path}.backup.storage`);
  if (prefix === undefined || stored === undefined) return {};
  return { [objectStoreNames.bucket(prefix, platform, "backups")]: stored.value };
}
