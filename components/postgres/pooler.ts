import type { Pooler } from "../../schemas/types/Pooler";
import type * as k8s from "@pulumi/kubernetes";
import { apart, placementOf } from "../pods";
import { labelsOf } from "./cluster";
import { poolerSelector, postgresNames } from "./names";
import type { PoolerPlan, PostgresPlan } from "./plan";

export const POOLER_API = { apiVersion: "postgresql.cnpg.io/v1", kind: "Pooler" } as const;

const metadata = (plan: PostgresPlan) => ({
  name: postgresNames.pooler(plan.cluster),
  namespace: plan.namespace,
  labels: labelsOf(plan),
});

/** PgBouncers before the primary, each transaction on whichever server connection is free. */
export const pooler = (plan: PostgresPlan, pods: PoolerPlan): Pooler => ({
  ...POOLER_API,
  metadata: metadata(plan),
  spec: {
    cluster: { name: plan.cluster },
    type: "rw",
    instances: pods.instances,
    pgbouncer: { poolMode: "transaction", parameters: { ...pods.parameters } },
    template: {
      metadata: { labels: labelsOf(plan) },
      spec: {
        containers: [{ name: "pgbouncer", image: pods.image, resources: pods.resources }],
        ...(pods.instances > 1
          ? placementOf(apart(plan.zones), poolerSelector(postgresNames.pooler(plan.cluster)))
          : {}),
      },
    },
  },
});

/** The operator makes none for poolers. */
export const poolerBudget = (plan: PostgresPlan): k8s.types.input.policy.v1.PodDisruptionBudget => ({
  metadata: metadata(plan),
  spec: {
    maxUnavailable: 1,
    selector: { matchLabels: poolerSelector(postgresNames.pooler(plan.cluster)) },
  },
});
