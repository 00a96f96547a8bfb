import type { ResourceValidationPolicy } from "@pulumi/policy";
import type { TargetConfig } from "../core/config/target";
import { targetKind } from "./target";

/** Where each kind of topic says how many copies it has. */
const REPLICATION: Readonly<Record<string, (props: Readonly<Record<string, unknown>>) => unknown>> = {
  "kafka:index/topic:Topic": (props) => props["replicationFactor"],
  "kubernetes:kafka.strimzi.io/v1:KafkaTopic": (props) =>
    (props["spec"] as Readonly<Record<string, unknown>> | undefined)?.["replicas"],
};

/** What is wrong with a topic's copies on this target; nothing for resources that are no topics. */
export function check(
  type: string,
  name: string,
  props: Readonly<Record<string, unknown>>,
  target: TargetConfig["kind"],
): readonly string[] {
  const read = REPLICATION[type];
  if (read === undefined) return [];
  const replication = read(props);
  if (typeof replication !== "number")
    return [`topic "${name}" doesn't say how many copies it has: must have a replication`];
  if (target === "single-node")
    return replication === 1
      ? []
      : [
          `topic "${name}" has a replication of ${replication}: must be 1 on a single node, where there is no second broker`,
        ];
  if (replication < 3)
    return [
      `topic "${name}" has a replication of ${replication}: must be at least 3, or one lost broker loses records`,
    ];
  return replication % 2 === 1
    ? []
    : [`topic "${name}" has a replication of ${replication}: must be odd, so that a majority can be had`];
}

export const rfBrokers: ResourceValidationPolicy = {
  name: "kaf-01-rf-brokers",
  description:
    "Topics have as many copies as the target's brokers can keep apart: 1 on a single node, 3 or another odd number elsewhere.",
  enforcementLevel: "mandatory",
  validateResource: ({ type, name, props, urn }, report) => {
    if (!(type in REPLICATION)) return;
    for (const message of check(type, name, props, targetKind(urn))) report(message);
  },
};
