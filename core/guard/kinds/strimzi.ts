import { older } from "../versions";
import type { PlainObject, Verdict } from "../change";
import { at, numberOf, textAt } from "../diff";
import type { GuardFacts } from "../facts";
import { rounded } from "../loss";
import { type GuardedKind, type Judge, METADATA, impossible, inPlace, kubernetesName, placeOf, rolling } from "../kind";
import { atMost, volumeClass, volumeSize } from "./volumes";

const DELETES_CLAIMS = "the brokers and their volumes are deleted (deleteClaim is true)";
const KEEPS_CLAIMS = "the brokers are deleted; their volumes stay, and nobody serves what is on them";

const clusterOf = (props: PlainObject): string =>
  placeOf(props, textAt(props, "metadata", "labels", "strimzi.io/cluster"));

const dataOf = (props: PlainObject, facts: GuardFacts): Verdict["loss"] =>
  atMost(facts.brokers[clusterOf(props)]?.dataGiB);

/** Later versions can't be left again once the metadata says so [Strimzi docs, Upgrading]. */
const version: Judge = ({ from, to }) =>
  older(to, from)
    ? { class: "impossible", why: "brokers can't go back to an older version once the metadata is the newer one's" }
    : { class: "rolling restart", why: "brokers are upgraded one after the other" };

/** Settings that Kafka takes over while it runs [Kafka docs, broker configs: cluster-wide update mode]. */
const DYNAMIC = [
  "log.retention.ms",
  "log.retention.bytes",
  "log.segment.bytes",
  "log.cleaner.threads",
  "min.insync.replicas",
  "num.io.threads",
  "num.network.threads",
  "num.replica.fetchers",
  "message.max.bytes",
  "unclean.leader.election.enable",
];

export const kafka: GuardedKind = {
  type: /^kubernetes:kafka\.strimzi\.io\/\w+:Kafka$/,
  nameOf: kubernetesName,
  fields: [
    ...METADATA,
    ["spec/kafka/version", version],
    [
      "spec/kafka/metadataVersion",
      ({ from, to }) =>
        older(to, from)
          ? { class: "impossible", why: "a cluster's metadata can't go back to an older version" }
          : { class: "in place", why: "the metadata takes the newer version's shape; there is no way back" },
    ],
    ["spec/kafka/config/log.retention.ms", logRetention],
    ...DYNAMIC.map((key) => [`spec/kafka/config/${key}`, inPlace("brokers take it over while they run")] as const),
    ["spec/kafka/**", rolling("brokers restart one after the other")],
    ["spec/entityOperator/**", rolling("the entity operator's pod restarts")],
    ["spec/kafkaExporter/**", rolling("the exporter's pod restarts")],
    ["spec/**", rolling("what it configures restarts")],
  ],
  removed: (before, facts) => ({ class: "data loss", why: KEEPS_CLAIMS, loss: dataOf(before, facts) ?? {} }),
};

/** The brokers' default, which topics without a retention of their own follow. */
function logRetention({ from, to }: Parameters<Judge>[0]): Verdict {
  const [old, next] = [numberOf(from), numberOf(to)];
  if (old === undefined || next === undefined || next < 0 || (old >= 0 && next >= old))
    return { class: "in place", why: "brokers take it over while they run" };
  return { class: "data loss", why: "topics without a retention of their own keep less from now on", loss: {} };
}

const brokers: Judge = ({ from, to, before, facts }) => {
  const [old = 1, next = 1] = [numberOf(from), numberOf(to)];
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

const storageType: Judge = ({ to }) =>
  to === "ephemeral"
    ? { class: "data loss", why: "brokers would keep their data only as long as their pod lives" }
    : { class: "impossible", why: "the operator doesn't change the type of a pool's storage" };

export const kafkaNodePool: GuardedKind = {
  type: /^kubernetes:kafka\.strimzi\.io\/\w+:KafkaNodePool$/,
  nameOf: kubernetesName,
  fields: [
    ...METADATA,
    ["spec/replicas", brokers],
    ["spec/storage/type", storageType],
    ["spec/storage/size", volumeSize],
    ["spec/storage/volumes/*/size", volumeSize],
    ["spec/storage/class", volumeClass],
    ["spec/storage/volumes/*/class", volumeClass],
    ["spec/storage/deleteClaim", deletesClaims],
    ["spec/storage/volumes/*/deleteClaim", deletesClaims],
    ["spec/roles", impossible("a pool's roles change only by a migration: add a pool, move, remove the old one")],
    ["spec/**", rolling("brokers of the pool restart one after the other")],
  ],
  removed: (before, facts) => ({
    class: "data loss",
    why: at(before, "spec", "storage", "deleteClaim") === true ? DELETES_CLAIMS : KEEPS_CLAIMS,
    loss: dataOf(before, facts) ?? {},
  }),
};

export const kafkaUser: GuardedKind = {
  type: /^kubernetes:kafka\.strimzi\.io\/\w+:KafkaUser$/,
  nameOf: kubernetesName,
  fields: [...METADATA, ["spec/**", inPlace("the user's login or rights change on the brokers")]],
  removed: () => ({ class: "replace", why: "whoever logs in as it is refused from now on" }),
};
