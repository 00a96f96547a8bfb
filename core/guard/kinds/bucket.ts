import type { PlainObject, Verdict } from "../change";
import { isList, isObject, numberOf, textAt } from "../diff";
import { type GuardedKind, type Judge, inPlace, replaces } from "../kind";

const nameOf: GuardedKind["nameOf"] = ({ props, name }) => textAt(props, "bucket") ?? name;

const removed = (before: PlainObject): Verdict =>
  before["forceDestroy"] === true
    ? { class: "data loss", why: "the bucket is deleted with every object in it (forceDestroy is on)", loss: {} }
    : { class: "impossible", why: "S3 doesn't delete a bucket that has objects in it" };

export const bucket: GuardedKind = {
  type: /^aws:s3\/bucket(V2)?:Bucket(V2)?$/,
  nameOf,
  fields: [
    ["bucket", replaces({ removed }, "a bucket's name")],
    ["bucketPrefix", replaces({ removed }, "a bucket's name")],
    ["objectLockEnabled", replaces({ removed }, "a bucket's object lock")],
    [
      "forceDestroy",
      ({ to }) => ({
        class: "in place",
        why: to === true ? "from now on its objects go with it" : "its objects protect it",
        guarded: to === true,
      }),
    ],
    ["**", inPlace("a setting of the bucket changes")],
  ],
  removed,
};

/** Days after which a rule deletes: current objects and old versions. */
function shortest(rules: unknown, part: "expiration" | "noncurrentVersionExpiration"): number {
  if (!isList(rules as never)) return Number.POSITIVE_INFINITY;
  const days = (rules as readonly unknown[]).map((rule) => {
    const found = isObject(rule as never) ? (rule as PlainObject) : {};
    const action = found[part];
    if (found["status"] === "Disabled" || !isObject(action)) return Number.POSITIVE_INFINITY;
    return numberOf(action["days"] ?? action["noncurrentDays"]) ?? Number.POSITIVE_INFINITY;
  });
  return Math.min(...days, Number.POSITIVE_INFINITY);
}

const lifecycleRules: Judge = ({ before, after }) => {
  for (const [part, what] of [
    ["expiration", "objects"],
    ["noncurrentVersionExpiration", "old versions"],
  ] as const) {
    const [old, next] = [shortest(before["rules"], part), shortest(after["rules"], part)];
    if (next >= old) continue;
    const were = Number.isFinite(old) ? `were kept ${old} d` : "were never deleted";
    const hours = Number.isFinite(old) ? { hours: (old - next) * 24 } : {};
    return { class: "data loss", why: `${what} older than ${next} d are deleted; they ${were}`, loss: hours };
  }
  return { class: "in place", why: "nothing is deleted earlier than before" };
};

export const lifecycle: GuardedKind = {
  type: /^aws:s3\/bucketLifecycleConfiguration(V2)?:/,
  nameOf,
  fields: [
    ["rules/**", lifecycleRules],
    ["rules", lifecycleRules],
    ["**", inPlace("a setting of the rules changes")],
  ],
  removed: () => ({ class: "in place", why: "nothing is deleted by age any more" }),
};

export const versioning: GuardedKind = {
  type: /^aws:s3\/bucketVersioning(V2)?:/,
  nameOf,
  fields: [
    [
      "versioningConfiguration/status",
      ({ to }) => ({
        class: "in place",
        why:
          to === "Enabled"
            ? "what is overwritten can be had back"
            : "what is overwritten or deleted from now on is gone",
        guarded: to !== "Enabled",
      }),
    ],
    ["**", inPlace("a setting of versioning changes")],
  ],
  removed: () => ({ class: "in place", why: "what is overwritten or deleted from now on is gone", guarded: true }),
};
