import type { KubeObject } from "../../kube";
import { cnpgNames, type CnpgCluster } from "./cluster";
import { metadataOf } from "./objects";

export interface Login {
  readonly user: string;
  readonly password: string;
  /** `*` for the superuser, who may enter all. */
  readonly database: string;
}

const PORT = 5432;
const DOMAIN = "cluster.local";

/** A user's Secret with every form in which applications want their connection. */
export function loginSecret(
  cluster: CnpgCluster,
  role: "app" | "superuser",
  { user, password, database }: Login,
): KubeObject {
  const { name, namespace } = cluster.metadata;
  const metadata = metadataOf(cluster, cnpgNames.secret(name, role));
  const host = cnpgNames.service(name, "rw");
  const near = `${host}.${namespace}:${PORT}`;
  const full = `${host}.${namespace}.svc.${DOMAIN}:${PORT}`;
  const uri = (at: string): string =>
    `postgresql://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${at}/${encodeURIComponent(database)}`;
  const jdbc = (at: string): string =>
    `jdbc:postgresql://${at}/${database}?${new URLSearchParams({ password, user }).toString()}`;
  return secret(
    { ...metadata, labels: { ...metadata.labels, "cnpg.io/userType": role, "cnpg.io/reload": "true" } },
    "kubernetes.io/basic-auth",
    {
      username: user,
      user,
      password,
      dbname: database,
      host,
      port: String(PORT),
      pgpass: `${host}:${PORT}:${database}:${user}:${password}\n`,
      uri: uri(near),
      "jdbc-uri": jdbc(near),
      "fqdn-uri": uri(full),
      "fqdn-jdbc-uri": jdbc(full),
    },
  );
}

/** Certificate and key, as Kubernetes' own type wants them. */
export function tlsSecret(
  cluster: CnpgCluster,
  role: "server" | "replication",
  pair: { readonly certificate: string; readonly key: string },
): KubeObject {
  const metadata = metadataOf(cluster, cnpgNames.secret(cluster.metadata.name, role));
  return secret(metadata, "kubernetes.io/tls", { "tls.crt": pair.certificate, "tls.key": pair.key });
}

export function authoritySecret(
  cluster: CnpgCluster,
  pair: { readonly certificate: string; readonly key: string },
): KubeObject {
  return secret(metadataOf(cluster, cnpgNames.secret(cluster.metadata.name, "ca")), "Opaque", {
    "ca.crt": pair.certificate,
    "ca.key": pair.key,
  });
}

function secret(metadata: KubeObject["metadata"], type: string, text: Readonly<Record<string, string>>): KubeObject {
  const data = Object.fromEntries(
    Object.entries(text).map(([key, value]) => [key, Buffer.from(value).toString("base64")]),
  );
  return { apiVersion: "v1", kind: "Secret", metadata, type, data };
}
