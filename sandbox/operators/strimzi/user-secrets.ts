import { randomBytes } from "node:crypto";
import type { KubeObject } from "../../kube";
import { issue } from "../certificates";
import type { World } from "../kind";
import { ownedBy, secretText, type Secret } from "../kubernetes/objects";
import { collectionPath, objectPath, SECRETS } from "../kubernetes/resources";
import { authorityOf } from "./authorities";
import { KAFKAS, clusterOf, STRIMZI, type Kafka, type KafkaUser } from "./resources";

/** The Secrets of users: a password, or a certificate of the clients' authority. */

/** Who the user is to the brokers: a name, or the subject of its certificate. */
export function principalOf({ metadata, spec }: KafkaUser): string {
  const type = spec?.authentication?.type;
  return type === "tls" || type === "tls-external" ? `CN=${metadata.name}` : metadata.name;
}

/** The Secret's name: the user's, after the prefix that the operator may have. */
export const secretNameOf = ({ metadata }: KafkaUser, kafka?: Kafka): string =>
  `${kafka?.spec.entityOperator?.userOperator?.secretPrefix ?? ""}${metadata.name}`;

export const passwordSecretOf = ({ spec }: KafkaUser): string | undefined =>
  spec?.authentication?.password?.valueFrom.secretKeyRef.name;

/** Brings the user's Secret to what it should hold. The password for the brokers, if the user logs in with one; or what is waited for. */
export async function ensureUserSecret(
  world: World,
  kafka: Kafka,
  user: KafkaUser,
): Promise<{ readonly text: string | undefined } | { readonly waiting: string }> {
  const { namespace } = user.metadata;
  const name = secretNameOf(user, kafka);
  const current = world.store.get(SECRETS, namespace, name);
  switch (user.spec?.authentication?.type) {
    case "scram-sha-512": {
      const password = passwordOf(world, user, current);
      if ("waiting" in password) return password;
      const login = `org.apache.kafka.common.security.scram.ScramLoginModule required username="${user.metadata.name}" password="${password.text}";`;
      await write(world, user, name, current, { password: password.text, "sasl.jaas.config": login });
      return password;
    }
    case "tls": {
      const authority = authorityOf(world, kafka, "clients");
      if (!authority) return { waiting: "the clients' authority is not there yet" };
      if (secretText(current, "user.crt") !== undefined && secretText(current, "ca.crt") === authority.certificate)
        return { text: undefined };
      const pair = await issue(authority, { commonName: user.metadata.name, use: "client" });
      await write(world, user, name, current, {
        "ca.crt": authority.certificate,
        "user.crt": pair.certificate,
        "user.key": pair.key,
      });
      return { text: undefined };
    }
    default:
      return { text: undefined };
  }
}

/** The user's own wish, else what is in its Secret, else a new one. */
function passwordOf(
  { store }: World,
  user: KafkaUser,
  current: Secret | undefined,
): { readonly text: string } | { readonly waiting: string } {
  const ref = user.spec?.authentication?.password?.valueFrom.secretKeyRef;
  if (!ref) return { text: secretText(current, "password") ?? randomBytes(24).toString("base64url") };
  const text = secretText(store.get(SECRETS, user.metadata.namespace, ref.name), ref.key);
  return text === undefined
    ? { waiting: `Secret ${ref.name} with requested user password does not exist or has no key ${ref.key}` }
    : { text };
}

async function write(
  { client, store }: World,
  user: KafkaUser,
  name: string,
  current: Secret | undefined,
  text: Readonly<Record<string, string>>,
): Promise<void> {
  const data = Object.fromEntries(
    Object.entries(text).map(([key, value]) => [key, Buffer.from(value).toString("base64")]),
  );
  if (current && Object.entries(data).every(([key, value]) => current.data?.[key] === value)) return;
  const { namespace } = user.metadata;
  const cluster = clusterOf(user) ?? "";
  const kafka = store.get(KAFKAS, namespace, cluster);
  const object: KubeObject = {
    apiVersion: "v1",
    kind: "Secret",
    type: "Opaque",
    metadata: {
      name,
      namespace,
      labels: {
        ...user.spec?.template?.secret?.metadata?.labels,
        "app.kubernetes.io/managed-by": "strimzi-user-operator",
        "app.kubernetes.io/part-of": `strimzi-${user.metadata.name}`,
        [STRIMZI.cluster]: kafka?.metadata.name ?? cluster,
        [STRIMZI.kind]: USER_KIND,
      },
      ...(user.spec?.template?.secret?.metadata?.annotations
        ? { annotations: user.spec.template.secret.metadata.annotations }
        : {}),
      ...{ ownerReferences: [ownedBy(user)] },
    },
    data,
  };
  if (current) await client.request("PUT", objectPath(SECRETS, namespace, name), { body: object });
  else await client.request("POST", collectionPath(SECRETS, namespace), { body: object });
}

const USER_KIND = "KafkaUser";
