/** Which line of a stack file decides a changed field, and what would leave it as it was. */
import type { Path } from "../../core/config/faults";
import { written } from "../../core/config/faults";
import type { Change, Plain } from "../../core/guard/change";
import { numberOf } from "../../core/guard/diff";
import type { DecidingSetting } from "../../core/guard/text";
import { formatDuration, formatSize } from "../../core/units";

export interface ConfigKey extends DecidingSetting {
  readonly path: Path;
}

/** A setting that is edited, or not there any more. */
export interface EditedSetting {
  readonly path: Path;
  /** As messages name it: `apphub.topics["apphub.core.events"].retention`. */
  readonly key: string;
}

/** What is changed by the program and not by a setting has none. */
export function configKeyOf(change: Change, edits: readonly EditedSetting[]): ConfigKey | undefined {
  const found = ruleFor(change);
  if (found === undefined) return undefined;
  const [path, keep] = found;
  // Where a whole part is edited, such as a platform that is switched off, it is that part.
  const above = edits.find((edit) => edit.path.length < path.length && edit.path.every((key, i) => path[i] === key));
  return above === undefined
    ? { path, key: `streaming:${written(path)}`, keep }
    : { path: above.path, key: `streaming:${above.key}`, keep: undefined };
}

type Found = readonly [path: Path, keep: string | undefined];

/** Everything that a platform declares is under its component [stacks/apphub.ts, stacks/streamflow.ts]. */
function platformOf({ urn }: Change): "apphub" | "streamflow" | undefined {
  const types = urn.split("::")[2] ?? "";
  if (types.startsWith("streaming:stacks:AppHub$")) return "apphub";
  return types.startsWith("streaming:stacks:Streamflow$") ? "streamflow" : undefined;
}

function ruleFor(change: Change): Found | undefined {
  const { resource, field, from, type } = change;
  const kind = resource.split("/")[0] ?? "";
  const name = resource.slice(kind.length + 1);
  const platform = platformOf(change);
  if (field === "options.protect" || field === "options.retainOnDelete") return [["target", "kind"], "multi-node"];
  if (/storage(\.|ClassName|Class)?(storageClass|class)$/i.test(field))
    return [["target", "storageClass"], plain(from)];
  if (type === "pulumi:providers:aws" && field === "region") return [["objectStore", "region"], plain(from)];
  if (kind === "Bucket" && field === "bucket") return [["objectStore", "prefix"], undefined];
  if (kind === "Release" && field.endsWith("prometheusSpec.retention"))
    return [["monitoring", "retention"], plain(from)];
  if (platform === undefined) return undefined;
  if (kind === "Topic" || kind === "KafkaTopic") return topicRule([platform, "topics", name], change);
  if (field === "removed") return [[platform], undefined];
  const rules = platform === "apphub" ? APPHUB : STREAMFLOW;
  const rule = rules.find(([of, fits]) => of === kind && fits.test(`${name} ${field}`));
  return rule && [[platform, ...rule[2]], plain(from)];
}

function topicRule(topic: Path, { field, from }: Change): Found | undefined {
  const [, , setting = ""] = /^(spec\.)?(config\[)?([\w.]+)\]?$/.exec(field) ?? [];
  const last = /([\w.]+)\]?$/.exec(field)?.[1] ?? setting;
  const number = numberOf(from);
  const isAppHub = topic[0] === "apphub";
  switch (last.replace(/^spec\./, "")) {
    case "removed":
      return [topic, undefined];
    case "retention.ms":
      return [[...topic, "retention"], number === undefined || number < 0 ? undefined : formatDuration(number)];
    case "retention.bytes":
      return [[...topic, "retentionBytes"], number === undefined ? undefined : formatSize(number)];
    case "cleanup.policy":
      return [[...topic, isAppHub ? "cleanupPolicy" : "cleanup"], plain(from)];
    case "partitions":
      return [[...topic, "partitions"], plain(from)];
    case "replicationFactor":
    case "replicas":
      return isAppHub ? [[...topic, "replication"], plain(from)] : [["streamflow", "kafka", "brokers"], undefined];
    default:
      return undefined;
  }
}

type Rule = readonly [kind: string, nameAndField: RegExp, path: Path];

const database = (path: Path): readonly Rule[] => [
  ["Cluster", /spec\.instances$/, [...path, "instances"]],
  ["Cluster", /spec\.storage\.size$/, [...path, "minVolume"]],
  ["Cluster", /spec\.walStorage\.size$/, [...path, "minWalVolume"]],
  ["Cluster", /spec\.plugins\b.*serverName$/, [...path, "backup", "serverName"]],
  ["ObjectStore", /spec\.retentionPolicy$/, [...path, "backup", "retention"]],
];

const APPHUB: readonly Rule[] = [
  ["PersistentVolumeClaimPatch", /requests\.storage$/, ["redpanda", "minVolume"]],
  ["StatefulSet", /spec\.replicas$/, ["redpanda", "brokers"]],
  ...database(["sequencerDb"]),
];

const STREAMFLOW: readonly Rule[] = [
  ["KafkaNodePool", /^controller .*storage\.size$/, ["kafka", "controllers", "volume"]],
  ["KafkaNodePool", /storage\.size$/, ["kafka", "minVolume"]],
  ["KafkaNodePool", /spec\.replicas$/, ["kafka", "brokers"]],
  ...database(["postgres"]),
  ["FlinkDeployment", /spec\.image$/, ["flink", "image"]],
  ["FlinkDeployment", /spec\.flinkVersion$/, ["flink", "version"]],
  ["FlinkDeployment", /spec\.job\.upgradeMode$/, ["flink", "job", "upgrade"]],
  ["FlinkDeployment", /spec\.job\.savepointRedeployNonce$/, ["flink", "job", "restore"]],
  ["FlinkDeployment", /pipeline\.max-parallelism\]$/, ["flink", "maxParallelism"]],
  ["FlinkDeployment", /state\.backend\.type\]$/, ["flink", "stateBackend"]],
];

const plain = (value: Plain): string | undefined =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
