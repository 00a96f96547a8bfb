import { secretText, type Container, type Pod } from "../kubernetes/objects";
import { mountedText } from "../kubernetes/mounts";
import { SECRETS } from "../kubernetes/resources";
import type { Reader } from "../kubernetes/store";
import type { BrokerSecurity } from "../../kafka/brokers";
import type { Login } from "../../kafka/administration";
import type { ScramMechanism } from "../../kafka/properties";
import { isRecord, type Settings } from "./redpanda-files";

const MECHANISMS: readonly ScramMechanism[] = ["SCRAM-SHA-256", "SCRAM-SHA-512"];

/** How clients outside of the cluster's own pods speak to the brokers: by the listener `external`, or the only one. Undefined while a file is missing. */
export function securityOf(
  store: Reader,
  pod: Pod,
  container: Container,
  settings: Settings,
): BrokerSecurity | undefined {
  const listener = listenerOf(settings.kafka_api);
  const tls = recordsOf(settings.kafka_api_tls).find(
    (entry) => (entry.name ?? "") === (listener.name ?? "") && entry.enabled === true,
  );
  const isLogin =
    listener.authentication_method === "sasl" ||
    (listener.authentication_method === undefined && isTrue(settings.enable_sasl));
  const isAuthorized = isTrue(settings.kafka_enable_authorization) || isTrue(settings.enable_sasl);
  if (!tls && !isLogin && !isAuthorized) return { kind: "plain" };
  const superUsers = isAuthorized ? { superUsers: textsOf(settings.superusers) } : {};
  const base = { kind: "secured", mechanisms: isLogin ? MECHANISMS : [], ...superUsers } as const;
  if (!tls) return base;
  const file = (name: string): string | undefined => {
    const path = tls[name];
    return typeof path === "string" ? mountedText(store, pod, container, path) : undefined;
  };
  const certificate = file("cert_file");
  const key = file("key_file");
  if (certificate === undefined || key === undefined) return undefined;
  return {
    ...base,
    clientCertificates: tls.require_client_auth === true,
    tls: { certificate, key, authorities: file("truststore_file") ?? certificate },
  };
}

/** The first user, as `RP_BOOTSTRAP_USER` names it: `user:password` or `user:password:mechanism`. */
export function loginsOf(store: Reader, pod: Pod, { env = [] }: Container): readonly Login[] {
  const variable = env.find(({ name }) => name === "RP_BOOTSTRAP_USER");
  const ref = variable?.valueFrom?.secretKeyRef;
  const text = variable?.value ?? (ref && secretText(store.get(SECRETS, pod.metadata.namespace, ref.name), ref.key));
  const [, user, password, mechanism] = /^([^:]+):(.*?)(?::(SCRAM-SHA-(?:256|512)))?$/s.exec(text?.trim() ?? "") ?? [];
  if (user === undefined || password === undefined) return [];
  return [{ user, password, mechanism: mechanism === "SCRAM-SHA-512" ? mechanism : "SCRAM-SHA-256" }];
}

function listenerOf(value: unknown): Settings {
  const listeners = recordsOf(value);
  return listeners.find(({ name }) => name === "external") ?? listeners[0] ?? {};
}

const recordsOf = (value: unknown): readonly Settings[] => [value].flat().filter(isRecord);
const textsOf = (value: unknown): readonly string[] => [value].flat().filter((item) => typeof item === "string");
const isTrue = (value: unknown): boolean => value === true || value === "true";
