/** Airflow 3: what an operator decides. Sizes that are left out are derived. */
import { z } from "zod";
import { cron } from "../../core/config/cron";
import { choice, count, port, settings, size, text } from "../../core/config/fields";

const replicas = (what: string) => count(1, 10).optional().describe(what);

const Schedules = settings({
  bronze_to_silver_pipeline: cron().describe("Cleans and enriches what Flink wrote into bronze."),
  silver_to_gold_pipeline: cron().describe("Sums silver up into gold."),
  fraud_detection_batch: cron().describe("Looks for fraud over longer times than the stream does."),
  maintenance_tasks: cron()
    .default("0 3 * * *")
    .describe("Vacuum, removal of old bronze data, refresh of gold's views."),
});

const Mail = settings({
  host: text().describe("SMTP server."),
  port: port().default(587).describe("Its port."),
  security: choice(["starttls", "tls", "none"]).default("starttls").describe("How the connection is encrypted."),
  user: text().optional().describe("Login; its password is a secret. Absent: no login."),
  from: z.email({ error: "must be a mail address" }).describe("Sender."),
  to: z
    .array(z.email({ error: "must be a mail address" }), { error: "must be a list of mail addresses" })
    .min(1, { error: "must name at least one address" })
    .describe("Who hears of failed tasks."),
});

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
  image: text()
    .optional()
    .describe("An image built on the pinned apache/airflow, with more Python packages. Default: the pinned one."),
  dags: settings({
    image: text().describe("Image with the DAGs' files and a shell; they are copied from it when a pod starts."),
    folder: z
      .string({ error: "must be a path" })
      .regex(/^(\/[\w.-]+)+$/, { error: "must be an absolute path without a slash at its end, such as /dags" })
      .default("/dags")
      .describe("Where they lie in it."),
  }).describe("The application's code."),
  schedules: Schedules.describe("When each DAG runs: five fields of cron, in UTC."),
  pools: z
    .record(
      z.string().regex(/^[\w.-]+$/, { error: "must be letters, digits, _, . and -" }),
      count(1, 1_000).describe("Tasks of this pool that may run at once."),
      { error: "must be slots by pool" },
    )
    .default({})
    .describe("Airflow pools, which limit tasks that share something scarce, besides default_pool."),
  mail: Mail.optional().describe("Mails about failed tasks. Absent: none is sent."),
  baseUrl: z
    .url({ protocol: /^https?$/, error: "must be an http or https address" })
    .optional()
    .describe("Where people reach the web pages: for links in mails."),
});
export type AirflowConfig = z.output<typeof AirflowConfig>;
