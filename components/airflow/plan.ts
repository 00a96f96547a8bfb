import type { Budget } from "../../core/capacity/budget";
import { addUp, demand, type Demand } from "../../core/capacity/demand";
import { SizeSheet } from "../../core/capacity/derived";
import { airflowConnections, startableTasks, taskRunnerMemory } from "../../core/capacity/airflow/airflow";
import { formatBytes } from "../../core/capacity/format";
import { replicasFor, spread, type Shape } from "../../core/capacity/nodes/shape";
import { roundUp } from "../../core/capacity/numbers";
import { podsOf, type Pod, type Resources } from "../../core/capacity/pods/pod";
import { MiB } from "../../core/units";
import type { Placement } from "../pods";
import type { AirflowConfig } from "./config";
import { airflowNames } from "./names";

export interface AirflowPlan {
  readonly executor: "local" | "celery";
  readonly parallelism: number;
  /** Tasks at once of each worker (`celery.worker_concurrency`). */
  readonly concurrency: number;
  readonly parts: readonly AirflowPart[];
  /** Database connections that may be open. */
  readonly connections: number;
  readonly demand: Demand;
}

export interface AirflowPart {
  readonly name: string;
  readonly replicas: number;
  readonly resources: Resources;
  readonly placement: Placement;
}

export interface AirflowPlanArgs {
  readonly path: string;
  readonly namespace: string;
  readonly config: AirflowConfig;
  readonly shape: Shape;
}

/** Memory of the parts besides tasks: scheduler and api-server as data-on-eks has them, less on a shared node; others assumed. */
const MEMORY = {
  "single-node": { scheduler: 568 * MiB, apiServer: 512 * MiB },
  "multi-node": { scheduler: 1_024 * MiB, apiServer: 1_024 * MiB },
} as const;
const CPU = { "single-node": 250, "multi-node": 500 } as const;
const DAG_PROCESSOR = { cpu: 100, memory: 384 * MiB } as const;
const TRIGGERER = { cpu: 100, memory: 256 * MiB } as const;
const REDIS = { cpu: 100, memory: 128 * MiB } as const;
const STATSD = { cpu: 50, memory: 64 * MiB } as const;
const PROBE = { cpu: 20, memory: 32 * MiB } as const;

/** Tasks share a single node with their scheduler; elsewhere workers run them. */
export const executorOf = ({ executor }: Pick<AirflowConfig, "executor">, kind: Shape["kind"]): "local" | "celery" =>
  executor ?? (kind === "single-node" ? "local" : "celery");

export function planAirflow({ path, namespace, config, shape }: AirflowPlanArgs): AirflowPlan {
  const sheet = new SizeSheet(path);
  const executor = executorOf(config, shape.kind);
  const celery = executor === "celery";
  const many = replicasFor(shape, 2);
  const replicasOf = (name: string, derived: number, why: string, override: number | undefined): number =>
    sheet.count(name, "pods", derived, why, override);
  const schedulers = replicasOf("schedulers", many, "one, two on a multi-node target", config.schedulers);
  const apiServers = replicasOf("apiServers", many, "one, two on a multi-node target", config.apiServers);
  const triggerers = replicasOf("triggerers", 1, "one takes thousands of deferred tasks", config.triggerers);
  const workers = celery ? replicasOf("workers", many, "two, so that one may be lost", config.workers) : 0;
  const concurrency = Math.ceil(config.tasks / (celery ? workers : schedulers));
  const task = config.taskMemory.bytes;
  const base = MEMORY[shape.kind];
  const schedulerMemory = celery ? base.scheduler : taskRunnerMemory(concurrency, task, base.scheduler);
  const scheduler = sheet.memory(
    "scheduler.memory",
    roundUp(schedulerMemory, 64 * MiB),
    celery
      ? "its own needs; tasks run in workers"
      : `${formatBytes(base.scheduler)} + ${concurrency} tasks × ${formatBytes(task)}`,
  );
  const worker = celery
    ? sheet.memory(
        "worker.memory",
        roundUp(taskRunnerMemory(concurrency, task), 64 * MiB),
        `512 MiB + ${concurrency} tasks × ${formatBytes(task)}`,
      )
    : 0;
  const cpu = CPU[shape.kind];
  const all: readonly Omit<AirflowPart, "placement">[] = [
    { name: airflowNames.statsd, replicas: 1, resources: STATSD },
    { name: airflowNames.probe, replicas: 1, resources: PROBE },
    { name: airflowNames.redis, replicas: celery ? 1 : 0, resources: REDIS },
    { name: airflowNames.scheduler, replicas: schedulers, resources: { cpu, memory: scheduler } },
    { name: airflowNames.dagProcessor, replicas: 1, resources: DAG_PROCESSOR },
    { name: airflowNames.apiServer, replicas: apiServers, resources: { cpu, memory: base.apiServer } },
    { name: airflowNames.triggerer, replicas: triggerers, resources: TRIGGERER },
    {
      name: airflowNames.worker,
      replicas: workers,
      resources: { cpu: Math.max(500, concurrency * 50), memory: worker },
    },
  ];
  const parts = all
    .filter((part) => part.replicas > 0)
    .map((part): AirflowPart => ({ ...part, placement: spread(shape, part.replicas) }));
  const parallelism = Math.ceil(config.tasks / schedulers);
  const connections = sheet.count(
    "connections",
    "connections",
    airflowConnections({ schedulers, dagProcessors: 1, triggerers, apiServers, apiWorkers: 1 }, config.pool),
    `(pool ${config.pool.size} + overflow ${config.pool.overflow}) × (${schedulers} scheduler(s) + 1 dag-processor + ${triggerers} triggerer(s) + ${apiServers} api-server(s))`,
  );
  const slots = concurrency * (celery ? workers : schedulers);
  const budgets: Budget[] = [
    {
      name: "airflow-slots",
      path: `${path}.tasks`,
      level: "proof",
      unit: "tasks",
      need: startableTasks(parallelism, schedulers),
      usable: slots,
      have: slots,
      formula: `parallelism ${parallelism} × ${schedulers} scheduler(s) may start them; ${celery ? `${workers} worker(s)` : "schedulers"} × ${concurrency} run them`,
      remedy: `lower ${path}.tasks`,
    },
  ];
  const own = demand({ sizes: sheet.sizes, budgets });
  return {
    executor,
    parallelism,
    concurrency,
    parts,
    connections,
    demand: addUp([own, podsDemand(parts, namespace)]),
  };
}

/** CPU may be borrowed; memory that is used is gone. */
export const limitsOf = ({ cpu, memory }: Resources): Resources => ({ cpu: cpu * 2, memory });

function podsDemand(parts: readonly AirflowPart[], namespace: string): Demand {
  const pods = parts.flatMap((part): readonly Pod[] =>
    podsOf({
      count: part.replicas,
      podName: (index) => `${part.name}-${index}`,
      namespace,
      component: `${namespace}/${part.name}`,
      requests: part.resources,
      limits: limitsOf(part.resources),
      // Nothing stands on a volume: what must last is in the database.
      pinned: false,
      ...part.placement,
    }),
  );
  // A rollout makes one pod more of each part that has no node of its own to free first; the migration Job runs before it, in the same room.
  const surge = parts.map((part) => ({
    name: `${part.name} (surge)`,
    requests: part.resources,
    limits: limitsOf(part.resources),
  }));
  return demand({ pods, namespaces: [{ name: namespace, transient: surge }] });
}
