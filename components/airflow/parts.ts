/** Airflow's processes as workloads. */
import { createHash } from "node:crypto";
import type { Health, SecretVariable, WorkloadPlan, WorkloadPort, WorkloadVolume } from "../workload/plan";
import type { AirflowDeployment } from "./deployment";
import { AIRFLOW_FOLDERS, AIRFLOW_PORTS, airflowNames } from "./names";
import { pipelineFiles } from "./objects";
import { limitsOf, type AirflowPart } from "./plan";
import { apiSecrets, airflowSettings, brokerSecrets, databaseSecrets, taskSecrets } from "./settings";

/** The user and group that the image's files belong to. */
export const AIRFLOW_USER = { user: 50_000, group: 0 };

/** What one of Airflow's own processes is, besides its size. */
interface Process {
  readonly args: readonly string[];
  readonly ports: readonly WorkloadPort[];
  readonly service?: boolean;
  readonly health: Health;
  readonly secrets: readonly SecretVariable[];
  /** Reads or runs DAGs. */
  readonly dags: boolean;
  readonly variables?: Readonly<Record<string, string>>;
  readonly graceSeconds: number;
}

/** Each check starts a Python process, so it is rare and may take long. */
const jobCheck = (job: string): Health => ({
  alive: { command: ["airflow", "jobs", "check", "--job-type", job, "--local"] },
  startSeconds: 360,
  everySeconds: 120,
  withinSeconds: 60,
});
const http = (path: string, port: string): Health => ({
  alive: { http: { path, port } },
  startSeconds: 300,
  everySeconds: 10,
  withinSeconds: 5,
});

const logsPort: WorkloadPort = { name: "logs", port: AIRFLOW_PORTS.workerLogs };

function processOf(name: string, plan: AirflowDeployment): Process | undefined {
  const tasks = [...taskSecrets(plan), ...plan.inputs.secretVariables];
  const local = plan.executor === "local";
  switch (name) {
    case airflowNames.apiServer:
      return {
        args: ["airflow", "api-server"],
        ports: [{ name: "http", port: AIRFLOW_PORTS.http }],
        service: true,
        health: http("/api/v2/monitor/health", "http"),
        secrets: [...databaseSecrets, ...apiSecrets],
        dags: false,
        graceSeconds: 30,
      };
    case airflowNames.scheduler:
      return {
        args: ["airflow", "scheduler"],
        ports: [{ name: "health", port: AIRFLOW_PORTS.schedulerHealth }, ...(local ? [logsPort] : [])],
        health: http("/health", "health"),
        secrets: [...databaseSecrets, ...apiSecrets, ...brokerSecrets(plan), ...tasks],
        dags: true,
        graceSeconds: local ? TASK_GRACE_SECONDS : 60,
      };
    case airflowNames.dagProcessor:
      return {
        args: ["airflow", "dag-processor"],
        ports: [],
        health: jobCheck("DagProcessorJob"),
        secrets: [...databaseSecrets, ...tasks],
        dags: true,
        graceSeconds: 30,
      };
    case airflowNames.triggerer:
      return {
        args: ["airflow", "triggerer"],
        ports: [{ name: "logs", port: AIRFLOW_PORTS.triggererLogs }],
        health: jobCheck("TriggererJob"),
        secrets: [...databaseSecrets, ...apiSecrets, ...tasks],
        dags: true,
        graceSeconds: 60,
      };
    case airflowNames.worker:
      return {
        args: ["airflow", "celery", "worker"],
        ports: [logsPort],
        health: {
          alive: { command: ["bash", "-c", CELERY_PING] },
          startSeconds: 360,
          everySeconds: 120,
          withinSeconds: 60,
        },
        secrets: [...apiSecrets, ...brokerSecrets(plan), ...tasks],
        dags: true,
        // The signal is for the worker alone, which lets its tasks finish; by default they would get it too.
        variables: { DUMB_INIT_SETSID: "0" },
        graceSeconds: TASK_GRACE_SECONDS,
      };
    default:
      return undefined;
  }
}

/** A task that runs when its pod is stopped gets this long; after that it is tried again elsewhere. */
const TASK_GRACE_SECONDS = 600;
const CELERY_PING =
  "python -m celery --app airflow.providers.celery.executors.celery_executor.app inspect ping -d celery@$(hostname)";

/** One of Airflow's own processes; undefined for Redis and the exporter, which run other images. */
export function processWorkload(plan: AirflowDeployment, part: AirflowPart): WorkloadPlan | undefined {
  const process = processOf(part.name, plan);
  if (process === undefined) return undefined;
  const { inputs, config } = plan;
  const variables = { ...(process.dags ? inputs.variables : {}), ...process.variables };
  return {
    ...sized(plan, part),
    image: plan.image,
    args: process.args,
    ports: process.ports,
    service: process.service ?? false,
    environment: { variables, configMaps: [airflowNames.config], secrets: process.secrets },
    volumes: [
      { kind: "scratch", name: "logs", folder: AIRFLOW_FOLDERS.logs, size: "2Gi" },
      ...(process.dags ? dagVolumes(plan) : []),
    ],
    init: process.dags
      ? [
          {
            name: "dags",
            image: config.dags.image,
            command: ["sh", "-c", `cp -R ${config.dags.folder}/. ${AIRFLOW_FOLDERS.dags}/`],
          },
        ]
      : [],
    health: process.health,
    user: AIRFLOW_USER,
    checksum: checksumOf(airflowSettings(plan), process.dags ? pipelineFiles(plan) : {}),
    graceSeconds: process.graceSeconds,
  };
}

const dagVolumes = ({ inputs }: AirflowDeployment): readonly WorkloadVolume[] => [
  { kind: "scratch", name: "dags", folder: AIRFLOW_FOLDERS.dags, size: "256Mi" },
  { kind: "config-map", name: "pipelines", source: airflowNames.pipelines, folder: AIRFLOW_FOLDERS.pipelines },
  ...Object.entries(inputs.secretFolders).map(([folder, source]): WorkloadVolume => ({
    kind: "secret",
    name: `secret-${folder}`,
    source,
    folder: `${AIRFLOW_FOLDERS.secrets}/${folder}`,
  })),
];

/** Name, size and place, as the model has them. */
export const sized = ({ namespace, partOf }: AirflowDeployment, part: AirflowPart) => ({
  name: part.name,
  namespace,
  partOf,
  replicas: part.replicas,
  requests: part.resources,
  limits: limitsOf(part.resources),
  placement: part.placement,
  patienceMinutes: 15,
});

export const checksumOf = (...read: readonly object[]): string =>
  createHash("sha256").update(JSON.stringify(read)).digest("hex");
