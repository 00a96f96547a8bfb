import { randomBytes } from "node:crypto";
import { createAuthority, issue, type KeyPair } from "../certificates";
import type { World } from "../kind";
import { secretText, type Secret } from "../kubernetes/objects";
import { collectionPath, SECRETS } from "../kubernetes/resources";
import type { KubeObject } from "../../kube";
import { application, cnpgNames, type CnpgCluster, type Selector } from "./cluster";
import type { Credential } from "./database";
import { authoritySecret, loginSecret, tlsSecret } from "./secrets";

/** Names of the Secrets that a cluster's passwords are in, the operator's own or the user's. */
export function loginSecretNames(cluster: CnpgCluster): { readonly app: string; readonly superuser: string } {
  const { name } = cluster.metadata;
  return {
    app: application(cluster).secret ?? cnpgNames.secret(name, "app"),
    superuser: cluster.spec.superuserSecret?.name ?? cnpgNames.secret(name, "superuser"),
  };
}

/** Makes the Secrets that the user didn't bring. */
export async function ensureSecrets(world: World, cluster: CnpgCluster): Promise<void> {
  const { name, namespace } = cluster.metadata;
  const { spec } = cluster;
  const { database, owner, secret } = application(cluster);
  const login = async (role: "app" | "superuser", user: string, target: string): Promise<void> =>
    createOnce(world, namespace, cnpgNames.secret(name, role), () =>
      Promise.resolve(
        loginSecret(cluster, role, { user, password: randomBytes(32).toString("base64url"), database: target }),
      ),
    );
  if (secret === undefined) await login("app", owner, database);
  if (spec.enableSuperuserAccess === true && !spec.superuserSecret) await login("superuser", "postgres", "*");
  await ensureCertificates(world, cluster);
}

/** What each role's password is to be; undefined while a Secret that the user is to bring is missing. */
export function credentialsOf(
  { store }: World,
  cluster: CnpgCluster,
): readonly Credential[] | { readonly missing: string } {
  const { namespace } = cluster.metadata;
  const names = loginSecretNames(cluster);
  const { owner } = application(cluster);
  const app = store.get(SECRETS, namespace, names.app);
  const superuser = store.get(SECRETS, namespace, names.superuser);
  if (!app) return { missing: names.app };
  const own = { role: owner, password: secretText(app, "password"), version: versionOf(app) };
  if (cluster.spec.enableSuperuserAccess !== true)
    return [own, { role: "postgres", password: undefined, version: "no access" }];
  if (!superuser) return { missing: names.superuser };
  return [own, { role: "postgres", password: secretText(superuser, "password"), version: versionOf(superuser) }];
}

const versionOf = ({ metadata }: Secret): string => `${metadata.uid}/${metadata.resourceVersion ?? ""}`;

/** The server's certificate and key; undefined while there are none. */
export function serverCertificate({ store }: World, cluster: CnpgCluster): KeyPair | undefined {
  const { name, namespace } = cluster.metadata;
  const secret = store.get(
    SECRETS,
    namespace,
    cluster.spec.certificates?.serverTLSSecret ?? cnpgNames.secret(name, "server"),
  );
  const certificate = secretText(secret, "tls.crt");
  const key = secretText(secret, "tls.key");
  return certificate === undefined || key === undefined ? undefined : { certificate, key };
}

async function ensureCertificates(world: World, cluster: CnpgCluster): Promise<void> {
  const { name, namespace } = cluster.metadata;
  const given = cluster.spec.certificates ?? {};
  const own = cnpgNames.secret(name, "ca");
  if (given.serverCASecret === undefined || given.clientCASecret === undefined) {
    await createOnce(world, namespace, own, async () => authoritySecret(cluster, await createAuthority(name)));
  }
  const authority = (secret: string | undefined): KeyPair | undefined => {
    const found = world.store.get(SECRETS, namespace, secret ?? own);
    const certificate = secretText(found, "ca.crt");
    const key = secretText(found, "ca.key");
    // A user's authority may come without its key: then the user brings the certificates too.
    return certificate === undefined || key === undefined ? undefined : { certificate, key };
  };
  const serverCa = authority(given.serverCASecret);
  const clientCa = authority(given.clientCASecret);
  if (given.serverTLSSecret === undefined && serverCa) {
    await createOnce(world, namespace, cnpgNames.secret(name, "server"), async () =>
      tlsSecret(
        cluster,
        "server",
        await issue(serverCa, {
          commonName: cnpgNames.service(name, "rw"),
          names: serverNames(cluster),
          use: "server",
        }),
      ),
    );
  }
  if (given.replicationTLSSecret === undefined && clientCa) {
    await createOnce(world, namespace, cnpgNames.secret(name, "replication"), async () =>
      tlsSecret(cluster, "replication", await issue(clientCa, { commonName: "streaming_replica", use: "client" })),
    );
  }
}

/** Every name of the Services, and the address at which a sandbox's server really listens. */
function serverNames({ metadata, spec }: CnpgCluster): readonly string[] {
  const services = (["rw", "r", "ro"] satisfies Selector[]).map((selector) =>
    cnpgNames.service(metadata.name, selector),
  );
  const suffixes = [
    "",
    `.${metadata.namespace}`,
    `.${metadata.namespace}.svc`,
    `.${metadata.namespace}.svc.cluster.local`,
  ];
  const names = services.flatMap((service) => suffixes.map((suffix) => `${service}${suffix}`));
  return [...names, ...(spec.certificates?.serverAltDNSNames ?? []), "localhost", "127.0.0.1"];
}

/** Made once, with content of chance: never overwritten. */
async function createOnce(
  { store, client }: World,
  namespace: string,
  name: string,
  make: () => Promise<KubeObject>,
): Promise<void> {
  if (store.get(SECRETS, namespace, name)) return;
  await client.request("POST", collectionPath(SECRETS, namespace), { body: await make() });
}
