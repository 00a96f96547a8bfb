import type { PlainObject, Verdict } from "../change";
import { textAt } from "../diff";
import type { GuardFacts } from "../facts";
import { type GuardedKind, inPlace, replaces } from "../kind";
import { atMost } from "../loss";

export const bucketName: GuardedKind["nameOf"] = ({ props, name }) => textAt(props, "bucket") ?? name;

const removed = (before: PlainObject, facts: GuardFacts): Verdict =>
  before["forceDestroy"] === true
    ? {
        class: "data loss",
        why: "the bucket is deleted with every object in it (forceDestroy is on)",
        loss: atMost(facts.buckets?.[textAt(before, "bucket") ?? ""]) ?? {},
      }
    : { class: "impossible", why: "S3 doesn't delete a bucket that has objects in it" };

export const bucket: GuardedKind = {
  type: /^aws:s3\/bucket(V2)?:Bucket(V2)?$/,
  nameOf: bucketName,
  fields: [
    ["bucket", replaces({ removed }, "a bucket's name")],
    ["bucketPrefix", replaces({ removed }, "a bucket's name")],
    ["region", replaces({ removed }, "a bucket's region")],
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

export const versioning: GuardedKind = {
  type: /^aws:s3\/bucketVersioning(V2)?:/,
  nameOf: bucketName,
  fields: [
    ["bucket", replaces({ removed: () => ({ class: "in place", why: "" }) }, "the bucket of the setting")],
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

const partRemoved = (): Verdict => ({ class: "in place", why: "it is removed" });

/** Settings of buckets, roles and the like, which belong to what they name. */
export const awsPart: GuardedKind = {
  type: /^aws:/,
  nameOf: ({ props, name }) => textAt(props, "bucket") ?? textAt(props, "name") ?? name,
  fields: [
    ...["bucket", "name", "role", "user", "policyArn", "path", "region"].map(
      (field) => [field, replaces({ removed: partRemoved }, `its ${field}`)] as const,
    ),
    ["**", inPlace("it is updated")],
  ],
  removed: partRemoved,
};

/** How the stack reaches AWS. */
export const awsProvider: GuardedKind = {
  type: /^pulumi:providers:aws$/,
  shownAs: "Provider",
  nameOf: ({ name }) => name,
  fields: [
    [
      "region",
      () => ({
        class: "impossible",
        why: "buckets can't move to another region: all are deleted and made anew there, and S3 deletes none that has objects in it",
      }),
    ],
    ["**", inPlace("how AWS is reached changes")],
  ],
  removed: () => ({ class: "in place", why: "nothing is made on AWS any more" }),
};

/** How the stack reaches anything else. */
export const provider: GuardedKind = {
  type: /^pulumi:providers:/,
  shownAs: "Provider",
  nameOf: ({ name }) => name,
  fields: [["**", inPlace("it is reached by another way: it must be the same brokers, servers or cluster")]],
  removed: () => ({ class: "in place", why: "it isn't reached any more" }),
};
