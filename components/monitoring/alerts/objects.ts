import type { RuleGroup } from "../../../core/alerts/rules";
import type { PrometheusRule } from "../../../schemas/types/PrometheusRule";
import { SELECTED } from "../names";

export interface PrometheusRulesPlan {
  /** Where the rules live: beside what they watch. */
  readonly namespace: string;
  /** Name of the object, and of its file in Prometheus; starts with the platform's name. */
  readonly name: string;
  readonly partOf: string;
  readonly groups: readonly RuleGroup[];
}

export const prometheusRule = ({ namespace, name, partOf, groups }: PrometheusRulesPlan): PrometheusRule => ({
  apiVersion: "monitoring.coreos.com/v1",
  kind: "PrometheusRule",
  metadata: { name, namespace, labels: { ...SELECTED, "app.kubernetes.io/part-of": partOf } },
  spec: { groups },
});
