/** Lifecycle rules as programs write them and as S3 takes and gives them. */
import type {
  ExpirationStatus,
  LifecycleExpiration,
  LifecycleRule,
  LifecycleRuleFilter,
  TransitionStorageClass,
} from "@aws-sdk/client-s3";
import { integer, isArray, isObject, text, textMap } from "../../bridged/schema";
import type { Props, Value } from "../../kind";
import { tagList } from "../tags";

/** S3 refuses what is empty, so nothing that isn't given is sent. */
export function ruleOf(rule: Props): LifecycleRule {
  const { abortIncompleteMultipartUpload: abort, expiration, noncurrentVersionExpiration: noncurrent } = rule;
  const transitions = blocks(rule.transitions);
  const noncurrentTransitions = blocks(rule.noncurrentVersionTransitions);
  const prefix = text(rule, "prefix");
  return {
    ID: text(rule, "id"),
    Status: text(rule, "status") as ExpirationStatus,
    // A prefix beside the filter is the old form of a filter; S3 still has it, its SDK no longer.
    Filter: isObject(rule.filter) || prefix === "" ? filterOf(rule.filter) : { Prefix: prefix },
    ...(isObject(abort) && {
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: integer(abort, "daysAfterInitiation") },
    }),
    ...(isObject(expiration) && { Expiration: expirationOf(expiration) }),
    ...(isObject(noncurrent) && { NoncurrentVersionExpiration: noncurrentOf(noncurrent) }),
    ...(transitions.length > 0 && {
      Transitions: transitions.map((each) => ({ ...when(each), StorageClass: storageClass(each) })),
    }),
    ...(noncurrentTransitions.length > 0 && {
      NoncurrentVersionTransitions: noncurrentTransitions.map((each) => ({
        ...noncurrentOf(each),
        StorageClass: storageClass(each),
      })),
    }),
  };
}

const blocks = (value: Value | undefined): readonly Props[] => (isArray(value) ? value.filter(isObject) : []);
const storageClass = (props: Props): TransitionStorageClass => text(props, "storageClass") as TransitionStorageClass;

/** A day of the calendar, or a number of days. */
function when(props: Props): { Date: Date } | { Days: number } {
  const date = text(props, "date");
  return date === "" ? { Days: integer(props, "days") } : { Date: new Date(date) };
}

function expirationOf(expiration: Props): LifecycleExpiration {
  return expiration.expiredObjectDeleteMarker === true ? { ExpiredObjectDeleteMarker: true } : when(expiration);
}

function noncurrentOf(props: Props): { NoncurrentDays: number; NewerNoncurrentVersions?: number } {
  const newer = integer(props, "newerNoncurrentVersions");
  return {
    NoncurrentDays: integer(props, "noncurrentDays"),
    ...(newer > 0 && { NewerNoncurrentVersions: newer }),
  };
}

function filterOf(filter: Value | undefined): LifecycleRuleFilter {
  if (!isObject(filter)) return {};
  const { and, tag } = filter;
  if (isObject(and)) {
    const tags = tagList(textMap(and, "tags"));
    return { And: { ...sizes(and), ...prefixOf(and), ...(tags.length > 0 && { Tags: tags }) } };
  }
  if (isObject(tag)) return { Tag: { Key: text(tag, "key"), Value: text(tag, "value") } };
  return { ...sizes(filter), ...prefixOf(filter) };
}

const prefixOf = (props: Props): { Prefix?: string } =>
  text(props, "prefix") === "" ? {} : { Prefix: text(props, "prefix") };

function sizes(props: Props): { ObjectSizeGreaterThan?: number; ObjectSizeLessThan?: number } {
  const { objectSizeGreaterThan: greater, objectSizeLessThan: less } = props;
  return {
    ...(typeof greater === "number" && greater > 0 && { ObjectSizeGreaterThan: greater }),
    ...(typeof less === "number" && less > 0 && { ObjectSizeLessThan: less }),
  };
}

/** `wanted` is the rule as it was recorded: a filter that says nothing is left out where it was. */
export function ruleFound(rule: LifecycleRule, wanted: Props | undefined): Props {
  const { AbortIncompleteMultipartUpload: abort, Expiration, NoncurrentVersionExpiration: noncurrent } = rule;
  const filter = rule.Filter && filterFound(rule.Filter);
  const said = Object.entries(filter ?? {}).filter(([, value]) => value !== "");
  const oldForm =
    wanted !== undefined && !isObject(wanted.filter) && said.length === 1 && filter?.prefix === wanted.prefix;
  return {
    id: rule.ID ?? "",
    status: rule.Status ?? "",
    prefix: oldForm ? (filter?.prefix ?? "") : "",
    ...(filter && !oldForm && (said.length > 0 || wanted === undefined || isObject(wanted.filter)) && { filter }),
    ...(abort && { abortIncompleteMultipartUpload: { daysAfterInitiation: abort.DaysAfterInitiation ?? 0 } }),
    ...(Expiration && {
      expiration: {
        ...dateFound(Expiration.Date),
        days: Expiration.Days ?? 0,
        expiredObjectDeleteMarker: Expiration.ExpiredObjectDeleteMarker ?? false,
      },
    }),
    ...(noncurrent && { noncurrentVersionExpiration: noncurrentFound(noncurrent) }),
    ...(rule.Transitions && {
      transitions: rule.Transitions.map(({ Date: date, Days, StorageClass = "" }) => ({
        ...dateFound(date),
        days: Days ?? 0,
        storageClass: StorageClass,
      })),
    }),
    ...(rule.NoncurrentVersionTransitions && {
      noncurrentVersionTransitions: rule.NoncurrentVersionTransitions.map((each) => ({
        ...noncurrentFound(each),
        storageClass: each.StorageClass ?? "",
      })),
    }),
  };
}

const dateFound = (date: Date | undefined): Props => (date ? { date: date.toISOString().replace(".000Z", "Z") } : {});

function noncurrentFound(found: {
  NoncurrentDays?: number | undefined;
  NewerNoncurrentVersions?: number | undefined;
}): Props {
  const newer = found.NewerNoncurrentVersions;
  return { noncurrentDays: found.NoncurrentDays ?? 0, ...(newer !== undefined && { newerNoncurrentVersions: newer }) };
}

function filterFound({ And, Tag, Prefix, ...rest }: LifecycleRuleFilter): Props {
  return {
    prefix: Prefix ?? "",
    ...sizesFound(rest),
    ...(Tag && { tag: { key: Tag.Key ?? "", value: Tag.Value ?? "" } }),
    ...(And && {
      and: {
        prefix: And.Prefix ?? "",
        ...sizesFound(And),
        ...(And.Tags && { tags: Object.fromEntries(And.Tags.map(({ Key = "", Value = "" }) => [Key, Value])) }),
      },
    }),
  };
}

function sizesFound(found: {
  ObjectSizeGreaterThan?: number | undefined;
  ObjectSizeLessThan?: number | undefined;
}): Props {
  return {
    ...(found.ObjectSizeGreaterThan !== undefined && { objectSizeGreaterThan: found.ObjectSizeGreaterThan }),
    ...(found.ObjectSizeLessThan !== undefined && { objectSizeLessThan: found.ObjectSizeLessThan }),
  };
}
