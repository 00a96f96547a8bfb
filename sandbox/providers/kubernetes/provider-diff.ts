/** Which changes of the provider's config mean another cluster, so that everything in it is replaced. */
import type { DiffResult, PropertyDiff, Props, Value } from "../kind";
import { UNKNOWN } from "../kind";
import type { ActiveCluster } from "./kubeconfig";
import { activeCluster, parseKubeconfig } from "./kubeconfig";
import { equal, textAt } from "./objects";

const identifier = "clusterIdentifier";
const clusterKeys = ["kubeconfig", "context", "cluster"];

/** Undefined where none is given, or where the file that was given is no longer there. */
function clusterOf(config: Props): ActiveCluster["cluster"] | undefined {
  const kubeconfig = config["kubeconfig"];
  if (kubeconfig === undefined) return undefined;
  const text = typeof kubeconfig === "string" ? kubeconfig : JSON.stringify(kubeconfig);
  const context = textAt(config, "context");
  const cluster = textAt(config, "cluster");
  try {
    return activeCluster(parseKubeconfig(text), { ...(context && { context }), ...(cluster && { cluster }) })?.cluster;
  } catch {
    return undefined;
  }
}

/** Keys whose change makes the engine replace the provider and so every resource of it. */
function replacing(olds: Props, news: Props, changed: readonly string[]): readonly string[] {
  const newIdentifier = news[identifier];
  const oldIdentifier = olds[identifier];
  // With the same identifier on both sides it is the same cluster, however the kubeconfig has changed.
  if (newIdentifier !== undefined && equal(newIdentifier, oldIdentifier)) return [];
  const own = newIdentifier !== undefined && oldIdentifier !== undefined ? [identifier] : [];
  const unknown = clusterKeys.find((key) => news[key] === UNKNOWN);
  if (unknown !== undefined) return [...own, unknown];
  const render = changed.filter((key) => key === "renderYamlToDirectory");
  const [oldCluster, newCluster] = [clusterOf(olds), clusterOf(news)];
  const moved = oldCluster && newCluster && !equal(oldCluster, newCluster);
  return [...own, ...render, ...(moved ? clusterKeys.filter((key) => changed.includes(key)) : [])];
}

function diffKind(old: Value | undefined, now: Value | undefined): "add" | "delete" | "update" {
  if (old === undefined) return "add";
  return now === undefined ? "delete" : "update";
}

export function diffProviderConfig(olds: Props, news: Props): DiffResult {
  const keys = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter((key) => key !== "version");
  const changed = keys.filter((key) => !equal(olds[key], news[key]));
  if (changed.length === 0) return { detailed: {}, deleteBeforeReplace: false };
  const replaces = replacing(olds, news, changed);
  const detailed = changed.map((key): [string, PropertyDiff] => {
    const kind = diffKind(olds[key], news[key]);
    return [key, { kind: replaces.includes(key) ? `${kind}-replace` : kind, inputDiff: true }];
  });
  return { detailed: Object.fromEntries(detailed), deleteBeforeReplace: false };
}
