import { parse } from "yaml";
import type { Pod, Volume, VolumeSource } from "../kubernetes/objects";
import { secretText } from "../kubernetes/objects";
import { CONFIG_MAPS, SECRETS } from "../kubernetes/resources";
import type { Reader } from "../kubernetes/store";

/** Redpanda's two files: a broker's own settings, and the cluster's at its first start. */
const NAMES = ["redpanda.yaml", "bootstrap.yaml", ".bootstrap.yaml"];

export type Settings = Readonly<Record<string, unknown>>;

/**
 * All that a pod's ConfigMaps and Secrets hold of Redpanda's settings. An init container often copies the files into place, filling in the
 * pod's name, so they are looked for in every volume rather than at a path.
 */
export function settingsOf(store: Reader, pod: Pod): Settings {
  const texts = (pod.spec.volumes ?? []).flatMap((volume) => textsIn(store, pod.metadata.namespace, volume));
  return Object.assign({}, ...texts.map(propertiesOfFile)) as Settings;
}

/** Properties in `redpanda.yaml` (below `redpanda:`) or `.bootstrap.yaml` (at the top). */
export function propertiesOfFile(text: string): Settings {
  const content: unknown = parse(text);
  if (!isRecord(content)) return {};
  return isRecord(content.redpanda) ? content.redpanda : content;
}

function textsIn(store: Reader, namespace: string, volume: Volume | VolumeSource): readonly string[] {
  const { configMap, secret, projected } = volume;
  const parts = (projected?.sources ?? []).flatMap((source) => textsIn(store, namespace, source));
  const map = configMap && store.get(CONFIG_MAPS, namespace, configMap.name);
  const held = store.get(SECRETS, namespace, secret?.secretName ?? secret?.name ?? "");
  const keys = (items: readonly { readonly key: string; readonly path: string }[] | undefined): readonly string[] => [
    ...NAMES,
    ...(items ?? []).filter((item) => NAMES.includes(item.path)).map((item) => item.key),
  ];
  return [
    ...parts,
    ...keys(configMap?.items).flatMap((key) => map?.data?.[key] ?? []),
    ...keys(secret?.items).flatMap((key) => secretText(held, key) ?? []),
  ];
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
