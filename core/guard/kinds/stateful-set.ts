import type { Loss, PlainObject, Verdict } from "../change";
import { at, isList, numberOf, textAt } from "../diff";
import type { GuardFacts } from "../facts";
import { type GuardedKind, type Judge, METADATA, inPlace, kubernetesName, placeOf, replaces, rolling } from "../kind";
import { atMost, inGiB, onceGiB, rounded, shareWithoutMajority } from "../loss";
import { older } from "../versions";
import { bytesOf } from "./volumes";

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

const lostIn = (before: PlainObject, facts: GuardFacts): Loss => {
  const known = facts.brokers[placeOf(before)];
  return atMost(known === undefined ? volumesOf(before) : onceGiB(known)) ?? {};
};

/** What happens to claims with their StatefulSet; `Retain` is the default [Kubernetes docs, PersistentVolumeClaim retention]. */
const keepsClaims = (props: PlainObject): boolean =>
  textAt(props, "spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted") !== "Delete";

const removed = (before: PlainObject, facts: GuardFacts): Verdict => {
  if (!hasVolumes(before)) return { class: "replace", why: "its pods are deleted" };
  const why = keepsClaims(before)
    ? "its pods are deleted; their volumes stay, and nobody serves what is on them"
    : "its pods are deleted, and their volumes with them";
  return { class: "data loss", why, loss: lostIn(before, facts) };
};

/** Under its own name a new one takes the claims over, if they are still there. */
const replaced = (before: PlainObject, facts: GuardFacts): Verdict =>
  !hasVolumes(before) || keepsClaims(before)
    ? { class: "replace", why: "all its pods stop, and start again on the same volumes" }
    : removed(before, facts);

const replicas: Judge = ({ from, to, before, facts }) => {
  const [old = 1, next = 1] = [numberOf(from), numberOf(to)];
  const known = facts.brokers[placeOf(before)];
  const moved = (share: number) => (known?.dataGiB === undefined ? {} : { moved: rounded(known.dataGiB * share) });
  if (next > old)
    return known === undefined
      ? { class: "in place", why: `${next - old} pod(s) more` }
      : {
          class: "rebalancing",
          why: `${next - old} broker(s) more; partitions move there by and by`,
          ...moved((next - old) / next),
        };
  if (known !== undefined && next < known.replication)
    return {
      class: "impossible",
      why: `topics ask for ${known.replication} copies, ${next} broker(s) can't hold them`,
    };
  if (known === undefined)
    return hasVolumes(before)
      ? { class: "data loss", why: `the last ${old - next} pod(s) go with what only they hold`, loss: {} }
      : { class: "in place", why: `${old - next} pod(s) fewer` };
  const share = shareWithoutMajority(old, old - next, known.replication);
  const held = onceGiB(known);
  return share === 0
    ? {
        class: "rebalancing",
        why: `the last ${old - next} broker(s) go, and their copies are missing until they are made anew; decommission first`,
        guarded: true,
        ...moved((old - next) / old),
      }
    : {
        class: "data loss",
        why: `the last ${old - next} broker(s) go, and partitions that have most copies there; decommission one after the other`,
        loss: held === undefined ? {} : { GiB: rounded(held * share) },
      };
};

/** Redpanda's data can't be read by an older release once a newer one has activated its features [Redpanda docs, Rolling upgrade]. */
const image: Judge = ({ from, to }) => {
  const [old, next] = [redpandaVersion(from), redpandaVersion(to)];
  return old !== undefined && next !== undefined && older(next, old)
    ? { class: "impossible", why: `Redpanda ${next} can't read what ${old} wrote` }
    : { class: "rolling restart", why: RESTARTS };
};

/** `…/redpanda:v25.2.7@sha256:…` is 25.2: only feature releases change the data. */
const redpandaVersion = (value: unknown): string | undefined =>
  typeof value === "string" ? /\/redpanda:v?(\d+\.\d+)/.exec(value)?.[1] : undefined;

const RESTARTS = "pods restart one after the other, the last first";

const fixed = replaces({ removed, replaced }, "this field of a StatefulSet");

/** Redpanda's brokers, and any other pods with volumes of their own. */
export const statefulSet: GuardedKind = {
  type: /^kubernetes:apps\/v1:StatefulSet$/,
  nameOf: kubernetesName,
  fields: [
    ...METADATA,
    ["spec/replicas", replicas],
    ["spec/template/spec/containers/*/image", image],
    ["spec/template/**", rolling(RESTARTS)],
    ["spec/updateStrategy/**", inPlace("how pods are replaced changes, no pod does")],
    ["spec/minReadySeconds", inPlace("how pods are replaced changes, no pod does")],
    [
      "spec/ordinals/**",
      ({ before, facts }) => ({ ...removed(before, facts), why: "pods get other numbers, and volumes of their own" }),
    ],
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
    ["spec/**", fixed],
  ],
  removed,
  replaced,
};
