import type { Pod } from "../../core/capacity/pods/pod";
import type { Field } from "../framework/field";

export const HOSTNAME = "kubernetes.io/hostname";
export const ZONE = "topology.kubernetes.io/zone";

export type Labels = ReadonlyMap<string, string>;

export const labelsOf = (field: Field): Labels =>
  new Map(field.entries.flatMap(([key, value]) => (value.text === undefined ? [] : [[key, value.text] as const])));

/** Does a label selector choose these labels? An absent one chooses nothing, an empty one everything [Kubernetes docs, Labels and Selectors]. */
export function selects(selector: Field, labels: Labels): boolean {
  if (!selector.isMap) return false;
  const wanted = selector.at("matchLabels").entries.every(([key, value]) => labels.get(key) === value.text);
  return wanted && selector.at("matchExpressions").list.every((expression) => meets(expression, labels));
}

function meets(expression: Field, labels: Labels): boolean {
  const label = labels.get(expression.at("key").text ?? "");
  const values = expression.at("values").list.map((value) => value.text);
  switch (expression.at("operator").text) {
    case "In":
      return label !== undefined && values.includes(label);
    case "NotIn":
      return label === undefined || !values.includes(label);
    case "Exists":
      return label !== undefined;
    case "DoesNotExist":
      return label === undefined;
    default:
      return false;
  }
}

/** How copies of a pod keep apart. */
export interface Apart {
  /** Required anti-affinity, by whatever label: nodes that differ in one are different nodes. */
  readonly ownNode: boolean;
  /** maxSkew over zones, `DoNotSchedule`. */
  readonly zoneSkew?: number;
  /** maxSkew over hosts, `DoNotSchedule`. */
  readonly hostSkew?: number;
  /** Preferred anti-affinity, or spread with `ScheduleAnyway`, over hosts or zones. */
  readonly preferred: boolean;
}

/** Do copies get nodes of their own by a hard rule? A skew of two lets two of them share one. */
export const keepsApart = ({ ownNode, hostSkew, zoneSkew }: Apart): boolean =>
  ownNode || hostSkew === 1 || zoneSkew === 1;

/**
 * `labels`: those of the pods themselves. Where they aren't known, as an operator adds its own, any rule that the template has counts.
 */
export function apartOf(spec: Field, labels: Labels | undefined, anti = spec.at("affinity", "podAntiAffinity")): Apart {
  const own = (selector: Field): boolean => (labels === undefined ? true : selects(selector, labels));
  const required = anti
    .at("requiredDuringSchedulingIgnoredDuringExecution")
    .list.filter((t) => own(t.at("labelSelector")));
  const preferred = anti
    .at("preferredDuringSchedulingIgnoredDuringExecution")
    .list.some((t) => own(t.at("podAffinityTerm", "labelSelector")));
  const spread = spec.at("topologySpreadConstraints").list.filter((c) => own(c.at("labelSelector")));
  const hard = spread.filter((c) => (c.at("whenUnsatisfiable").text ?? "DoNotSchedule") === "DoNotSchedule");
  const skew = (key: string): number | undefined =>
    hard.filter((c) => c.at("topologyKey").text === key).map((c) => c.at("maxSkew").number ?? 1)[0];
  const zoneSkew = required.some((t) => t.at("topologyKey").text === ZONE) ? 1 : skew(ZONE);
  const hostSkew = skew(HOSTNAME);
  return {
    ownNode: required.length > 0,
    preferred: preferred || spread.length > hard.length,
    ...(zoneSkew === undefined ? {} : { zoneSkew }),
    ...(hostSkew === undefined ? {} : { hostSkew }),
  };
}

/** What the model of the scheduler knows: a spread over hosts with maxSkew 1 acts as anti-affinity while there are nodes enough. */
export function placementOf(
  { ownNode, hostSkew, zoneSkew }: Apart,
  { count, nodes }: { readonly count: number; readonly nodes: number },
): Pick<Pod, "ownNode" | "zoneSkew"> {
  const spreads = hostSkew === 1 && count <= nodes;
  return { ownNode: ownNode || spreads, ...(zoneSkew === undefined ? {} : { zoneSkew }) };
}
