import { randomBytes, X509Certificate } from "node:crypto";
import type { KubeObject } from "../../kube";
import { createAuthority, issue, type KeyPair } from "../certificates";
import type { World } from "../kind";
import { secretText } from "../kubernetes/objects";
import { collectionPath, objectPath, SECRETS } from "../kubernetes/resources";
import type { Reader } from "../kubernetes/store";
import { isBroker, type Node } from "./nodes";
import { metadataOf } from "./pods";
import { strimziNames, type Kafka } from "./resources";

/** The cluster's authorities: one vouches for brokers, one for clients. Made here, or brought by the user under the same names. */

export type AuthorityOf = "cluster" | "clients";

/** Makes what the user doesn't bring; names the Secret that is still missing, if any. */
export async function ensureAuthorities(world: World, kafka: Kafka): Promise<string | undefined> {
  for (const of of ["cluster", "clients"] as const) {
    const spec = of === "cluster" ? kafka.spec.clusterCa : kafka.spec.clientsCa;
    const names = strimziNames.authority(kafka.metadata.name, of);
    const missing = [names.certificate, names.key].filter(
      (name) => !world.store.get(SECRETS, kafka.metadata.namespace, name),
    );
    if (missing.length === 0) continue;
    if (spec?.generateCertificateAuthority === false) return missing[0];
    await makeAuthority(world, kafka, of, missing);
  }
  return undefined;
}

export function authorityOf({ store }: { readonly store: Reader }, kafka: Kafka, of: AuthorityOf): KeyPair | undefined {
  const { namespace, name } = kafka.metadata;
  const names = strimziNames.authority(name, of);
  const certificate = secretText(store.get(SECRETS, namespace, names.certificate), "ca.crt");
  const key = secretText(store.get(SECRETS, namespace, names.key), "ca.key");
  return certificate === undefined || key === undefined ? undefined : { certificate, key };
}

/** A certificate for each broker, in a Secret of the pod's name; made anew when authority or names changed. True once all are there. */
export async function ensureBrokerCertificates(world: World, kafka: Kafka, nodes: readonly Node[]): Promise<boolean> {
  const authority = authorityOf(world, kafka, "cluster");
  if (!authority) return false;
  const { namespace } = kafka.metadata;
  let complete = true;
  for (const node of nodes.filter(isBroker)) {
    const names = brokerHosts(kafka, node);
    const secret = world.store.get(SECRETS, namespace, node.pod);
    if (isGood(secretText(secret, `${node.pod}.crt`), authority, names)) continue;
    complete = false;
    const pair = await issue(authority, { commonName: strimziNames.kafka(kafka.metadata.name), names, use: "server" });
    const object = secretOf(kafka, node.pod, { [`${node.pod}.crt`]: pair.certificate, [`${node.pod}.key`]: pair.key });
    if (secret) await world.client.request("PUT", objectPath(SECRETS, namespace, node.pod), { body: object });
    else await world.client.request("POST", collectionPath(SECRETS, namespace), { body: object });
  }
  return complete;
}

function isGood(certificate: string | undefined, authority: KeyPair, names: readonly string[]): boolean {
  if (certificate === undefined) return false;
  const parsed = new X509Certificate(certificate);
  const isCovered = names.every((name) => parsed.checkHost(name) !== undefined || parsed.checkIP(name) !== undefined);
  return isCovered && parsed.verify(new X509Certificate(authority.certificate).publicKey);
}

/** Names of a broker in the cluster, and the address at which a sandbox's broker really listens. */
function brokerHosts({ metadata, spec }: Kafka, { pod, id }: Node): readonly string[] {
  const { name, namespace } = metadata;
  const suffixes = ["", `.${namespace}`, `.${namespace}.svc`, `.${namespace}.svc.cluster.local`];
  const services = [strimziNames.bootstrap(name), strimziNames.brokers(name), `${pod}.${strimziNames.brokers(name)}`];
  const extra = spec.kafka.listeners.flatMap(({ configuration }) => [
    ...(configuration?.bootstrap?.alternativeNames ?? []),
    ...(configuration?.brokers ?? []).filter((b) => b.broker === id).flatMap((b) => b.advertisedHost ?? []),
  ]);
  return [
    ...services.flatMap((service) => suffixes.map((suffix) => `${service}${suffix}`)),
    ...extra,
    "localhost",
    "127.0.0.1",
  ];
}

async function makeAuthority(
  { client }: World,
  kafka: Kafka,
  of: AuthorityOf,
  missing: readonly string[],
): Promise<void> {
  const { name, namespace } = kafka.metadata;
  const names = strimziNames.authority(name, of);
  const pair = await createAuthority(`${of}-ca`);
  const objects = [
    secretOf(kafka, names.key, { "ca.key": pair.key }),
    secretOf(kafka, names.certificate, {
      "ca.crt": pair.certificate,
      "ca.password": randomBytes(9).toString("base64url"),
    }),
  ];
  // Both or none: a certificate without its own key is of no use.
  if (missing.length < objects.length)
    throw new Error(`Secret ${missing.join()} is missing, but its counterpart is there`);
  for (const object of objects) await client.request("POST", collectionPath(SECRETS, namespace), { body: object });
}

function secretOf(kafka: Kafka, name: string, text: Readonly<Record<string, string>>): KubeObject {
  const data = Object.fromEntries(
    Object.entries(text).map(([key, value]) => [key, Buffer.from(value).toString("base64")]),
  );
  return { apiVersion: "v1", kind: "Secret", metadata: metadataOf(kafka, name, "kafka"), type: "Opaque", data };
}
