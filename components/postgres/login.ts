import { base64 } from "../../core/base64";
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** Where a role's Secret is, and what it leads to. */
export interface DatabaseLoginPlan {
  /** Name of the Secret. */
  readonly name: string;
  readonly namespace: string;
  readonly partOf: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly role: string;
  readonly sslmode: string;
}

/** All that a workload's database client needs; the address of JDBC holds no password. */
export const databaseLogin = (
  { name, namespace, partOf, host, port, database, role, sslmode }: DatabaseLoginPlan,
  password: pulumi.Output<string>,
): k8s.types.input.core.v1.Secret => ({
  metadata: { name, namespace, labels: { "app.kubernetes.io/name": role, "app.kubernetes.io/part-of": partOf } },
  type: "Opaque",
  data: {
    host: base64(host),
    port: base64(String(port)),
    dbname: base64(database),
    username: base64(role),
    password: password.apply(base64),
    url: password.apply((text) => base64(urlOf({ host, port, database, role, sslmode }, text))),
    "jdbc-url": base64(`jdbc:postgresql://${host}:${port}/${database}?sslmode=${sslmode}`),
  },
});

/** [PostgreSQL docs, connection URIs.] */
const urlOf = (
  { host, port, database, role, sslmode }: Omit<DatabaseLoginPlan, "name" | "namespace" | "partOf">,
  password: string,
): string =>
  `postgresql://${encodeURIComponent(role)}:${encodeURIComponent(password)}@${host}:${port}/${database}?sslmode=${sslmode}`;
