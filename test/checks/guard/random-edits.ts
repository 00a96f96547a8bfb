/** Edits of one resource of a stack with values drawn at random: such that lose something, and such that lose nothing. */
import fc from "fast-check";
import type { GuardedResource, Plain, PlainObject } from "../../../core/guard/change";
import { at, isList, isObject, numberOf, textAt } from "../../../core/guard/diff";
import { bytesOf } from "../../../core/guard/kinds/volumes";
import { edited } from "../../core/guard/support";

/** An edit of one resource, with a value drawn for it; undefined where there is nothing to edit. */
export type Edit = (resource: GuardedResource, draw: <T>(of: fc.Arbitrary<T>) => T) => GuardedResource | undefined;
export type Edited = readonly [type: RegExp, edit: Edit];

const withValue = (resource: GuardedResource, path: readonly string[], value: Plain): GuardedResource => ({
  ...resource,
  props: edited(resource.props, path, value),
});
const factor = {
  less: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
  more: fc.double({ min: 1.01, max: 50, noNaN: true }),
};

/** A number that is written as it was, as text or not. */
const scaled =
  (by: keyof typeof factor, ...path: readonly string[]): Edit =>
  (resource, draw) => {
    const old = at(resource.props, ...path);
    const number = numberOf(old);
    if (number === undefined) return undefined;
    const next = by === "less" ? Math.floor(number * draw(factor.less)) : Math.ceil(number * draw(factor.more));
    if (next < 1 || next === number) return undefined;
    return withValue(resource, path, typeof old === "string" ? String(next) : next);
  };
const UNITS = { Mi: 1024 ** 2, Gi: 1024 ** 3, M: 1e6, G: 1e9 } as const;
/** A quantity, in any unit. */
const sized =
  (by: keyof typeof factor, ...path: readonly string[]): Edit =>
  (resource, draw) => {
    const old = bytesOf(at(resource.props, ...path));
    if (old === undefined) return undefined;
    const unit = draw(fc.constantFrom(...(Object.keys(UNITS) as (keyof typeof UNITS)[])));
    const next = old * draw(factor[by]);
    const count = by === "less" ? Math.floor(next / UNITS[unit]) : Math.ceil(next / UNITS[unit]);
    return count < 1 ? undefined : withValue(resource, path, `${count}${unit}`);
  };
const becomes =
  (value: Plain, ...path: readonly string[]): Edit =>
  (resource) =>
    withValue(resource, path, value);
const option =
  (name: "protect" | "retainOnDelete"): Edit =>
  (resource) => {
    const { [name]: had, ...opts } = resource.opts;
    return had === true ? { ...resource, opts } : undefined;
  };
const renamed = (resource: GuardedResource, draw: <T>(of: fc.Arbitrary<T>) => T, ...path: readonly string[]) =>
  withValue(resource, path, `${textAt(resource.props, ...path) ?? ""}-${draw(fc.stringMatching(/^[a-z]{1,5}$/))}`);

const HOLDERS =
  /:(Topic|Kafka|KafkaNodePool|StatefulSet|Cluster|Database|Schema|FlinkDeployment|Namespace|Bucket|PrometheusRule|ScheduledBackup|ObjectStore)$/;

export const LOSSY: readonly Edited[] = [
  [HOLDERS, () => undefined],
  [/./, option("protect")],
  [/./, option("retainOnDelete")],
  [/:Topic$/, scaled("less", "partitions")],
  [
    /:Topic$/,
    (r, draw) =>
      textAt(r.props, "config", "cleanup.policy") === "compact"
        ? undefined
        : scaled("less", "config", "retention.ms")(r, draw),
  ],
  [/:Topic$/, (r, draw) => renamed(r, draw, "name")],
  [
    /:Topic$/,
    (r) =>
      textAt(r.props, "config", "cleanup.policy") === "compact"
        ? becomes("delete", "config", "cleanup.policy")(r, draw0)
        : becomes("compact", "config", "cleanup.policy")(r, draw0),
  ],
  [/:KafkaNodePool$/, sized("less", "spec", "storage", "size")],
  [/:KafkaNodePool$/, scaled("less", "spec", "replicas")],
  [/:KafkaNodePool$/, becomes(true, "spec", "storage", "deleteClaim")],
  [/:PersistentVolumeClaimPatch$/, sized("less", "spec", "resources", "requests", "storage")],
  [/apps\/v1:StatefulSet$/, (r, draw) => renamed(r, draw, "metadata", "name")],
  [/cnpg\.io\/v1:Cluster$/, sized("less", "spec", "storage", "size")],
  [/cnpg\.io\/v1:Cluster$/, sized("less", "spec", "walStorage", "size")],
  [/cnpg\.io\/v1:Cluster$/, becomes(undefined, "spec", "plugins")],
  [/:(Kafka|KafkaNodePool|Cluster|FlinkDeployment)$/, (r, draw) => renamed(r, draw, "metadata", "name")],
  [/:ObjectStore$/, (r, draw) => withValue(r, ["spec", "retentionPolicy"], `${draw(fc.integer({ min: 1, max: 6 }))}d`)],
  [/:FlinkDeployment$/, becomes("stateless", "spec", "job", "upgradeMode")],
  [/:FlinkDeployment$/, scaled("less", "spec", "flinkConfiguration", "pipeline.max-parallelism")],
  [/:Schema$/, becomes(true, "dropCascade")],
  [/:Bucket$/, becomes(true, "forceDestroy")],
  [/:Bucket$/, (r, draw) => renamed(r, draw, "bucket")],
  [/:PrometheusRule$/, becomes([], "spec", "groups")],
];

/** Same meaning, otherwise written. */
function shuffled(value: Plain, draw: <T>(of: fc.Arbitrary<T>) => T): Plain {
  if (isList(value)) {
    const items = value.map((item) => shuffled(item, draw));
    const named = value.length > 1 && value.every((item) => isObject(item) && typeof item["name"] === "string");
    return named ? draw(fc.shuffledSubarray(items, { minLength: items.length })) : items;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, shuffled(inner, draw)] as const);
  return Object.fromEntries(draw(fc.shuffledSubarray(entries, { minLength: entries.length })));
}

export const HARMLESS: readonly Edited[] = [
  [/./, (r, draw) => ({ ...r, props: shuffled(r.props, draw) as PlainObject })],
  [
    /^kubernetes:(?!helm)/,
    (r, draw) => withValue(r, ["metadata", "labels", draw(fc.stringMatching(/^[a-z]{1,8}$/))], draw(fc.string())),
  ],
  [
    /^kubernetes:(?!helm)/,
    (r, draw) =>
      withValue(
        r,
        ["metadata", "annotations", `x.example.org/${draw(fc.stringMatching(/^[a-z]{1,8}$/))}`],
        draw(fc.string()),
      ),
  ],
  [/:Topic$/, scaled("more", "partitions")],
  [/:Topic$/, scaled("more", "config", "retention.ms")],
  [/:Topic$/, (r, draw) => withValue(r, ["config", "segment.ms"], String(draw(fc.integer({ min: 1, max: 1e9 }))))],
  [/:Topic$/, becomes("-1", "config", "retention.ms")],
  [/:KafkaNodePool$/, sized("more", "spec", "storage", "size")],
  [
    /:KafkaNodePool$/,
    (r, draw) =>
      at(r.props, "spec", "roles", "0") === undefined && r.urn.endsWith("pool-kafka")
        ? scaled("more", "spec", "replicas")(r, draw)
        : undefined,
  ],
  [/:KafkaNodePool$/, sized("less", "spec", "resources", "requests", "memory")],
  [/:PersistentVolumeClaimPatch$/, sized("more", "spec", "resources", "requests", "storage")],
  [/apps\/v1:StatefulSet$/, scaled("more", "spec", "replicas")],
  [
    /apps\/v1:StatefulSet$/,
    (r, draw) => withValue(r, ["spec", "template", "metadata", "annotations", "a"], draw(fc.string())),
  ],
  [/cnpg\.io\/v1:Cluster$/, sized("more", "spec", "storage", "size")],
  [/cnpg\.io\/v1:Cluster$/, sized("more", "spec", "walStorage", "size")],
  [/cnpg\.io\/v1:Cluster$/, scaled("more", "spec", "instances")],
  [
    /cnpg\.io\/v1:Cluster$/,
    (r, draw) =>
      withValue(
        r,
        [
          "spec",
          "postgresql",
          "parameters",
          draw(fc.constantFrom("work_mem", "max_connections", "shared_buffers", "log_min_duration_statement")),
        ],
        String(draw(fc.integer({ min: 1, max: 1000 }))),
      ),
  ],
  [/cnpg\.io\/v1:Cluster$/, sized("less", "spec", "resources", "limits", "memory")],
  [
    /:ObjectStore$/,
    (r, draw) => withValue(r, ["spec", "retentionPolicy"], `${draw(fc.integer({ min: 7, max: 400 }))}d`),
  ],
  [/:FlinkDeployment$/, (r, draw) => withValue(r, ["spec", "image"], `example.com/job:${draw(fc.nat())}`)],
  [
    /:FlinkDeployment$/,
    (r, draw) => withValue(r, ["spec", "job", "parallelism"], draw(fc.integer({ min: 1, max: 720 }))),
  ],
  [/:Deployment$/, scaled("more", "spec", "replicas")],
  [
    /:Deployment$/,
    (r, draw) => withValue(r, ["spec", "template", "spec", "terminationGracePeriodSeconds"], draw(fc.nat())),
  ],
  [
    /:(ConfigMap|NetworkPolicy|Service|ServiceAccount|PodMonitor|Deployment|Acl|Grant|ResourceQuota|PodDisruptionBudget)$/,
    () => undefined,
  ],
];

/** For edits that draw nothing. */
const draw0 = (): never => {
  throw new Error("nothing is drawn here");
};
