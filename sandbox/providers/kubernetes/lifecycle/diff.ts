/** What a change of inputs means for the live object: nothing, an update, or a replacement. */
import type { DiffArgs, DiffResult, Props } from "../../kind";
import { isAutonamed } from "../annotations";
import type { Cluster } from "../cluster";
import { isNamespaced, recordedLive } from "../cluster";
import { compare } from "../diff/compare";
import { forceNewPaths } from "../diff/force-new";
import { normalize } from "../diff/normalize";
import { parsePath } from "../diff/property-path";
import { prune } from "../diff/prune";
import { isPatch } from "../identity";
import { nameOf, namespaceOf, withAt, withoutAt } from "../objects";
import { toServer } from "../wire-names";

const namespacePath = ["metadata", "namespace"];

export async function diff(cluster: Cluster, args: DiffArgs): Promise<DiffResult> {
  const live = recordedLive(args.oldOutputs);
  const news = normalize(toServer(args.news));
  const declared = prune(normalize(live), normalize(toServer(args.oldInputs)));
  const named = nameOf(news) ? withAt(declared, ["metadata", "name"], nameOf(live)) : declared;
  const namespaced = await isNamespaced(cluster, news);
  const inNamespace = (object: Props): Props =>
    namespaced
      ? withAt(object, namespacePath, object === news ? newNamespace(news) : namespaceOf(live) || "default")
      : withoutAt(object, namespacePath);
  const detailed = compare({
    live: inNamespace(named),
    news: inNamespace(news),
    forceNew: forceNewPaths(news, cluster.settings, isPatch(args.urn, news)),
    ignored: args.ignoreChanges.map(parsePath),
  });
  const replaces = Object.values(detailed).some(({ kind }) => kind.endsWith("-replace"));
  const samePlace =
    nameOf(news) === nameOf(live) && (!namespaced || newNamespace(news) === (namespaceOf(live) || "default"));
  return { detailed, deleteBeforeReplace: replaces && nameOf(news) !== "" && !isAutonamed(news) && samePlace };
}

const newNamespace = (news: Props) => {
  const metadata = news["metadata"];
  const given =
    typeof metadata === "object" && metadata !== null && "namespace" in metadata ? metadata.namespace : undefined;
  return given ?? "default";
};
