import { managedShare } from "../../core/capacity/flink/memory";
import { formatDuration } from "../../core/units";
import type { FlinkJob } from "./deployment";
import { FLINK_FOLDERS, FLINK_PORTS } from "./names";

type Configuration = Readonly<Record<string, string>>;

/** A CPU limit of twice the request, as the sizing model counts; memory is limited to what is requested. */
const CPU_LIMIT_FACTOR = "2.0";

/** Flink's configuration. The names are those of 1.19 and 1.20, which the operator of both reads [Flink docs, deployment/config]. */
export function flinkConfiguration(job: FlinkJob): Configuration {
  return {
    ...processes(job),
    ...checkpointing(job),
    ...highAvailability(job),
    ...objectStore(job),
    ...restarts(job),
    ...metrics(job),
  };
}

const processes = ({ config, slots, parallelism, maxParallelism }: FlinkJob): Configuration => ({
  "pipeline.name": config.job.name,
  "pipeline.max-parallelism": String(maxParallelism),
  "parallelism.default": String(parallelism),
  "taskmanager.numberOfTaskSlots": String(slots),
  "taskmanager.memory.managed.fraction": String(managedShare(config.stateBackend)),
  "kubernetes.jobmanager.cpu.limit-factor": CPU_LIMIT_FACTOR,
  "kubernetes.taskmanager.cpu.limit-factor": CPU_LIMIT_FACTOR,
  "kubernetes.rest-service.exposed.type": "ClusterIP",
  "io.tmp.dirs": FLINK_FOLDERS.state,
});

function checkpointing({ config, storage, checkpointing: { incremental } }: FlinkJob): Configuration {
  const { interval, timeout, minPause, retained, savepoints, failures } = config.checkpoints;
  return {
    "state.backend.type": config.stateBackend,
    "state.backend.incremental": String(incremental),
    ...(config.stateBackend === "rocksdb" ? { "state.backend.rocksdb.localdir": FLINK_FOLDERS.state } : {}),
    "state.checkpoints.dir": `${storage.uri}/checkpoints`,
    "state.savepoints.dir": `${storage.uri}/savepoints`,
    "state.checkpoints.num-retained": String(retained),
    "execution.checkpointing.interval": formatDuration(interval.ms),
    "execution.checkpointing.timeout": formatDuration(timeout.ms),
    "execution.checkpointing.min-pause": formatDuration(minPause?.ms ?? interval.ms / 2),
    "execution.checkpointing.mode": "EXACTLY_ONCE",
    "execution.checkpointing.max-concurrent-checkpoints": "1",
    "execution.checkpointing.tolerable-failed-checkpoints": String(failures),
    // Who cancels the job by hand can start it again from its last checkpoint.
    "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
    "kubernetes.operator.savepoint.history.max.count": String(Math.max(1, savepoints)),
  };
}

/** With one JobManager too: only this tells a restarted JobManager where its last checkpoint lies. */
const highAvailability = ({ storage }: FlinkJob): Configuration => ({
  "high-availability.type": "kubernetes",
  "high-availability.storageDir": `${storage.uri}/ha`,
});

/** The S3A plugin's settings; keys come from the environment, never from here. */
const objectStore = ({ storage: { endpoint, keys } }: FlinkJob): Configuration => ({
  ...(endpoint === undefined ? {} : { "s3.endpoint": endpoint, "s3.path.style.access": "true" }),
  "fs.s3a.aws.credentials.provider":
    keys === undefined
      ? "com.amazonaws.auth.WebIdentityTokenCredentialsProvider"
      : "com.amazonaws.auth.EnvironmentVariableCredentialsProvider",
});

const restarts = ({ config: { restart } }: FlinkJob): Configuration => ({
  "restart-strategy.type": "exponential-delay",
  "restart-strategy.exponential-delay.initial-backoff": formatDuration(restart.first.ms),
  "restart-strategy.exponential-delay.max-backoff": formatDuration(restart.longest.ms),
  "restart-strategy.exponential-delay.backoff-multiplier": "2.0",
  "restart-strategy.exponential-delay.reset-backoff-threshold": formatDuration(restart.calm.ms),
  // A job that failed for good, or whose JobManager's Deployment went, is started again by the operator.
  "kubernetes.operator.job.restart.failed": "true",
  "kubernetes.operator.jm-deployment-recovery.enabled": "true",
});

const metrics = ({ config: { latency } }: FlinkJob): Configuration => ({
  "metrics.reporters": "prom",
  "metrics.reporter.prom.factory.class": "org.apache.flink.metrics.prometheus.PrometheusReporterFactory",
  "metrics.reporter.prom.port": String(FLINK_PORTS.metrics),
  "metrics.latency.interval": formatDuration(latency.ms),
  // Per operator, not per pair of source and subtask, which would be a series each.
  "metrics.latency.granularity": "operator",
});
