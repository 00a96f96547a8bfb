/**
 * Brokers that several machines share speak TLS to everyone and let nobody in without a password. Single-node brokers don't (`secured` is
 * false): there everybody who reaches them owns the machine.
 */
import type * as k8s from "@pulumi/kubernetes";
import { SCRAM, SUPERUSER } from "../names";
import { TLS_FILES, redpandaNames } from "./names";
import type { RedpandaPlan } from "./plan";

type EnvVar = k8s.types.input.core.v1.EnvVar;
type Settings = Readonly<Record<string, unknown>>;

const IDENTITY = {
  enabled: true,
  cert_file: TLS_FILES.certificate,
  key_file: TLS_FILES.key,
  truststore_file: TLS_FILES.authority,
};
const SERVER = [{ name: "internal", ...IDENTITY, require_client_auth: false }];

/** In `redpanda.yaml`, below `redpanda`. Brokers recognise each other by certificate, as nothing else guards their own port. */
export const brokerTls = ({ secured }: RedpandaPlan): Settings =>
  secured
    ? { kafka_api_tls: SERVER, admin_api_tls: SERVER, rpc_server_tls: { ...IDENTITY, require_client_auth: true } }
    : {};

/** How a client logs in at the listener `internal` of the Kafka API. */
export const kafkaLogin = ({ secured }: RedpandaPlan): Settings => (secured ? { authentication_method: "sasl" } : {});

/** The HTTP proxy acts as whoever calls it; without a login it would act as a user of its own who may do anything. */
export const proxyLogin = ({ secured }: RedpandaPlan): Settings =>
  secured ? { authentication_method: "http_basic" } : {};
export const proxyTls = ({ secured }: RedpandaPlan): Settings => (secured ? { pandaproxy_api_tls: SERVER } : {});
export const proxyClientTls = ({ secured }: RedpandaPlan): Settings =>
  secured ? { broker_tls: { enabled: true, require_client_auth: false, truststore_file: TLS_FILES.authority } } : {};

/** For `rpk`; user and password are in its environment (`brokerEnvironment`). */
export const rpkTls = ({ secured }: RedpandaPlan): Settings =>
  secured ? { tls: { ca_file: TLS_FILES.authority } } : {};

/** In `bootstrap.yaml`: who isn't the superuser may do what access rules allow, on the admin API nothing but ask whether it is ready. */
export const clusterSecurity = ({ secured }: RedpandaPlan): Settings =>
  secured
    ? {
        enable_sasl: true,
        kafka_enable_authorization: true,
        superusers: [SUPERUSER],
        admin_api_require_auth: true,
      }
    : {};

/** curl's arguments for the admin API of the broker next to it. The password goes by standard input, so that no list of processes shows it. */
export const adminRequest = ({ secured }: RedpandaPlan, address: string): string =>
  secured
    ? `--cacert ${TLS_FILES.authority} --config - https://${address} <<< "user = \\"$RPK_USER:$RPK_PASS\\""`
    : `http://${address}`;

/**
 * The superuser, as the brokers make it when the cluster starts for the very first time, and as `rpk` in the container logs in. A password that
 * is changed later must be changed on the brokers first.
 */
export function brokerEnvironment({ cluster, secured }: RedpandaPlan): EnvVar[] {
  if (!secured) return [];
  const name = redpandaNames.superuserSecret(cluster);
  const from = (key: string) => ({ valueFrom: { secretKeyRef: { name, key } } });
  return [
    { name: "RP_BOOTSTRAP_USER", ...from("bootstrap") },
    { name: "RPK_USER", ...from("username") },
    { name: "RPK_PASS", ...from("password") },
    { name: "RPK_SASL_MECHANISM", value: SCRAM },
  ];
}
