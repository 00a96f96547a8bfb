import type { Field } from "../framework/field";
import type { Item } from "../framework/resource";
import { ownEntry } from "../framework/value";
import { podParts } from "./containers";

/** An image as it is written, with where. */
export interface Image {
  readonly at: Field;
  readonly text: string;
}

const CATALOGS = ["postgresql.cnpg.io/ImageCatalog", "postgresql.cnpg.io/ClusterImageCatalog"];

/** Fields of custom resources that name an image. */
const FIELDS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  "postgresql.cnpg.io/Cluster": [["imageName"]],
  "postgresql.cnpg.io/Pooler": [["pgbouncer", "image"]],
  "flink.apache.org/FlinkDeployment": [["image"]],
  "monitoring.coreos.com/Prometheus": [["image"]],
  "monitoring.coreos.com/Alertmanager": [["image"]],
  "kafka.strimzi.io/KafkaConnect": [["image"]],
  "kafka.strimzi.io/KafkaBridge": [["image"]],
  "kafka.strimzi.io/KafkaMirrorMaker2": [["image"]],
  "kafka.strimzi.io/Kafka": [
    ["kafka", "image"],
    ["entityOperator", "topicOperator", "image"],
    ["entityOperator", "userOperator", "image"],
    ["kafkaExporter", "image"],
    ["cruiseControl", "image"],
  ],
};

export function imagesOf(item: Item): readonly Image[] {
  const own = podParts(item).flatMap(({ containers }) => containers.map(({ at }) => at.at("image")));
  const fields = (ownEntry(FIELDS, item.kind) ?? []).map((keys) => item.spec.at(...keys));
  const lists = CATALOGS.includes(item.kind) ? [item.spec.at("images"), item.spec.at("extraImages")] : [];
  const listed = lists.flatMap(({ list }) => list.map((entry) => entry.at("image")));
  return [...own, ...fields, ...listed].flatMap((at) => (at.text === undefined ? [] : [{ at, text: at.text }]));
}

export interface ImageName {
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** `host:5000/team/app:1.2@sha256:…`: the tag stands after the last `/`. */
export function parseImage(text: string): ImageName {
  const [name = "", digest] = text.split("@");
  const tag = /:([^:/]*)$/.exec(name)?.[1];
  return { tag: tag === "" ? undefined : tag, digest };
}
