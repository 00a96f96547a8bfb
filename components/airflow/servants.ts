/** What Airflow's processes rely on, from other images. */
import { images } from "../../core/images";
import type { Environment, Health, WorkloadPlan } from "../workload/plan";
import type { AirflowDeployment } from "./deployment";
import { AIRFLOW_PORTS, airflowNames } from "./names";
import { checksumOf, sized } from "./parts";
import type { AirflowPart } from "./plan";
import { statsdMapping } from "./statsd";

const NOTHING: Environment = { variables: {}, configMaps: [], secrets: [] };
const quick = (alive: Health["alive"]): Health => ({ alive, startSeconds: 60, everySeconds: 10, withinSeconds: 3 });

/** The queue between schedulers and workers: one, in memory, as a task that it forgets is queued again. */
export const redisWorkload = (plan: AirflowDeployment, part: AirflowPart): WorkloadPlan => ({
  ...sized(plan, part),
  image: images.redis,
  alone: true,
  args: ["redis-server", "/etc/redis/redis.conf"],
  ports: [{ name: "redis", port: AIRFLOW_PORTS.redis }],
  service: true,
  environment: NOTHING,
  volumes: [
    { kind: "secret", name: "config", source: airflowNames.redisSecrets, folder: "/etc/redis" },
    { kind: "scratch", name: "data", folder: "/data", size: "256Mi" },
  ],
  init: [],
  health: quick({ tcp: "redis" }),
  user: { user: 999, group: 1000 },
  checksum: checksumOf(),
  graceSeconds: 30,
});

/** Collects what Airflow's processes count, and shows it to Prometheus. One alone, as counts are kept in memory. */
export const statsdWorkload = (plan: AirflowDeployment, part: AirflowPart): WorkloadPlan => ({
  ...sized(plan, part),
  image: images.statsdExporter,
  alone: true,
  args: [
    "--statsd.mapping-config=/etc/statsd/mapping.yaml",
    `--statsd.listen-udp=:${AIRFLOW_PORTS.statsd}`,
    "--statsd.listen-tcp=",
    `--web.listen-address=:${AIRFLOW_PORTS.metrics}`,
  ],
  ports: [
    { name: "statsd", port: AIRFLOW_PORTS.statsd, protocol: "UDP" },
    { name: "metrics", port: AIRFLOW_PORTS.metrics },
  ],
  service: true,
  environment: NOTHING,
  volumes: [{ kind: "config-map", name: "mapping", source: airflowNames.statsdMapping, folder: "/etc/statsd" }],
  init: [],
  health: quick({ http: { path: "/-/healthy", port: "metrics" } }),
  user: { user: 65_534, group: 65_534 },
  checksum: checksumOf(statsdMapping),
  graceSeconds: 10,
});

/** Asks the api-server's address from outside its pods, and shows to Prometheus what came back. Knows the ways to ask by heart. */
export const probeWorkload = (plan: AirflowDeployment, part: AirflowPart): WorkloadPlan => ({
  ...sized(plan, part),
  image: images.blackboxExporter,
  alone: true,
  args: ["--config.file=/etc/blackbox_exporter/config.yml", `--web.listen-address=:${AIRFLOW_PORTS.probe}`],
  ports: [{ name: "probe", port: AIRFLOW_PORTS.probe }],
  service: false,
  environment: NOTHING,
  volumes: [],
  init: [],
  health: quick({ http: { path: "/-/healthy", port: "probe" } }),
  user: { user: 65_534, group: 65_534 },
  checksum: checksumOf(),
  graceSeconds: 10,
});
