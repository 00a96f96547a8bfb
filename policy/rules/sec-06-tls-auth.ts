import { z } from "zod";
import { flag } from "../../core/config/fields";
import type { Field } from "../framework/field";
import { type Complaint, type Complaints, advise, complain, each, parts } from "../framework/finding";
import type { Item } from "../framework/resource";
import { both, per, stackRule } from "../framework/rule";
import type { Scene } from "../framework/scene";
import { type RedpandaChart, type RedpandaCluster, redpandaClusters, redpandaSettings } from "../kinds/redpanda";
import { strimziClusters } from "../kinds/strimzi";

type Tell = (item: Item, path: Field | string, message: string) => Complaint;

/** Listeners that are reached from outside the cluster. */
const OUTSIDE = ["route", "loadbalancer", "nodeport", "ingress"];

export const tlsAuth = stackRule<{ strict: boolean }>({
  id: "SEC-06",
  slug: "tls-auth",
  severity: "high",
  level: both("mandatory"),
  description: "Every Kafka listener speaks TLS and asks for a login.",
  why: "On a plain listener everybody who reaches the port reads and writes every topic, and the network carries the records in clear.",
  remedy:
    "Set tls: true and authentication (type scram-sha-512 or tls) on every listener; with Redpanda kafka_api_tls and enable_sasl.",
  args: z.strictObject({ strict: flag().describe("Whether findings refuse; else they are only shown.") }),
  defaults: per({ strict: false }, { strict: true }),
  example: { target: "multi-node", bad: example("false"), good: example("true") },
  check: (scene, { strict }) => {
    const tell = strict ? complain : advise;
    return [
      ...scene
        .get(strimziClusters)
        .flatMap(({ item, kafka }) =>
          kafka.at("listeners").list.flatMap((listener) => parts(item, () => listenerComplaints(item, listener, tell))),
        ),
      ...each(scene.get(redpandaClusters), (cluster) => redpandaComplaints(scene, cluster, tell)),
    ];
  },
});

function listenerComplaints(item: Item, listener: Field, tell: Tell): Complaints {
  const name = listener.at("name").text ?? "";
  const isOutside = OUTSIDE.includes(listener.at("type").text ?? "");
  const tls = listener.at("tls");
  const login = listener.at("authentication", "type");
  return [
    ...(tls.flag === true
      ? []
      : [
          tell(
            item,
            tls,
            `listener ${name} is plain${isOutside ? " and reached from outside" : ""}, must be tls: true`,
          ),
        ]),
    ...(login.isSet ? [] : [tell(item, login, `listener ${name} asks for no login, must have authentication`)]),
  ];
}

/** What the brokers are told by the ConfigMap that they mount; without it in sight there is nothing to judge. */
function redpandaComplaints(scene: Scene, cluster: RedpandaCluster, tell: Tell): Complaints {
  if (cluster.by === "operator") return chartComplaints(cluster, tell);
  const node = redpandaSettings(scene, cluster, "redpanda.yaml")?.at("redpanda");
  if (node === undefined) return [];
  const shared = redpandaSettings(scene, cluster, "bootstrap.yaml");
  const hasLogin = shared?.at("enable_sasl").flag === true || shared?.at("kafka_enable_authorization").flag === true;
  const secured = node
    .at("kafka_api_tls")
    .list.filter((one) => one.at("enabled").flag === true)
    .map((one) => one.at("name").text);
  const file = (field: Field): string => `data["redpanda.yaml"] ${field.path.replace("redpanda.yaml.", "")}`;
  return node.at("kafka_api").list.flatMap((listener) => {
    const name = listener.at("name").text;
    const method = listener.at("authentication_method").text ?? (hasLogin ? "sasl" : "none");
    return [
      ...(secured.includes(name)
        ? []
        : [tell(cluster.item, file(listener), `listener ${name ?? ""} is plain, must be enabled in kafka_api_tls`)]),
      ...(method === "none"
        ? [
            tell(
              cluster.item,
              file(listener),
              `listener ${name ?? ""} asks for no login, must have authentication_method sasl or enable_sasl`,
            ),
          ]
        : []),
    ];
  });
}

/** The chart has TLS unless it is told otherwise, and no logins. */
function chartComplaints({ item, values }: RedpandaChart, tell: Tell): Complaints {
  const tls = values.at("tls", "enabled");
  const sasl = values.at("auth", "sasl", "enabled");
  return [
    ...(tls.flag === false ? [tell(item, tls, "is false, must be true: the listeners are plain")] : []),
    ...(sasl.flag === true ? [] : [tell(item, sasl, "must be true: the listeners ask for no login")]),
  ];
}

function example(tls: string): string {
  return `
apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata: { name: events, namespace: streaming }
spec:
  kafka:
    listeners:
      - { name: clients, port: 9093, type: internal, tls: ${tls}, authentication: { type: scram-sha-512 } }`;
}
