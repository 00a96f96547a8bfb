/** What a broker reads at start: its own settings, the cluster's first settings, and the scripts around its life. */
import { stringify as stringifyYaml } from "yaml";
import { REDPANDA_PORTS, redpandaNames } from "./names";
import type { RedpandaPlan } from "./plan";
import {
  adminRequest,
  brokerTls,
  clusterSecurity,
  kafkaLogin,
  proxyClientTls,
  proxyLogin,
  proxyTls,
  rpkTls,
} from "./security";

/** Filled in by `configure.sh`, as each broker has its own. */
const POD = "${POD_NAME}";
const ZONE = "${ZONE}";

/** Brokers that found the cluster. Later ones join through these, so that growing doesn't restart the others. */
const FOUNDERS = 3;

/** Everything written out: who reads it at night shouldn't have to look up what an alias stands for. */
const stringify = (settings: object): string => stringifyYaml(settings, { aliasDuplicateObjects: false });

/** Name to text of the ConfigMap's files. */
export function redpandaFiles(plan: RedpandaPlan): Readonly<Record<string, string>> {
  return {
    "redpanda.yaml": stringify({ ...brokerSettings(plan), ...clientSettings(plan) }),
    "bootstrap.yaml": stringify(clusterSettings(plan)),
    "configure.sh": CONFIGURE,
    "drain.sh": drain(plan),
    "undrain.sh": undrain(plan),
  };
}

/** What a running broker depends on: when it changes, the brokers restart one after the other. */
export const restartingFiles = (plan: RedpandaPlan): string =>
  [stringify(brokerSettings(plan)), CONFIGURE, drain(plan), undrain(plan)].join("\n---\n");

export function brokerSettings(plan: RedpandaPlan) {
  const self = redpandaNames.podHost(plan.cluster, plan.namespace, POD);
  const everywhere = (port: number, name?: string) => ({
    ...(name === undefined ? {} : { name }),
    address: "0.0.0.0",
    port,
  });
  const { kafka, external, admin, proxy, rpc } = REDPANDA_PORTS;
  return {
    redpanda: {
      data_directory: "/var/lib/redpanda/data",
      developer_mode: plan.developerMode,
      ...(plan.zones > 1 ? { rack: ZONE } : {}),
      empty_seed_starts_cluster: false,
      seed_servers: hosts(plan, FOUNDERS).map((address) => ({ host: { address, port: rpc } })),
      rpc_server: everywhere(rpc),
      advertised_rpc_api: { address: self, port: rpc },
      admin: [everywhere(admin, "internal")],
      kafka_api: [
        { ...everywhere(kafka, "internal"), ...kafkaLogin(plan) },
        ...(plan.external === undefined ? [] : [everywhere(external, "external")]),
      ],
      advertised_kafka_api: [
        { name: "internal", address: self, port: kafka },
        ...(plan.external === undefined
          ? []
          : [{ name: "external", address: plan.external.host, port: plan.external.port }]),
      ],
      ...brokerTls(plan),
    },
    pandaproxy: {
      pandaproxy_api: [{ ...everywhere(proxy, "internal"), ...proxyLogin(plan) }],
      ...proxyTls(plan),
      advertised_pandaproxy_api: [{ name: "internal", address: self, port: proxy }],
    },
    pandaproxy_client: {
      brokers: hosts(plan, FOUNDERS).map((address) => ({ address, port: kafka })),
      ...proxyClientTls(plan),
    },
  };
}

/** What `rpk` in a broker's container talks to; no broker reads it. */
function clientSettings(plan: RedpandaPlan) {
  const at = (port: number) => hosts(plan, plan.brokers).map((host) => `${host}:${port}`);
  return {
    rpk: {
      kafka_api: { brokers: at(REDPANDA_PORTS.kafka), ...rpkTls(plan) },
      admin_api: { addresses: at(REDPANDA_PORTS.admin), ...rpkTls(plan) },
    },
  };
}

/**
 * Settings of the whole cluster at its very first start; afterwards `rpk cluster config set` changes them.
 * `storage_min_free_bytes` stays at its 5 GiB: lower, a full volume would take the broker down rather than refuse producers.
 */
export function clusterSettings(plan: RedpandaPlan) {
  return {
    auto_create_topics_enabled: false,
    default_topic_replications: plan.replication,
    internal_topic_replication_factor: plan.replication,
    enable_rack_awareness: plan.zones > 1,
    partition_autobalancing_mode: "node_add",
    enable_consumer_group_metrics: ["group", "partition", "consumer_lag"],
    ...clusterSecurity(plan),
  };
}

const hosts = (plan: RedpandaPlan, most: number): readonly string[] =>
  Array.from({ length: Math.min(plan.brokers, most) }, (_, ordinal) =>
    redpandaNames.podHost(plan.cluster, plan.namespace, redpandaNames.pod(plan.cluster, ordinal)),
  );

/** Where Kubernetes doesn't copy the node's zone to the pod (before 1.35), the broker has no rack; the pods are spread all the same. */
const CONFIGURE = `set -euo pipefail
sed -e "s|${POD.replace("$", "\\$")}|$POD_NAME|g" -e "s|${ZONE.replace("$", "\\$")}|$ZONE|g" /etc/redpanda-template/redpanda.yaml > /etc/redpanda/redpanda.yaml
if [ -z "$ZONE" ]; then sed -i -e '/^ *rack:/d' /etc/redpanda/redpanda.yaml; fi
cp /etc/redpanda-template/bootstrap.yaml /etc/redpanda/.bootstrap.yaml
`;

const nodeId = (plan: RedpandaPlan): string =>
  `id=$(curl --silent --fail ${adminRequest(plan, `localhost:${REDPANDA_PORTS.admin}/v1/node_config`)} | grep -o '"node_id": *[0-9]*' | grep -o '[0-9]*$')`;

/** Before a broker stops, its partitions' leaders move to the others: clients notice nothing. */
const drain = (plan: RedpandaPlan): string => `set -euo pipefail
${nodeId(plan)}
timeout 90 rpk cluster maintenance enable "$id" --wait
`;

/** A restarted broker takes leaders again. In the background and without end, as it can't before the cluster has a majority. */
const undrain = (plan: RedpandaPlan): string => `(
until ${nodeId(plan)} && rpk cluster maintenance disable "$id"; do sleep 5; done
) > /proc/1/fd/2 2>&1 &
`;
