import { z } from "zod";
import { count, flag } from "../../core/config/fields";
import { type Complaints, complain, parts } from "../framework/finding";
import type { Item } from "../framework/resource";
import { both, per, resourceRule } from "../framework/rule";
import { CLUSTER, instancesOf } from "../kinds/postgres";
import { postgresGroup, synchronousOf } from "../pods/postgres";
import { keepsApart } from "../pods/spread";

interface Args {
  readonly least: number;
  readonly most: number;
  readonly apart: boolean;
}

export const instances = resourceRule<Args>({
  id: "PG-02",
  slug: "instances",
  severity: "critical",
  level: both("mandatory"),
  kinds: [CLUSTER],
  description:
    "One instance without disruption budget on a single node; elsewhere at least three, each on a node of its own, with a standby to spare.",
  why: "Anti-affinity is only preferred by default, so three instances may share a node; the budget of a single one blocks every drain.",
  remedy:
    "Single node: instances: 1 and enablePDB: false. Elsewhere: instances: 3 and affinity.podAntiAffinityType: required.",
  args: z.strictObject({
    least: count(1, 99).describe("Fewest instances."),
    most: count(1, 99).describe("Most instances."),
    apart: flag().describe("Whether instances must have nodes of their own."),
  }),
  defaults: per({ least: 1, most: 1, apart: false }, { least: 3, most: 99, apart: true }),
  example: { target: "multi-node", bad: example("preferred"), good: example("required") },
  check: (cluster, args) =>
    parts(
      cluster,
      () => number(cluster, args),
      () => budget(cluster),
      () => affinity(cluster, args),
      () => synchronous(cluster),
    ),
});

function number(cluster: Item, { least, most }: Args): Complaints {
  const at = cluster.spec.at("instances");
  const given = instancesOf(cluster);
  const is = at.isSet ? `is ${given}` : `is the default of ${given}`;
  if (given < least)
    return [
      complain(
        cluster,
        at,
        `${is}, must be at least ${least}, so that one can be lost and another still confirms writes`,
      ),
    ];
  return given > most
    ? [complain(cluster, at, `${is}, must be at most ${most}: instances that share a node are lost together`)]
    : [];
}

function budget(cluster: Item): Complaints {
  const at = cluster.spec.at("enablePDB");
  const isOn = at.flag !== false;
  if (instancesOf(cluster) === 1)
    return isOn
      ? [complain(cluster, at, "must be false with one instance: its disruption budget blocks every drain of the node")]
      : [];
  return isOn
    ? []
    : [complain(cluster, at, "is false, must be true with several instances: a drain could take them all")];
}

function affinity(cluster: Item, { apart }: Args): Complaints {
  if (!apart || instancesOf(cluster) < 2) return [];
  return keepsApart(postgresGroup(cluster).apart)
    ? []
    : [
        complain(
          cluster,
          cluster.spec.at("affinity", "podAntiAffinityType"),
          "must be required: by default instances may share a node",
        ),
      ];
}

function synchronous(cluster: Item): Complaints {
  const at = cluster.spec.at("postgresql", "synchronous");
  if (at.at("dataDurability").text === "preferred") return [];
  const confirming = synchronousOf(cluster);
  const most = Math.max(0, instancesOf(cluster) - 2);
  return confirming <= most || instancesOf(cluster) === 1
    ? []
    : [
        complain(
          cluster,
          at.at("number"),
          `is ${confirming}, must be at most ${most} with ${instancesOf(cluster)} instances, or one lost standby stops all writes`,
        ),
      ];
}

function example(type: string): string {
  return `
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: { name: orders-db, namespace: apps }
spec:
  instances: 3
  affinity: { enablePodAntiAffinity: true, podAntiAffinityType: ${type} }
  storage: { size: 10Gi }`;
}
