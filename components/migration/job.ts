import { createHash } from "node:crypto";
import type * as k8s from "@pulumi/kubernetes";
import { UNPRIVILEGED } from "../pods";
import { resourcesOf } from "../workload/pod";
import type { MigrationPlan } from "./plan";

/** Variables of libpq and of common tools, by the key of the login's Secret. */
const ADDRESS = { PGHOST: "host", PGPORT: "port" } as const;
const LOGIN = {
  ...ADDRESS,
  PGDATABASE: "dbname",
  PGUSER: "username",
  PGPASSWORD: "password",
  DATABASE_URL: "url",
  JDBC_URL: "jdbc-url",
} as const;

const UNTIL_IT_ANSWERS = "until pg_isready --quiet --timeout=5; do sleep 2; done";
/** How often a run that failed is tried again. */
const RETRIES = 4;

/**
 * A Job can't be changed, so its name holds a checksum of all that it is: another image or command makes another Job, which runs before the one
 * that it replaces is deleted. It waits for the database alone, and what needs the tables comes after it, so neither can wait for the other. It
 * has no time to live: a Job that removed itself would look like drift to `pulumi refresh` and be run again, and its log would be gone.
 */
export function migrationJob(plan: MigrationPlan): k8s.types.input.batch.v1.Job {
  const { name, namespace, partOf } = plan.login;
  const labels = {
    "app.kubernetes.io/name": name,
    "app.kubernetes.io/instance": partOf,
    "app.kubernetes.io/part-of": partOf,
  };
  const spec = {
    backoffLimit: RETRIES,
    activeDeadlineSeconds: Math.ceil(plan.timeoutMs / 1000),
    template: { metadata: { labels }, spec: podSpec(plan) },
  };
  const checksum = createHash("sha256").update(JSON.stringify(spec)).digest("hex").slice(0, 8);
  return { metadata: { name: `${name}-${checksum}`, namespace, labels }, spec };
}

function podSpec(plan: MigrationPlan): k8s.types.input.core.v1.PodSpec {
  const { name, sslmode } = plan.login;
  const from = (variables: Readonly<Record<string, string>>) =>
    Object.entries(variables).map(([variable, key]) => ({
      name: variable,
      valueFrom: { secretKeyRef: { name, key } },
    }));
  const common = { resources: resourcesOf(plan), securityContext: UNPRIVILEGED };
  return {
    restartPolicy: "Never",
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      ...(plan.user === undefined ? {} : { runAsUser: plan.user }),
      seccompProfile: { type: "RuntimeDefault" },
    },
    initContainers: [
      {
        ...common,
        name: "database",
        image: plan.tools,
        command: ["bash", "-c", UNTIL_IT_ANSWERS],
        env: from(ADDRESS),
      },
    ],
    containers: [
      {
        ...common,
        name: "migrate",
        image: plan.image,
        command: [...plan.command],
        env: [...from(LOGIN), { name: "PGSSLMODE", value: sslmode }],
      },
    ],
  };
}
