import type { Fault, Path } from "../core/config/faults";
import { nearest } from "../core/config/faults";
import type { DeepPartial } from "../core/config/lenient";
import type { TargetConfig } from "../core/config/target";
import { STREAMFLOW_TOPICS, type StreamflowConfig } from "./streamflow-config";

type Part = DeepPartial<StreamflowConfig>;
type Target = DeepPartial<TargetConfig> | undefined;

/** What a topic or table may be rebuilt from besides topics and tables. */
export const BACKUP = "backup";

/** Faults that several settings make together. `typedTopics`: topics as typed, so that a faulty one isn't reported missing as well. */
export function streamflowFaults(
  config: Part | undefined,
  target: Target,
  typedTopics: readonly string[] | undefined,
): readonly Fault[] {
  if (config === undefined) return [];
  return [
    ...missingTopics(typedTopics),
    ...topicFaults(config),
    ...brokerFaults(config, target),
    ...flinkFaults(config, target, typedTopics),
    ...postgresFaults(config, target),
    ...airflowFaults(config, target),
    ...sourceFaults(config, typedTopics),
  ];
}

const at = (...path: Path): Path => ["streamflow", ...path];

const missingTopics = (typed: readonly string[] | undefined): readonly Fault[] =>
  typed === undefined
    ? []
    : STREAMFLOW_TOPICS.filter((name) => !typed.includes(name)).map((name) => ({
        path: at("topics", name),
        message: "is required: StreamFlow's job uses this topic",
      }));

const topicFaults = ({ topics }: Part): readonly Fault[] =>
  Object.entries(topics ?? {}).flatMap(([name, topic]): readonly Fault[] => {
    const path = at("topics", name, "keys");
    if (topic?.cleanup === "compact" && topic.keys === undefined)
      return [{ path, message: "is required with cleanup compact: the topic keeps one message per key" }];
    if (topic?.cleanup === "delete" && topic.keys !== undefined)
      return [
        { path, message: "must be left out: with cleanup delete the size follows from the retention", got: topic.keys },
      ];
    return [];
  });

const nodesOf = (target: Target): number =>
  (target?.nodes ?? []).reduce((sum, group) => sum + (group?.count ?? Number.POSITIVE_INFINITY), 0);

/** A number of stateful copies on this target: one on a single node; at least `least` elsewhere, each with a node of its own. */
function copies(path: Path, got: number | undefined, what: string, least: number, target: Target): readonly Fault[] {
  if (got === undefined || target?.kind === undefined) return [];
  if (target.kind === "single-node")
    return got === 1
      ? []
      : [{ path, message: `must be 1 on a single-node target: ${what} that share a node are lost together`, got }];
  if (got < least)
    return [{ path, message: `must be at least ${least} on a multi-node target, so that one may be lost`, got }];
  const nodes = nodesOf(target);
  return got <= nodes
    ? []
    : [{ path, message: `must be at most ${nodes}, the number of nodes: each has one to itself`, got }];
}

function brokerFaults({ kafka }: Part, target: Target): readonly Fault[] {
  const brokers = kafka?.brokers;
  const { heap, memory } = kafka ?? {};
  const faults: Fault[] = [...copies(at("kafka", "brokers"), brokers, "brokers", 3, target)];
  if (heap !== undefined && memory !== undefined && heap.bytes > memory.bytes)
    faults.push({
      path: at("kafka", "heap"),
      message: `must be less than the broker's memory of ${memory.text}`,
      got: heap.text,
    });
  return faults;
}

function flinkFaults({ flink }: Part, target: Target, typedTopics: readonly string[] | undefined): readonly Fault[] {
  const faults: Fault[] = [];
  for (const [index, source] of (flink?.sources ?? []).entries())
    if (source !== undefined && typedTopics !== undefined && !typedTopics.includes(source))
      faults.push({
        path: at("flink", "sources", index),
        message: `must be one of the topics${hint(source, typedTopics)}`,
        got: source,
      });
  const standby = flink?.jobManager?.replicas;
  if (target?.kind === "single-node" && standby !== undefined && standby > 1)
    faults.push({
      path: at("flink", "jobManager", "replicas"),
      message: "must be 1 on a single-node target: a standby there is lost with the leader",
      got: standby,
    });
  const { interval, timeout } = flink?.checkpoints ?? {};
  if (interval !== undefined && timeout !== undefined && timeout.ms < interval.ms)
    faults.push({
      path: at("flink", "checkpoints", "timeout"),
      message: `must be at least the interval of ${interval.text}`,
      got: timeout.text,
    });
  return faults;
}

function postgresFaults({ postgres }: Part, target: Target): readonly Fault[] {
  const faults: Fault[] = [...copies(at("postgres", "instances"), postgres?.instances, "standbys", 3, target)];
  const { backup, pooler } = postgres ?? {};
  if (backup?.period !== undefined && backup.retention !== undefined && backup.period.ms > backup.retention.ms)
    faults.push({
      path: at("postgres", "backup", "period"),
      message: `must be at most the retention of ${backup.retention.text}`,
      got: backup.period.text,
    });
  if (pooler?.pools !== undefined && pooler.pools["airflow"] === undefined)
    faults.push({
      path: at("postgres", "pooler", "pools", "airflow"),
      message: "is required: Airflow connects through the pooler",
    });
  return faults;
}

function airflowFaults({ airflow }: Part, target: Target): readonly Fault[] {
  const executor = airflow?.executor ?? (target?.kind === "single-node" ? "local" : "celery");
  if (target?.kind === undefined || airflow?.workers === undefined || executor === "celery") return [];
  return [
    {
      path: at("airflow", "workers"),
      message: "must be left out with the local executor, which runs tasks in the scheduler",
      got: airflow.workers,
    },
  ];
}

/** What is rebuilt from what: sources must exist, and no chain may lead back to its beginning. */
function sourceFaults({ topics, postgres }: Part, typedTopics: readonly string[] | undefined): readonly Fault[] {
  const links = [
    ...Object.entries(topics ?? {}).map(([name, t]) => ({
      name,
      path: at("topics", name, "rebuiltFrom"),
      from: t?.rebuiltFrom,
    })),
    ...Object.entries(postgres?.tables ?? {}).map(([name, t]) => ({
      name,
      path: at("postgres", "tables", name, "rebuiltFrom"),
      from: t?.rebuiltFrom,
    })),
  ];
  const known = [...new Set([...links.map((l) => l.name), ...(typedTopics ?? []), BACKUP])];
  const sources = new Map(links.map((l) => [l.name, l.from]));
  return links.flatMap(({ name, path, from }): readonly Fault[] => {
    if (from === undefined) return [];
    if (!known.includes(from))
      return [{ path, message: `must be a topic, a table or ${BACKUP}${hint(from, known)}`, got: from }];
    if (from === BACKUP && postgres !== undefined && postgres.backup === undefined)
      return [{ path, message: "must not be backup: postgres.backup isn't set", got: from }];
    const chain = chainFrom(name, sources);
    return chain === undefined
      ? []
      : [
          {
            path,
            message: `must not lead back to itself: ${chain.join(" ← ")}; one of them must be the source of truth`,
            got: from,
          },
        ];
  });
}

function chainFrom(start: string, sources: ReadonlyMap<string, string | undefined>): readonly string[] | undefined {
  const chain = [start];
  let next = sources.get(start);
  while (next !== undefined && !chain.slice(1).includes(next)) {
    chain.push(next);
    if (next === start) return chain;
    next = sources.get(next);
  }
  return undefined;
}

function hint(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  return near === undefined ? "" : `; did you mean ${near}?`;
}
