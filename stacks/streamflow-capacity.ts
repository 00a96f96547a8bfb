import { planAirflow, type AirflowPlan } from "../components/airflow/plan";
import { planFlink, type FlinkPlan } from "../components/flink/plan";
import { flinkWidth } from "../components/flink/width";
import { planKafka, type KafkaPlan } from "../components/kafka/strimzi/plan";
import { MIGRATION_CONNECTIONS, migrationDemand } from "../components/migration/plan";
import { sizePostgres, type PostgresSizing } from "../components/postgres/sizing";
import type { Budget } from "../core/capacity/budget";
import { addUp, demand, type Demand } from "../core/capacity/demand";
import { formatSpan } from "../core/capacity/format";
import type { Shape } from "../core/capacity/nodes/shape";
import { idleSources } from "../core/capacity/flink/slots";
import { sumOf } from "../core/capacity/numbers";
import { quotaOf } from "../core/capacity/pods/quota";
import { written } from "../core/config/faults";
import type { StreamflowConfig } from "./streamflow-config";
import { POOLED_ROLES } from "./streamflow-database";
import { BACKUP } from "./streamflow-faults";
import { STREAMFLOW } from "./streamflow-names";

export interface StreamflowCapacity {
  readonly kafka: KafkaPlan;
  readonly flink: FlinkPlan;
  readonly airflow: AirflowPlan;
  readonly postgres: PostgresSizing;
  readonly demand: Demand;
}

/** StreamFlow from its config: rates → parallelism → partitions and brokers → Airflow → connections and Postgres. */
export function sizeStreamflow(config: StreamflowConfig, shape: Shape): StreamflowCapacity {
  const sources = config.flink.sources.flatMap((name) => config.topics[name] ?? []);
  const rate = sumOf(sources, (t) => t.rate.perSecond);
  const peakRate = sumOf(sources, (t) => t.rate.perSecond * t.peakFactor);
  const width = flinkWidth(config.flink, shape, peakRate);
  const kafka = planKafka({
    scope: "streamflow",
    cluster: STREAMFLOW.kafka,
    pool: STREAMFLOW.pool,
    namespace: STREAMFLOW.namespaces.kafka,
    config: config.kafka,
    topics: config.topics,
    shape,
    consumersOf: (topic) => (config.flink.sources.includes(topic) ? width.parallelism : 1),
  });
  const flink = planFlink({
    path: "streamflow.flink",
    deployment: STREAMFLOW.flink,
    namespace: STREAMFLOW.namespaces.processing,
    config: config.flink,
    shape,
    rate,
    peakRate,
  });
  const airflow = planAirflow({
    path: "streamflow.airflow",
    namespace: STREAMFLOW.namespaces.orchestration,
    config: config.airflow,
    shape,
  });
  const pooled = config.postgres.pooler !== undefined;
  const postgres = sizePostgres({
    path: "streamflow.postgres",
    cluster: STREAMFLOW.postgres,
    namespace: STREAMFLOW.namespaces.data,
    config: config.postgres,
    shape,
    directClients:
      config.flink.sinks * flink.parallelism +
      (pooled ? 0 : airflow.connections) +
      (config.migration === undefined ? 0 : MIGRATION_CONNECTIONS),
    poolerClients: airflow.connections + sumOf(Object.values(config.postgres.pooler?.clients ?? {}), (n) => n),
    poolerUsers: POOLED_ROLES,
  });
  const own = demand({ budgets: [...sourceBudgets(config, kafka, flink), ...replayBudgets(config)] });
  const migration = migrationDemand(
    { platform: "streamflow", namespace: STREAMFLOW.namespaces.data },
    config.migration,
  );
  const parts = addUp([kafka.demand, postgres.demand, migration, flink.demand, airflow.demand, own]);
  const namespaces = parts.namespaces.map((n) => {
    const given = config.quotas[n.name as keyof StreamflowConfig["quotas"]];
    const path = written(["streamflow", "quotas", n.name]);
    return given === undefined ? { ...n, path } : { ...n, path, quota: quotaOf(given) };
  });
  return { kafka, flink, airflow, postgres, demand: { ...parts, namespaces } };
}

/** Each source needs a partition per subtask, or some read nothing. */
function sourceBudgets(config: StreamflowConfig, kafka: KafkaPlan, flink: FlinkPlan): readonly Budget[] {
  return kafka.topics
    .filter((t) => config.flink.sources.includes(t.name))
    .map((t) => ({
      name: "flink-source-partitions",
      path: written(["streamflow", "topics", t.name, "partitions"]),
      level: "proof",
      unit: "partitions",
      need: flink.parallelism,
      usable: t.partitions,
      have: t.partitions,
      formula: `parallelism ${flink.parallelism} of ${flink.deployment} on ${t.partitions} partitions leaves ${idleSources(flink.parallelism, t.partitions)} subtasks idle`,
      remedy: `raise the partitions of ${t.name}, or lower streamflow.flink.taskManagers or slots`,
    }));
}

/** What is rebuilt from a source can't reach further back than the source: retention(source) ≥ retention(what is made from it). */
function replayBudgets(config: StreamflowConfig): readonly Budget[] {
  const tables = config.postgres.tables;
  const all = [
    ...Object.entries(config.topics).map(([name, t]) => ({
      name,
      path: ["topics", name],
      retentionMs: t.retention.ms,
      from: t.rebuiltFrom,
    })),
    ...Object.entries(tables).map(([name, t]) => ({
      name,
      path: ["postgres", "tables", name],
      retentionMs: t.retention.ms,
      from: t.rebuiltFrom,
    })),
  ];
  const retentions = new Map(all.map((x) => [x.name, x.retentionMs]));
  const days = (ms: number): number => ms / 86_400_000;
  return all.flatMap(({ name, path, retentionMs, from }): readonly Budget[] => {
    if (from === undefined || from === BACKUP) return []; // a backup holds whole tables, whatever their age
    const source = retentions.get(from) ?? 0;
    return [
      {
        name: "replay-chain",
        path: written(["streamflow", ...path, "retention"]),
        level: "proof",
        unit: "d",
        need: days(retentionMs),
        usable: days(source),
        have: days(source),
        formula: `${name} keeps ${formatSpan(retentionMs)} and would be rebuilt from ${from}, which keeps ${formatSpan(source)}`,
        remedy: `raise the retention of ${from} to ${formatSpan(retentionMs)}, or rebuild ${name} from a backup`,
      },
    ];
  });
}
