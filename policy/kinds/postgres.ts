/** PostgreSQL clusters that CloudNativePG runs. */
import type { Field } from "../framework/field";
import type { Item } from "../framework/resource";
import type { Scene } from "../framework/scene";
import { MiB } from "../../core/units";

export const CLUSTER = "postgresql.cnpg.io/Cluster";
export const POOLER = "postgresql.cnpg.io/Pooler";
export const SCHEDULED_BACKUP = "postgresql.cnpg.io/ScheduledBackup";

export const instancesOf = (cluster: Item): number => cluster.spec.at("instances").count ?? 1;
export const parameter = (cluster: Item, name: string): Field => cluster.spec.at("postgresql", "parameters", name);

const KIB = 1024;
const UNITS: Readonly<Record<string, number>> = { B: 1, kB: KIB, MB: MiB, GB: KIB * MiB, TB: MiB * MiB };

/** Bytes of a setting: `256MB`, or a plain number of the setting's own unit [PostgreSQL docs, Setting Parameters]. */
export function memorySetting(field: Field, unit: number): number | undefined {
  const [, number, suffix] = /^\s*(\d+(?:\.\d+)?)\s*([kMGT]?B)?\s*$/.exec(field.text ?? "") ?? [];
  if (number === undefined) return undefined;
  return Number(number) * (suffix === undefined ? unit : (UNITS[suffix] ?? unit));
}

/** Units of settings that are written as plain numbers. */
export const BLOCK = 8 * KIB;
export const KILOBYTE = KIB;
export const MEGABYTE = MiB;

/** `max_connections`, PostgreSQL's default 100 where it isn't set. */
export const maxConnections = (cluster: Item): number => parameter(cluster, "max_connections").number ?? 100;

/** Objects of a kind that name this cluster. */
export const ofCluster = (scene: Scene, kind: string, cluster: Item): readonly Item[] =>
  scene.in(cluster.namespace, kind).filter((item) => item.spec.at("cluster", "name").text === cluster.name);

const BARMAN_PLUGIN = "barman-cloud.cloudnative-pg.io";

/** Where WAL is archived: the built-in way, or the plugin that replaces it. */
export interface Archive {
  readonly at: Field;
  /** Absent where a plugin's object store says it, which isn't part of the cluster. */
  readonly store: Field | undefined;
}

export function archiveOf(cluster: Item): Archive | undefined {
  const store = cluster.spec.at("backup", "barmanObjectStore");
  if (store.isSet) return { at: store, store };
  const plugin = cluster.spec
    .at("plugins")
    .list.find((one) => one.at("name").text === BARMAN_PLUGIN && one.at("enabled").flag !== false);
  return plugin?.at("isWALArchiver").flag === true ? { at: plugin, store: undefined } : undefined;
}

/** The plugin's object store of a cluster, where it is in sight. */
export function objectStoreOf(scene: Scene, cluster: Item, { at }: Archive): Item | undefined {
  const name = at.at("parameters", "barmanObjectName").text;
  return scene.in(cluster.namespace, "barmancloud.cnpg.io/ObjectStore").find((item) => item.name === name);
}
