import type { Plain, PlainObject } from "../change";
import { at, isList, isObject, nameIn, numberOf, textAt } from "../diff";
import { type Edit, type GuardedKind, type Judge, inPlace, replaces } from "../kind";
import { bucketName } from "./bucket";

/** What a rule deletes: objects, or versions that were overwritten or deleted. */
interface Deletion {
  readonly what: string;
  /** Days after which; undefined where the rule deletes none. */
  readonly days: (rule: PlainObject) => number | undefined;
}

const DELETIONS: readonly Deletion[] = [
  {
    what: "objects",
    days: ({ expiration }) => (at(expiration, "date") === undefined ? numberOf(at(expiration, "days")) : 0),
  },
  {
    what: "old versions",
    days: ({ noncurrentVersionExpiration: old }) => numberOf(at(old, "noncurrentDays")) ?? numberOf(at(old, "days")),
  },
];

const rulesOf = (props: PlainObject): readonly PlainObject[] => {
  const rules = props["rules"];
  return isList(rules) ? rules.filter(isObject).filter(({ status }) => status !== "Disabled") : [];
};

/** Where in the bucket a rule works. */
const prefixOf = (rule: PlainObject): string =>
  textAt(rule, "filter", "prefix") ?? textAt(rule, "filter", "and", "prefix") ?? textAt(rule, "prefix") ?? "";

/** A rule for some objects only says nothing of the others. */
const isForAll = (rule: PlainObject): boolean => {
  const narrows = (filter: Plain): boolean =>
    isObject(filter) && Object.keys(filter).some((key) => key !== "prefix" && key !== "and");
  return !narrows(at(rule, "filter")) && !narrows(at(rule, "filter", "and"));
};

/** The rule that an edit is in, by its id; all where they are compared as a whole. */
const edited = ({ path, after }: Edit): readonly PlainObject[] =>
  rulesOf(after).filter((rule) => path[1] === undefined || nameIn(rule) === path[1]);

/** A new rule is compared with the strictest old one that was for the same objects. */
const lifecycleRules: Judge = (edit) => {
  const { before } = edit;
  for (const { what, days } of DELETIONS)
    for (const rule of edited(edit)) {
      const next = days(rule);
      if (next === undefined) continue;
      const earlier = rulesOf(before)
        .filter((old) => isForAll(old) && prefixOf(rule).startsWith(prefixOf(old)))
        .flatMap((old) => days(old) ?? []);
      const old = Math.min(...earlier, Infinity);
      if (next >= old) continue;
      const where = prefixOf(rule) === "" ? "" : ` under ${prefixOf(rule)}`;
      const were = Number.isFinite(old) ? `were kept ${old} d` : "were never deleted";
      const hours = Number.isFinite(old) ? { hours: (old - next) * 24 } : {};
      return { class: "data loss", why: `${what}${where} older than ${next} d are deleted; they ${were}`, loss: hours };
    }
  return { class: "in place", why: "nothing is deleted earlier than before" };
};

/** How many old versions are kept, whatever their age. */
const versionsKept: Judge = (edit) => {
  const [old, next] = [numberOf(edit.from), numberOf(edit.to)];
  return next !== undefined && (old === undefined || next < old)
    ? { class: "data loss", why: `of each object only ${next} old version(s) are kept`, loss: {} }
    : lifecycleRules(edit);
};

export const lifecycle: GuardedKind = {
  type: /^aws:s3\/bucketLifecycleConfiguration(V2)?:/,
  nameOf: bucketName,
  fields: [
    ["bucket", replaces({ removed: () => ({ class: "in place", why: "" }) }, "the bucket of the rules")],
    ["rules/*/noncurrentVersionExpiration/newerNoncurrentVersions", versionsKept],
    ["rules/*/**", lifecycleRules],
    ["rules", lifecycleRules],
    ["**", inPlace("a setting of the rules changes")],
  ],
  removed: () => ({ class: "in place", why: "nothing is deleted by age any more" }),
};
