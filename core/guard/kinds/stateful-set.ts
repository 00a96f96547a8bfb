import type { PlainObject, Verdict } from "../change";
import { at, isList, numberOf } from "../diff";
import type { GuardFacts } from "../facts";
import { type GuardedKind, type Judge, METADATA, inPlace, kubernetesName, placeOf, replaces, rolling } from "../kind";
import { atMost, bytesOf } from "./volumes";
import { inGiB, rounded } from "../loss";

const hasVolumes = (props: PlainObject): boolean => {
  const templates = at(props, "spec", "volumeClaimTemplates");
  return isList(templates) && templates.length > 0;
};

/** Each pod's volumes, all pods together, where no model says what is really on them. */
function volumesOf(props: PlainObject): number | undefined {
  const templates = at(props, "spec", "volumeClaimTemplates");
  if (!isList(templates)) return undefined;
  const sizes = templates.map((t) => bytesOf(at(t, "spec", "resources", "requests", "storage")) ?? 0);
  const replicas = numberOf(at(props, "spec", "replicas")) ?? 1;
  return inGiB(sizes.reduce((sum, size) => sum + size, 0) * replicas);
}

const removed = (before: PlainObject, facts: GuardFacts): Verdict =>
  hasVolumes(before)
    ? {
        class: "data loss",
        why: "its pods are deleted; what is on their volumes is served by nobody, and goes with the volumes",
        loss: atMost(facts.brokers[placeOf(before)]?.dataGiB ?? volumesOf(before)) ?? {},
      }
    : { class: "replace", why: "its pods are deleted" };

const replicas: Judge = ({ from, to, before, facts }) => {
  const [old = 1, next = 1] = [numberOf(from), numberOf(to)];
  const known = facts.brokers[placeOf(before)];
  if (next > old) {
    if (known === undefined) return { class: "in place", why: `${next - old} pod(s) more` };
    const moved = known.dataGiB === undefined ? {} : { moved: rounded((known.dataGiB * (next - old)) / next) };
    return { class: "rebalancing", why: `${next - old} broker(s) more; partitions move there by and by`, ...moved };
  }
  if (known !== undefined && next < known.replication)
    return {
      class: "impossible",
      why: `topics ask for ${known.replication} copies, ${next} broker(s) can't hold them`,
    };
  if (known === undefined && !hasVolumes(before)) return { class: "in place", why: `${old - next} pod(s) fewer` };
  return {
    class: "data loss",
    why: `the last ${old - next} pod(s) go with what only they hold; decommission them first`,
    loss: known?.dataGiB === undefined ? {} : { GiB: rounded((known.dataGiB * (old - next)) / old) },
  };
};

const templates = replaces({ removed }, "the volumes of a StatefulSet");

/** Redpanda's brokers, and any other pods with volumes of their own. */
export const statefulSet: GuardedKind = {
  type: /^kubernetes:apps\/v1:StatefulSet$/,
  nameOf: kubernetesName,
  fields: [
    ...METADATA,
    ["metadata/**", replaces({ removed }, "its name")],
    ["spec/replicas", replicas],
    ["spec/template/**", rolling("pods restart one after the other, the last first")],
    ["spec/updateStrategy/**", inPlace("how pods are replaced changes, no pod does")],
    ["spec/minReadySeconds", inPlace("how pods are replaced changes, no pod does")],
    ["spec/revisionHistoryLimit", inPlace("how many old revisions are kept changes")],
    [
      "spec/persistentVolumeClaimRetentionPolicy/**",
      ({ to }) => {
        const deletes = JSON.stringify({ to }).includes('"Delete"');
        return {
          class: "in place",
          why: deletes ? "from now on volumes are deleted with their pods" : "volumes stay",
          guarded: deletes,
        };
      },
    ],
    ["spec/volumeClaimTemplates/**", templates],
    ["spec/volumeClaimTemplates", templates],
    ["spec/**", replaces({ removed }, "this field of a StatefulSet")],
  ],
  removed,
};
