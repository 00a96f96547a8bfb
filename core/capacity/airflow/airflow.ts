import { MiB } from "../../units";

/** Airflow 3's parts that open database connections; workers don't, they talk to the execution API [Airflow docs, core-concepts/overview]. */
export interface AirflowParts {
  readonly schedulers: number;
  readonly dagProcessors: number;
  readonly triggerers: number;
  readonly apiServers: number;
  /** Worker processes of one api-server (`[api] workers`, default 1; scale replicas, not workers). */
  readonly apiWorkers: number;
}

/** SQLAlchemy's pool: `sql_alchemy_pool_size` 5 and `sql_alchemy_max_overflow` 10, Airflow's defaults [Airflow docs, configurations-ref]. */
export interface SqlPool {
  readonly size: number;
  readonly overflow: number;
}

/** Connections that may be open: (pool + overflow) × (schedulers + dag-processors + triggerers + api-servers × workers each). */
export const airflowConnections = (parts: AirflowParts, pool: SqlPool): number =>
  (pool.size + pool.overflow) *
  (parts.schedulers + parts.dagProcessors + parts.triggerers + parts.apiServers * parts.apiWorkers);

/** Memory of a worker (or a scheduler with LocalExecutor) besides its tasks; assumed. */
export const WORKER_BASE = 512 * MiB;

/** Memory of what runs tasks: base + tasks at once × memory of a task. */
export const taskRunnerMemory = (tasks: number, perTask: number, base: number = WORKER_BASE): number =>
  base + tasks * perTask;

/** Tasks that schedulers may start: `parallelism` is per scheduler [Airflow docs, configurations-ref]. */
export const startableTasks = (parallelism: number, schedulers: number): number => parallelism * schedulers;
