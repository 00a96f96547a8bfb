/** Redpanda brokers: a plain StatefulSet, or the custom resource of Redpanda's operator, whose `clusterSpec` are values of its chart. */
import { parse } from "yaml";
import { Field } from "../framework/field";
import type { Item } from "../framework/resource";
import type { Scene } from "../framework/scene";
import { valueOf } from "../framework/value";
import { bytesOf, parseQuantity } from "../pods/quantity";

export const REDPANDA = "cluster.redpanda.com/Redpanda";

interface Common {
  readonly item: Item;
  readonly brokers: number;
  /** Of the broker's own container. */
  readonly resources: Field;
}
/** Brokers of a StatefulSet. */
export type RedpandaSet = Common & { readonly by: "set" };
/** Brokers of the operator; `values`: those of the chart. */
export type RedpandaChart = Common & { readonly by: "operator"; readonly values: Field };
export type RedpandaCluster = RedpandaSet | RedpandaChart;

/** The chart's own values [Redpanda chart, values.yaml]. */
const CHART = { brokers: 3, volume: 20 * 1024 ** 3 } as const;

const IMAGE = /(^|\/)redpanda(data\/redpanda)?([:@]|$)/;

/** A StatefulSet whose container runs `redpanda start`, or Redpanda's image. */
export function redpandaContainer(item: Item): Field | undefined {
  if (item.kind !== "apps/StatefulSet") return undefined;
  return item.spec.at("template", "spec", "containers").list.find((container) => {
    const words = [...container.at("command").list, ...container.at("args").list].map((word) => word.text ?? "");
    return IMAGE.test(container.at("image").text ?? "") || (words.includes("redpanda") && words.includes("start"));
  });
}

export function redpandaClusters(scene: Scene): readonly RedpandaCluster[] {
  return [
    ...scene.of("apps/StatefulSet").flatMap((item) => scene.attempt(item, () => setOf(item))),
    ...scene.of(REDPANDA).flatMap((item) => scene.attempt(item, () => [redpandaChart(item)])),
  ];
}

function setOf(item: Item): readonly RedpandaCluster[] {
  const container = redpandaContainer(item);
  if (container === undefined) return [];
  const brokers = item.spec.at("replicas").count ?? 1;
  return [{ by: "set", item, brokers, resources: container.at("resources") }];
}

export function redpandaChart(item: Item): RedpandaChart {
  const values = item.spec.at("clusterSpec");
  const brokers = values.at("statefulset", "replicas").count ?? CHART.brokers;
  return { by: "operator", item, brokers, resources: values.at("resources"), values };
}

/** `--smp=4` or `--smp 4`; undefined where the flag isn't given. */
export function flagOf(container: Field, flag: string): string | undefined {
  const words = [...container.at("command").list, ...container.at("args").list].map((word) => word.text ?? "");
  const index = words.findIndex((word) => word === `--${flag}` || word.startsWith(`--${flag}=`));
  const word = words[index];
  if (word === undefined) return undefined;
  const [, value] = /=(.*)$/.exec(word) ?? [];
  if (value !== undefined) return value;
  const next = words[index + 1];
  return next === undefined || next.startsWith("--") ? "" : next;
}

/** The claim that holds the data: the largest of the templates. */
export function dataClaim(item: Item): Field | undefined {
  const size = (claim: Field): number => bytesOf(claim.at("spec", "resources", "requests", "storage")) ?? 0;
  return [...item.spec.at("volumeClaimTemplates").list].sort((a, b) => size(b) - size(a))[0];
}

/** Sizes of every broker's volume: a patch of the claim has the last word, as a StatefulSet's templates can't change. */
export function volumeSizes(scene: Scene, cluster: RedpandaCluster): readonly number[] {
  const { item, brokers } = cluster;
  if (cluster.by === "operator") {
    const volume = cluster.values.at("storage", "persistentVolume");
    if (volume.at("enabled").flag === false) return [];
    return Array.from({ length: brokers }, () => bytesOf(volume.at("size")) ?? CHART.volume);
  }
  const claim = dataClaim(item);
  if (claim === undefined) return [];
  const template = bytesOf(claim.at("spec", "resources", "requests", "storage")) ?? 0;
  const name = claim.at("metadata", "name").text ?? "";
  return Array.from({ length: brokers }, (_, i) => patchedSize(scene, item, `${name}-${item.name}-${i}`) ?? template);
}

function patchedSize(scene: Scene, item: Item, claim: string): number | undefined {
  const patch = scene
    .in(item.namespace, "core/PersistentVolumeClaimPatch", "core/PersistentVolumeClaim")
    .find((one) => one.name === claim);
  const text = patch?.spec.at("resources", "requests", "storage").text;
  return text === undefined ? undefined : parseQuantity(text);
}

/** `redpanda.yaml` and `bootstrap.yaml` from the ConfigMaps that the pods mount; absent where they aren't in sight. */
export function redpandaSettings(scene: Scene, { item }: RedpandaCluster, file: string): Field | undefined {
  const mounted = item.spec.at("template", "spec", "volumes").list.map((v) => v.at("configMap", "name").text);
  const map = scene
    .in(item.namespace, "core/ConfigMap")
    .find((one) => mounted.includes(one.name) && one.props.at("data", file).isSet);
  const text = map?.props.at("data", file).text;
  if (text === undefined) return undefined;
  try {
    return new Field(file, valueOf(parse(text)));
  } catch {
    return undefined;
  }
}
