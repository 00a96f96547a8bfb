import { certificateNames } from "../components/kafka/redpanda/names";
import { APPHUB } from "./apphub-names";
import { type SecuredBrokers, keysOf } from "./kafka-secrets";

export const APPHUB_BROKERS: SecuredBrokers = {
  prefix: "apphubRedpanda",
  title: "AppHub brokers",
  cluster: APPHUB.redpanda,
  users: Object.values(APPHUB.users),
  userPrefix: "apphub-",
  names: certificateNames(APPHUB.redpanda, APPHUB.namespace),
};

/** Secrets of brokers that speak TLS and ask for a login. */
export const APPHUB_KAFKA_SECRETS = keysOf(APPHUB_BROKERS);
