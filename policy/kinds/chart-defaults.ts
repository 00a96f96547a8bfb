/** Passwords that charts take where nobody sets one. */
import type { Field } from "../framework/field";
import type { Chart } from "./helm";

interface Default {
  /** What takes the chart's own password away: the value that is set, or one that is false. */
  readonly unless: readonly (readonly string[])[];
  readonly unlessFalse: readonly string[];
  /** What should be set. */
  readonly at: string;
}

/** As of the charts' releases of 2026 [values.yaml of each]. */
const DEFAULTS: Readonly<Record<string, Default>> = {
  "kube-prometheus-stack": {
    unless: [
      ["grafana", "adminPassword"],
      ["grafana", "admin", "existingSecret"],
    ],
    unlessFalse: ["grafana", "enabled"],
    at: "grafana.admin.existingSecret",
  },
  airflow: {
    unless: [
      ["data", "metadataSecretName"],
      ["data", "metadataConnection", "pass"],
    ],
    unlessFalse: [],
    at: "data.metadataSecretName",
  },
  "flink-kubernetes-operator": {
    unless: [["webhook", "keystore", "useDefaultPassword"]],
    unlessFalse: ["webhook", "create"],
    at: "webhook.keystore.useDefaultPassword",
  },
};

/** Values of a chart that should be set, and aren't. */
export function defaultsOf({ name, values }: Chart): readonly string[] {
  const found = Object.hasOwn(DEFAULTS, name) ? DEFAULTS[name] : undefined;
  if (found === undefined) return [];
  const { unless, unlessFalse, at } = found;
  const isSaid = (field: Field): boolean =>
    unless.some((keys) => field.at(...keys).isSet) ||
    (unlessFalse.length > 0 && field.at(...unlessFalse).flag === false);
  return values.some(isSaid) ? [] : [at];
}
