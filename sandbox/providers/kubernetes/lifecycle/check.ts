/** Inputs as the state will record them: kind, name and namespace filled in. */
import { UserError } from "../../../../core/problems";
import type { CheckArgs, CheckResult, Props } from "../../kind";
import { UNKNOWN } from "../../kind";
import { autonamed, isAutonamed } from "../annotations";
import type { Cluster } from "../cluster";
import { isNamespaced } from "../cluster";
import { isPatch, uniqueName, withKind } from "../identity";
import { at, kindOf, nameOf, namespaceOf, textAt, withAt } from "../objects";

const managedBy = ["metadata", "labels", "app.kubernetes.io/managed-by"];

function refuse(urn: string, inputs: Props): void {
  if (textAt(inputs, "apiVersion").startsWith("helm.sh/")) {
    throw new UserError("Helm releases are not offered by this stand-in: declare the chart's objects, or leave it out");
  }
  if (kindOf(inputs).endsWith("List")) {
    throw new UserError("list resources can't be created directly: declare the objects in the list one by one");
  }
  if (at(inputs, "metadata", "generateName") !== undefined && !nameOf(inputs)) {
    throw new UserError("the `.metadata.generateName` field is not supported in Server-Side Apply mode");
  }
  if (isPatch(urn, inputs) && at(inputs, "metadata", "name") === undefined) {
    throw new UserError("patch resources require the `.metadata.name` field to be set");
  }
}

/** The name it had, else a new one; names that the program gives or will give stay. */
function withName(inputs: Props, { urn, olds, randomSeed, autonaming }: CheckArgs): Props {
  if (at(inputs, "metadata", "name") !== undefined) return inputs;
  if (olds) return isAutonamed(olds) ? autonamed(inputs, nameOf(olds)) : inputs;
  const proposed = autonaming?.mode === "disable" ? "" : autonaming?.proposedName;
  const name = proposed ?? uniqueName(urn, randomSeed);
  return name === "" ? inputs : autonamed(inputs, name);
}

async function withNamespace(cluster: Cluster, inputs: Props): Promise<Props> {
  const given = at(inputs, "metadata", "namespace");
  if (given === UNKNOWN || namespaceOf(inputs) || !cluster.namespace) return inputs;
  return (await isNamespaced(cluster, inputs)) ? withAt(inputs, ["metadata", "namespace"], cluster.namespace) : inputs;
}

export async function check(cluster: Cluster, args: CheckArgs): Promise<CheckResult> {
  const { urn, news, olds } = args;
  if (cluster.unreachable !== undefined && cluster.settings.skipUpdateUnreachable && olds) {
    return { inputs: olds, failures: [] };
  }
  const inputs = withKind(urn, news);
  if (inputs["metadata"] === UNKNOWN) return { inputs, failures: [] };
  refuse(urn, inputs);
  const named = withName(inputs, args);
  // An object that carries the label from earlier keeps it; new ones don't get it: the server records the manager.
  const labelled = at(olds, ...managedBy) === "pulumi" ? withAt(named, managedBy, "pulumi") : named;
  const failures =
    at(named, "metadata", "name") === undefined && at(named, "metadata", "annotations") !== UNKNOWN
      ? [{ property: "metadata.name", reason: "automatic naming is switched off: a name is required" }]
      : [];
  return { inputs: await withNamespace(cluster, labelled), failures };
}
