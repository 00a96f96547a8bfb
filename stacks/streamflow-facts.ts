import { lagThreshold } from "../core/capacity/flink/checkpoints";
import { type TargetConfig, volumesAreFolders } from "../core/config/target";
import { STREAMFLOW } from "./streamflow-names";
import type { StreamflowPlan } from "./streamflow-plan";

/** What StreamFlow's alerts, dashboards and runbook pages know of it: names, and the figures that thresholds follow from. */
export interface StreamflowFacts {
  readonly kafka: {
    readonly namespace: string;
    readonly cluster: string;
    readonly pool: string;
    readonly brokers: number;
    readonly replication: number;
  };
  readonly flink: {
    readonly namespace: string;
    readonly deployment: string;
    /** Consumer group of the job. */
    readonly group: string;
    /** How a changed job goes on. */
    readonly upgrade: "savepoint" | "last-state";
    readonly source: string;
    /** Least lag, in messages, that may alert: below it lies what checkpoints make a healthy job look behind by. */
    readonly lagFloor: number;
    readonly taskManagers: number;
    readonly jobManagers: number;
    readonly checkpointMs: number;
    readonly timeoutMs: number;
  };
  readonly postgres: {
    readonly namespace: string;
    readonly cluster: string;
    readonly database: string;
    readonly instances: number;
  };
  readonly airflow: { readonly namespace: string; readonly celery: boolean; readonly dags: readonly string[] };
  readonly monitoring: { readonly namespace: string };
  /** Whether the kubelet tells how full volumes are; of K3s' own storage it doesn't. */
  readonly volumeStats: boolean;
}

/** Consumer group of the scoring job. */
export const FRAUD_GROUP = "flink-fraud-detector";
export const STREAMFLOW_DAGS = {
  silver: "bronze_to_silver_pipeline",
  gold: "silver_to_gold_pipeline",
  fraud: "fraud_detection_batch",
  maintenance: "maintenance_tasks",
} as const;

const { namespaces } = STREAMFLOW;
const NAMES = {
  kafka: { namespace: namespaces.kafka, cluster: STREAMFLOW.kafka, pool: STREAMFLOW.pool },
  flink: { namespace: namespaces.processing, deployment: STREAMFLOW.flink, group: FRAUD_GROUP },
  postgres: { namespace: namespaces.data, cluster: STREAMFLOW.postgres, database: STREAMFLOW.database },
  airflow: { namespace: namespaces.orchestration, dags: Object.values(STREAMFLOW_DAGS) },
} as const;

/** What a plan says of it. */
export const streamflowFacts = (
  { kafka, flink, postgres, airflow }: Pick<StreamflowPlan, "kafka" | "flink" | "postgres" | "airflow">,
  around: { readonly target: TargetConfig; readonly monitoring: string },
): StreamflowFacts => ({
  kafka: { ...NAMES.kafka, brokers: kafka.brokers, replication: kafka.replication },
  flink: {
    ...NAMES.flink,
    source: flink.config.sources[0] ?? REFERENCE_FACTS.flink.source,
    upgrade: flink.config.job.upgrade,
    lagFloor: flink.lagThreshold,
    taskManagers: flink.taskManagers,
    jobManagers: flink.jobManagers,
    checkpointMs: flink.checkpointing.intervalMs,
    timeoutMs: flink.config.checkpoints.timeout.ms,
  },
  postgres: { ...NAMES.postgres, instances: postgres.instances },
  airflow: { ...NAMES.airflow, celery: airflow.executor === "celery" },
  monitoring: { namespace: around.monitoring },
  volumeStats: !volumesAreFolders(around.target),
});

/** The platform as its runbook describes it for many nodes: what docs and reference rules are printed from, whatever a stack's sizes are today. */
export const REFERENCE_FACTS: StreamflowFacts = {
  kafka: { ...NAMES.kafka, brokers: 3, replication: 3 },
  flink: {
    ...NAMES.flink,
    source: "transactions.raw",
    upgrade: "savepoint",
    lagFloor: lagThreshold(100, 60_000),
    taskManagers: 2,
    jobManagers: 2,
    checkpointMs: 60_000,
    timeoutMs: 600_000,
  },
  postgres: { ...NAMES.postgres, instances: 3 },
  airflow: { ...NAMES.airflow, celery: true },
  monitoring: { namespace: "streamflow-monitoring" },
  volumeStats: true,
};
