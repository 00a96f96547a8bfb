/** Pods that CloudNativePG makes: servers, and PgBouncers before them. */
import type { Field } from "../framework/field";
import type { Item } from "../framework/resource";
import { instancesOf } from "../kinds/postgres";
import { type Asked, NOTHING_ASKED, askedBy, podSize, together } from "./containers";
import { type PodGroup, claim, plainGroup } from "./group";
import { HOSTNAME, ZONE, apartOf } from "./spread";

/** Primary and standbys, each with its volumes. `defaults`: what a LimitRange fills in. */
export function postgresGroup(item: Item, defaults: Asked = NOTHING_ASKED): PodGroup {
  const { spec } = item;
  const count = instancesOf(item);
  const affinity = spec.at("affinity");
  const apart = affinity.at("enablePodAntiAffinity").flag !== false;
  const required = apart && affinity.at("podAntiAffinityType").text === "required";
  const byZone = (affinity.at("topologyKey").text ?? HOSTNAME) === ZONE;
  const spread = apartOf(spec, undefined, affinity.at("additionalPodAntiAffinity"));
  const confirm = spec.at("postgresql", "synchronous", "dataDurability").text === "preferred" ? 0 : synchronousOf(item);
  const storage = [
    ["data", spec.at("storage")],
    ["wal", spec.at("walStorage")],
  ] as const;
  return {
    ...plainGroup(item, item.name, count),
    size: together([askedBy(spec.at("resources"), defaults)]),
    apart: {
      ...spread,
      ownNode: required || spread.ownNode,
      preferred: apart,
      ...(required && byZone ? { zoneSkew: 1 } : {}),
    },
    pinned: true,
    claims: storage.filter(([, at]) => at.isSet).map(([name, at]) => claim(name, storageSize(at), storageClass(at))),
    ...(count > 1
      ? {
          needs: {
            count: 1 + confirm,
            because: confirm > 0 ? "a primary and what confirms its writes" : "one to promote",
          },
        }
      : {}),
  };
}

const storageSize = (at: Field): Field =>
  at.at("size").isSet ? at.at("size") : at.at("pvcTemplate", "resources", "requests", "storage");
const storageClass = (at: Field): Field =>
  at.at("storageClass").isSet ? at.at("storageClass") : at.at("pvcTemplate", "storageClassName");

/** Standbys that must confirm a write: the newer setting, else the older one. */
export const synchronousOf = (item: Item): number =>
  item.spec.at("postgresql", "synchronous", "number").number ?? item.spec.at("minSyncReplicas").number ?? 0;

/** PgBouncer pods. */
export function poolerGroup(item: Item, defaults: Asked): PodGroup {
  const template = item.spec.at("template", "spec");
  const count = item.spec.at("instances").count ?? 1;
  return {
    ...plainGroup(item, item.name, count),
    size: podSize(template, defaults),
    apart: apartOf(template, undefined),
    surge: Math.ceil(count / 4),
  };
}
