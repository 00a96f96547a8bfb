import { createHash } from "node:crypto";
import { MiB, formatSize } from "../../core/units";
import type { FlinkDeployment } from "../../schemas/types/FlinkDeployment";
import { UNPRIVILEGED, placementOf, podSecurity } from "../pods";
import { flinkConfiguration } from "./configuration";
import type { FlinkJob } from "./deployment";
import { FLINK_FOLDERS, FLINK_PORTS, flinkNames, flinkSelector } from "./names";
import { objectMeta } from "./objects";

type PodTemplate = NonNullable<NonNullable<FlinkDeployment["spec"]>["podTemplate"]>;
type Process = NonNullable<NonNullable<FlinkDeployment["spec"]>["jobManager"]>;
type FlinkVersion = NonNullable<NonNullable<FlinkDeployment["spec"]>["flinkVersion"]>;

export const FLINK_API = { apiVersion: "flink.apache.org/v1beta1", kind: "FlinkDeployment" } as const;

/** The container that operator and Flink fill in. */
const MAIN = "flink-main-container";
/** The user and group that the image's files belong to. */
const FLINK_USER = { user: 9999, group: 9999 };

export function flinkDeployment(job: FlinkJob, annotations: Readonly<Record<string, string>>): FlinkDeployment {
  const { config, deployment } = job;
  return {
    ...FLINK_API,
    metadata: { ...objectMeta(job, deployment), annotations: { ...annotations } },
    spec: {
      image: config.image,
      flinkVersion: versionOf(config.version),
      mode: "native",
      serviceAccount: deployment,
      flinkConfiguration: flinkConfiguration(job),
      podTemplate: podTemplate(job),
      jobManager: { ...processOf(job.jobManager), replicas: job.jobManagers, podTemplate: jobManagerPlacement(job) },
      taskManager: { ...processOf(job.taskManager), podTemplate: taskManagerPlacement(job) },
      job: {
        jarURI: config.job.jar,
        ...(config.job.class === undefined ? {} : { entryClass: config.job.class }),
        args: [...config.job.args],
        parallelism: job.parallelism,
        state: "running",
        upgradeMode: config.job.upgrade,
        ...(config.job.restore === undefined
          ? {}
          : {
              initialSavepointPath: config.job.restore.from,
              savepointRedeployNonce: config.job.restore.attempt,
            }),
      },
    },
  };
}

/** `v1_20` of 1.20.1. */
const versionOf = (version: string): FlinkVersion => `v${version.split(".").slice(0, 2).join("_")}` as FlinkVersion;

/** Memory in Flink's own unit: `1728m` are MiB there, but thousandths of a byte to Kubernetes. */
const processOf = ({ cpu, memory }: { readonly cpu: number; readonly memory: number }): Process => ({
  resource: { cpu: cpu / 1000, memory: `${Math.floor(memory / MiB)}m` },
});

function podTemplate(job: FlinkJob): PodTemplate {
  const { inputs, config, storage } = job;
  const folders = Object.entries(inputs.secretFolders);
  return {
    metadata: { name: job.deployment, annotations: { "streaming/config-checksum": checksum(inputs.files) } },
    spec: {
      enableServiceLinks: false,
      securityContext: podSecurity(FLINK_USER),
      containers: [
        {
          name: MAIN,
          securityContext: UNPRIVILEGED,
          ports: [{ name: "metrics", containerPort: FLINK_PORTS.metrics, protocol: "TCP" }],
          env: [
            // The image's entry point puts this file of the image among the plugins.
            { name: "ENABLE_BUILT_IN_PLUGINS", value: `flink-s3-fs-hadoop-${config.version}.jar` },
            ...Object.entries(inputs.variables).map(([name, value]) => ({ name, value })),
            ...[...inputs.secretVariables, ...storageKeys(storage)].map(({ name, secret, key }) => ({
              name,
              valueFrom: { secretKeyRef: { name: secret, key } },
            })),
          ],
          volumeMounts: [
            { name: "state", mountPath: FLINK_FOLDERS.state },
            { name: "files", mountPath: FLINK_FOLDERS.files, readOnly: true },
            ...folders.map(([folder]) => ({
              name: `secret-${folder}`,
              mountPath: `${FLINK_FOLDERS.secrets}/${folder}`,
              readOnly: true,
            })),
          ],
        },
      ],
      volumes: [
        { name: "state", emptyDir: { sizeLimit: formatSize(job.stateFolder) } },
        { name: "files", configMap: { name: flinkNames.files(job.deployment) } },
        ...folders.map(([folder, secretName]) => ({
          name: `secret-${folder}`,
          secret: { secretName, defaultMode: 0o440 },
        })),
      ],
    },
  };
}

const storageKeys = ({ keys }: FlinkJob["storage"]) =>
  keys === undefined
    ? []
    : [
        { name: "AWS_ACCESS_KEY_ID", secret: keys.secret, key: keys.id },
        { name: "AWS_SECRET_ACCESS_KEY", secret: keys.secret, key: keys.key },
      ];

const checksum = (files: Readonly<Record<string, string>>): string =>
  createHash("sha256").update(JSON.stringify(files)).digest("hex");

/** Leader and standby never on one node, and in different zones. */
const jobManagerPlacement = ({ placement, deployment }: FlinkJob): PodTemplate => ({
  spec: placementOf(placement, flinkSelector(deployment, "jobmanager")),
});

/** A wish, not a rule: on the nodes that are left after a loss all slots must find room again. */
const taskManagerPlacement = ({ deployment }: FlinkJob): PodTemplate => ({
  spec: {
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: "topology.kubernetes.io/zone",
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: { matchLabels: flinkSelector(deployment, "taskmanager") },
      },
    ],
  },
});
