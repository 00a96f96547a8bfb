import { strimziFaults } from "../components/kafka/strimzi/faults";
import { postgresFaults } from "../components/postgres/faults";
import type { Fault, Path } from "../core/config/faults";
import { nearest } from "../core/config/faults";
import type { DeepPartial } from "../core/config/lenient";
import type { TargetConfig } from "../core/config/target";
import { STREAMFLOW_TOPICS, type StreamflowConfig } from "./streamflow-config";

type Part = DeepPartial<StreamflowConfig>;
type Target = DeepPartial<TargetConfig> | undefined;

/** What a topic or table may be rebuilt from besides topics and tables. */
export const BACKUP = "backup";

/** Faults that several settings make together. `typedTopics`: topics as typed, so that a faulty one isn't reported missing as well. `hasStore`: the stack has an object store; undefined where nobody knows. */
export function streamflowFaults(
  config: Part | undefined,
  target: Target,
  typedTopics: readonly string[] | undefined,
  hasStore?: boolean,
): readonly Fault[] {
  if (config === undefined) return [];
  return [
    ...missingTopics(typedTopics),
    ...topicFaults(config),
    ...strimziFaults(at("kafka"), config.kafka, target),
    ...flinkFaults(config, target, typedTopics),
    ...postgresFaults(at("postgres"), config.postgres, { target, hasStore }),
    ...poolFaults(config),
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

/** Airflow's own users of the database. */
const poolFaults = ({ postgres }: Part): readonly Fault[] =>
  postgres?.pooler?.pools !== undefined && postgres.pooler.pools["airflow"] === undefined
    ? [
        {
          path: at("postgres", "pooler", "pools", "airflow"),
          message: "is required: Airflow connects through the pooler",
        },
      ]
    : [];

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
