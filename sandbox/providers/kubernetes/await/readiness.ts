/** Which kinds are waited for, and by which rule: the real provider's table. */
import type { Props } from "../../kind";
import { groupVersionKind } from "../objects";
import { ingress, service } from "./network";
import { claim, quota, secret, volume } from "./storage";
import type { Rule } from "./verdict";
import { daemonSet, deployment, job, pod, replicationController, statefulSet } from "./workloads";

interface KindRules {
  readonly rule: Rule;
  /** Judged when the state is refreshed too, not only after a change. */
  readonly onRefresh: boolean;
}

const rules: Readonly<Record<string, KindRules>> = {
  "apps/v1/DaemonSet": { rule: daemonSet, onRefresh: true },
  "apps/v1/Deployment": { rule: deployment, onRefresh: true },
  "apps/v1/StatefulSet": { rule: statefulSet, onRefresh: true },
  "batch/v1/Job": { rule: job, onRefresh: true },
  "networking.k8s.io/v1/Ingress": { rule: ingress, onRefresh: true },
  "v1/PersistentVolume": { rule: volume, onRefresh: false },
  "v1/PersistentVolumeClaim": { rule: claim, onRefresh: false },
  "v1/Pod": { rule: pod, onRefresh: true },
  "v1/ReplicationController": { rule: replicationController, onRefresh: false },
  "v1/ResourceQuota": { rule: quota, onRefresh: false },
  "v1/Secret": { rule: secret, onRefresh: false },
  "v1/Service": { rule: service, onRefresh: true },
};

export const ruleOf = (object: Props): Rule | undefined => rules[groupVersionKind(object)]?.rule;

export function refreshRuleOf(object: Props): Rule | undefined {
  const own = rules[groupVersionKind(object)];
  return own?.onRefresh ? own.rule : undefined;
}
