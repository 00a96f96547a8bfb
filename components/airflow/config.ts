/** Airflow 3: what an operator decides. Sizes that are left out are derived. */
import type { z } from "zod";
import { choice, count, settings, size } from "../../core/config/fields";

const replicas = (what: string) => count(1, 10).optional().describe(what);

export const AirflowConfig = settings({
  executor: choice(["local", "celery"])
    .optional()
    .describe("local runs tasks in the scheduler; celery in workers. Default: local on a single node."),
  tasks: count(1, 1_000).describe("Tasks that may run at once (`parallelism`), over all schedulers."),
  taskMemory: size({ min: "32Mi" }).prefault("200Mi").describe("Memory of one running task, a process of its own."),
  schedulers: replicas("Scheduler pods."),
  apiServers: replicas("Pods of the api-server, behind the name airflow-webserver."),
  workers: replicas("Worker pods with the celery executor."),
  triggerers: count(0, 10).optional().describe("Triggerer pods; none where no task defers."),
  pool: settings({
    size: count(1, 100).default(5).describe("`sql_alchemy_pool_size`."),
    overflow: count(0, 200).default(10).describe("`sql_alchemy_max_overflow`."),
  })
    .prefault({})
    .describe("Database connections of each process."),
});
export type AirflowConfig = z.output<typeof AirflowConfig>;
