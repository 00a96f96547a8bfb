import { older } from "../versions";
import type { PlainObject, Verdict } from "../change";
import { at, isList, numberOf, textAt } from "../diff";
import type { GuardFacts } from "../facts";
import { atMost, onceGiB, rounded } from "../loss";
import { type GuardedKind, type Judge, METADATA, impossible, inPlace, kubernetesName, placeOf, rolling } from "../kind";
import { minInSync, uncleanElection } from "./confirmed";
import { volumeClass, volumeSize } from "./volumes";

const DELETES_CLAIMS = "the brokers and their volumes are deleted (deleteClaim is true)";
const KEEPS_CLAIMS = "the brokers are deleted; their volumes stay, and nobody serves what is on them";

/** Says which cluster a pool belongs to. */
const CLUSTER_LABEL = "strimzi.io/cluster";
const clusterOf = (props: PlainObject): string => placeOf(props, textAt(props, "metadata", "labels", CLUSTER_LABEL));

const dataOf = (place: string, facts: GuardFacts): Verdict["loss"] => {
  const known = facts.brokers[place];
  return known === undefined ? undefined : atMost(onceGiB(known));
};

/** Versions of metadata are named by the release that brought them: `4.1-IV1`. Without one, the metadata follows the release at once. */
const version: Judge = ({ from, to, before, after }) => {
  const metadata =
    textAt(after, "spec", "kafka", "metadataVersion") ?? textAt(before, "spec", "kafka", "metadataVersion");
  if (!older(to, from)) return { class: "rolling restart", why: "brokers are upgraded one after the other" };
  return metadata === undefined || older(to, metadata.split("-")[0])
    ? { class: "impossible", why: "brokers can't go back to an older version once the metadata is the newer one's" }
    : { class: "rolling restart", why: "brokers go back one after the other; the metadata is old enough for that" };
};

/** Settings that Kafka takes over while it runs [Kafka docs, broker configs: cluster-wide update mode]. */
const DYNAMIC = [
  "log.segment.bytes",
  "log.cleaner.threads",
  "num.io.threads",
  "num.network.threads",
  "num.replica.fetchers",
  "message.max.bytes",
];

/** Lifts Strimzi's check that a broker that goes is empty. */
const SCALE_DOWN_CHECK = "strimzi.io~1skip-broker-scaledown-check";

export const kafka: GuardedKind = {
  type: /^kubernetes:kafka\.strimzi\.io\/\w+:Kafka$/,
  nameOf: kubernetesName,
  fields: [
    [
      `metadata/annotations/${SCALE_DOWN_CHECK}`,
      ({ to }) => ({
        class: "in place",
        why: to === "true" ? "from now on brokers may be taken away with what is on them" : "only empty brokers may go",
        guarded: to === "true",
      }),
    ],
    ...METADATA,
    ["spec/kafka/version", version],
    [
      "spec/kafka/metadataVersion",
      ({ from, to }) =>
        older(to, from)
          ? { class: "impossible", why: "a cluster's metadata can't go back to an older version" }
          : { class: "in place", why: "the metadata takes the newer version's shape; there is no way back" },
    ],
    ["spec/kafka/config/log.retention.ms", defaultLimit(604_800_000)],
    ["spec/kafka/config/log.retention.minutes", defaultLimit(10_080)],
    ["spec/kafka/config/log.retention.hours", defaultLimit(168)],
    ["spec/kafka/config/log.retention.bytes", defaultLimit(-1)],
    ["spec/kafka/config/min.insync.replicas", minInSync],
    ["spec/kafka/config/unclean.leader.election.enable", uncleanElection],
    ...DYNAMIC.map((key) => [`spec/kafka/config/${key}`, inPlace("brokers take it over while they run")] as const),
    ["spec/kafka/**", rolling("brokers restart one after the other")],
    ["spec/entityOperator/**", rolling("the entity operator's pod restarts")],
    ["spec/kafkaExporter/**", rolling("the exporter's pod restarts")],
    ["spec/**", rolling("what it configures restarts")],
  ],
  removed: (before, facts) => ({ class: "data loss", why: KEEPS_CLAIMS, loss: dataOf(placeOf(before), facts) ?? {} }),
};

/** The brokers' default, which topics without a setting of their own follow; `standard` is Kafka's own where none is set [Kafka docs, broker configs]. */
function defaultLimit(standard: number): Judge {
  return ({ from, to }) => {
    const [old, next] = [numberOf(from) ?? standard, numberOf(to) ?? standard];
    if (next < 0 || (old >= 0 && next >= old)) return { class: "in place", why: "brokers take it over while they run" };
    return { class: "data loss", why: "topics without a limit of their own keep less from now on", loss: {} };
  };
}

const isBroker = (pool: PlainObject): boolean => {
  const roles = at(pool, "spec", "roles");
  return !isList(roles) || roles.includes("broker");
};

const nodes: Judge = ({ from, to, before, facts }) => {
  const [old = 1, next = 1] = [numberOf(from), numberOf(to)];
  if (!isBroker(before))
    return {
      class: "impossible",
      why: "the operator doesn't change how many controllers vote; their number is for ever",
    };
  const known = facts.brokers[clusterOf(before)];
  if (next > old) {
    const held = known?.dataGiB;
    return {
      class: "rebalancing",
      why: `${next - old} broker(s) more; partitions move there once they are reassigned`,
      ...(held === undefined ? {} : { moved: rounded((held * (next - old)) / next) }),
    };
  }
  return known !== undefined && next < known.replication
    ? { class: "impossible", why: `topics ask for ${known.replication} copies, ${next} broker(s) can't hold them` }
    : { class: "impossible", why: "the operator refuses to take away a broker that holds partitions; move them first" };
};

const deletesClaims: Judge = ({ to }) =>
  to === true
    ? { class: "in place", why: "from now on the volumes are deleted with the pool", guarded: true }
    : { class: "in place", why: "volumes stay when the pool is deleted" };

const jbodVolume: Judge = ({ from, to, before, facts }) => {
  if (from === undefined) return { class: "rolling restart", why: "brokers get one more volume, one after the other" };
  return to === undefined || to === null
    ? {
        class: "data loss",
        why: "brokers lose a volume and every copy that is on it; move them to the others first",
        loss: dataOf(clusterOf(before), facts) ?? {},
      }
    : { class: "rolling restart", why: "brokers of the pool restart one after the other" };
};

const IGNORED = "the operator ignores every change of a pool's storage while this one is asked for";

const poolRemoved = (before: PlainObject, facts: GuardFacts): Verdict => ({
  class: "data loss",
  why: at(before, "spec", "storage", "deleteClaim") === true ? DELETES_CLAIMS : KEEPS_CLAIMS,
  loss: (isBroker(before) ? dataOf(clusterOf(before), facts) : undefined) ?? {},
});

export const kafkaNodePool: GuardedKind = {
  type: /^kubernetes:kafka\.strimzi\.io\/\w+:KafkaNodePool$/,
  nameOf: kubernetesName,
  fields: [
    ["metadata/labels/strimzi.io~1cluster", ({ before, facts }) => poolRemoved(before, facts)],
    ...METADATA,
    ["spec/replicas", nodes],
    ["spec/storage/type", impossible(IGNORED)],
    ["spec/storage/size", volumeSize],
    ["spec/storage/volumes/*/size", volumeSize],
    ["spec/storage/volumes/*/type", impossible(IGNORED)],
    ["spec/storage/class", volumeClass],
    ["spec/storage/volumes/*/class", volumeClass],
    ["spec/storage/deleteClaim", deletesClaims],
    ["spec/storage/volumes/*/deleteClaim", deletesClaims],
    ["spec/storage/volumes/*", jbodVolume],
    ["spec/roles", impossible("a pool's roles change only by a migration: add a pool, move, remove the old one")],
    ["spec/**", rolling("brokers of the pool restart one after the other")],
  ],
  removed: poolRemoved,
};

export const kafkaUser: GuardedKind = {
  type: /^kubernetes:kafka\.strimzi\.io\/\w+:KafkaUser$/,
  nameOf: kubernetesName,
  fields: [...METADATA, ["spec/**", inPlace("the user's login or rights change on the brokers")]],
  removed: () => ({ class: "replace", why: "whoever logs in as it is refused from now on" }),
};
