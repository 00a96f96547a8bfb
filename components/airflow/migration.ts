import type * as k8s from "@pulumi/kubernetes";
import { MiB } from "../../core/units";
import { UNPRIVILEGED, podSecurity } from "../pods";
import { resourcesOf } from "../workload/pod";
import type { AirflowDeployment } from "./deployment";
import { AIRFLOW_FOLDERS, airflowNames } from "./names";
import { objectMeta, poolsOf } from "./objects";
import { AIRFLOW_USER, checksumOf } from "./parts";
import { limitsOf } from "./plan";
import { adminSecrets, apiSecrets, databaseSecrets } from "./settings";

/** Less than a scheduler and an api-server, in whose room for a rollout it runs. */
export const MIGRATION = { cpu: 250, memory: 768 * MiB } as const;

const SCRIPT = `set -euo pipefail
airflow db migrate
airflow pools import ${AIRFLOW_FOLDERS.pipelines}/pools.json
airflow users create --username admin --firstname Stack --lastname Administrator --role Admin \\
  --email admin@localhost --password "$ADMIN_PASSWORD"
airflow users reset-password --username admin --password "$ADMIN_PASSWORD"
`;

/** The first characters are enough to tell one state from another. */
const nameOf = (plan: AirflowDeployment): string =>
  airflowNames.migration(checksumOf({ image: plan.image, script: SCRIPT, pools: poolsOf(plan) }).slice(0, 8));

/**
 * Brings the database to what the image expects, and declares pools and the first user. It waits for nothing but the database, and the
 * Deployments come after it, so neither can wait for the other. Each step may be run again. It has no time to live: a Job that removed
 * itself would look like drift to `pulumi refresh` and be run again, and its log would be gone; the next version's Job replaces it.
 */
export const migrationJob = (plan: AirflowDeployment): k8s.types.input.batch.v1.Job => {
  const metadata = objectMeta(plan, nameOf(plan));
  const secrets = [...databaseSecrets, ...apiSecrets, ...adminSecrets];
  return {
    metadata: { ...metadata, labels: { ...metadata.labels, "app.kubernetes.io/name": airflowNames.migrationPods } },
    spec: {
      backoffLimit: 4,
      activeDeadlineSeconds: 900,
      template: {
        metadata: { labels: { ...metadata.labels, "app.kubernetes.io/name": airflowNames.migrationPods } },
        spec: {
          restartPolicy: "Never",
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: podSecurity(AIRFLOW_USER),
          containers: [
            {
              name: "migrate",
              image: plan.image,
              args: ["bash", "-c", SCRIPT],
              env: secrets.map(({ name, secret, key }) => ({
                name,
                valueFrom: { secretKeyRef: { name: secret, key } },
              })),
              envFrom: [{ configMapRef: { name: airflowNames.config } }],
              resources: resourcesOf({ requests: MIGRATION, limits: limitsOf(MIGRATION) }),
              securityContext: UNPRIVILEGED,
              volumeMounts: [
                { name: "logs", mountPath: AIRFLOW_FOLDERS.logs },
                { name: "pipelines", mountPath: AIRFLOW_FOLDERS.pipelines, readOnly: true },
              ],
            },
          ],
          volumes: [
            { name: "logs", emptyDir: { sizeLimit: "1Gi" } },
            { name: "pipelines", configMap: { name: airflowNames.pipelines } },
          ],
        },
      },
    },
  };
};
