/** What the aws provider must do with lifecycle rules and request metrics (SDK 7.48). */
import {
  DeleteBucketLifecycleCommand,
  DeleteBucketMetricsConfigurationCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketMetricsConfigurationCommand,
} from "@aws-sdk/client-s3";
import { makeBucket, removeBucket, REGION, type AwsWorld } from "./aws-world";
import type { WireProps } from "../../../sandbox/providers/protocol/wire";
import { UNKNOWN_INPUT, type KindCases } from "./cases";

const AGED = "conformance-lifecycle";
const uploads = {
  id: "uploads",
  status: "Enabled",
  filter: { prefix: "" },
  abortIncompleteMultipartUpload: { daysAfterInitiation: 3 },
};
const checkpoints = {
  id: "checkpoints",
  status: "Enabled",
  filter: { prefix: "checkpoints/" },
  expiration: { days: 7 },
  noncurrentVersionExpiration: { noncurrentDays: 3, newerNoncurrentVersions: 2 },
};
const segments = {
  id: "segments",
  status: "Enabled",
  filter: { and: { prefix: "segments/", tags: { tier: "cold" }, objectSizeGreaterThan: 1024 } },
  transitions: [
    { days: 30, storageClass: "STANDARD_IA" },
    { days: 90, storageClass: "GLACIER" },
  ],
  noncurrentVersionTransitions: [{ noncurrentDays: 10, storageClass: "GLACIER" }],
};
const rules = (...all: readonly WireProps[]) => ({ bucket: AGED, rules: [...all] });
const lifecycle = rules(uploads, checkpoints, segments);

export const lifecycleCases: KindCases<AwsWorld> = {
  token: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  before: makeBucket(AGED),
  inputs: lifecycle,
  id: AGED,
  outputs: {
    bucket: AGED,
    region: REGION,
    transitionDefaultMinimumObjectSize: "all_storage_classes_128K",
    rules: [
      { ...uploads, prefix: "" },
      { ...checkpoints, prefix: "", expiration: { days: 7, expiredObjectDeleteMarker: false } },
      { ...segments, prefix: "", filter: { ...segments.filter, prefix: "" } },
    ],
  },
  equivalents: [
    {
      title: "defaults that are written out",
      inputs: rules(
        { ...uploads, filter: {} },
        { ...checkpoints, expiration: { days: "7", expiredObjectDeleteMarker: false } },
        segments,
      ),
    },
  ],
  updates: [
    {
      title: "no filter, or the old form of one",
      inputs: rules(
        { id: "all", status: "Enabled", expiration: { days: 1 } },
        { id: "old", status: "Enabled", prefix: "old/", expiration: { days: 1 } },
      ),
      changes: ["rules"],
      outputs: {},
    },
    {
      title: "another number of days",
      inputs: rules(uploads, { ...checkpoints, expiration: { days: 14 } }, segments),
      changes: ["rules"],
      outputs: {},
    },
    {
      title: "a rule less, one switched off, smaller objects too",
      inputs: {
        ...rules({ ...uploads, status: "Disabled" }, checkpoints),
        transitionDefaultMinimumObjectSize: "varies_by_storage_class",
      },
      changes: ["rules", "transitionDefaultMinimumObjectSize"],
      outputs: { transitionDefaultMinimumObjectSize: "varies_by_storage_class" },
    },
    {
      title: "a day of the calendar, a tag, markers",
      inputs: rules(
        { id: "once", status: "Enabled", filter: { prefix: "old/" }, expiration: { date: "2030-01-01T00:00:00Z" } },
        { id: "tag", status: "Enabled", filter: { tag: { key: "tier", value: "cold" } }, expiration: { days: 1 } },
        { id: "markers", status: "Enabled", filter: { prefix: "x/" }, expiration: { expiredObjectDeleteMarker: true } },
        { id: "large", status: "Enabled", filter: { objectSizeGreaterThan: 500 }, expiration: { days: 2 } },
      ),
      changes: ["rules"],
      outputs: {},
    },
    { title: "and back", inputs: lifecycle, changes: ["rules"], outputs: {} },
  ],
  replacements: [
    {
      title: "another bucket",
      inputs: { ...lifecycle, bucket: "conformance-other" },
      because: ["bucket"],
      deleteBeforeReplace: false,
    },
  ],
  drift: [
    {
      title: "a rule of somebody else",
      change: async ({ s3 }) => {
        const rule = { ID: "all", Status: "Enabled" as const, Filter: {}, Expiration: { Days: 1 } };
        await s3.send(
          new PutBucketLifecycleConfigurationCommand({ Bucket: AGED, LifecycleConfiguration: { Rules: [rule] } }),
        );
      },
      outputs: {
        rules: [
          { id: "all", status: "Enabled", prefix: "", expiration: { days: 1, expiredObjectDeleteMarker: false } },
        ],
      },
      changes: ["rules"],
    },
  ],
  unknown: { inputs: rules(uploads, { ...checkpoints, expiration: { days: UNKNOWN_INPUT } }), outputs: [] },
  imported: { id: AGED, inputs: lifecycle },
  refused: [
    {
      title: "a status that S3 doesn't know",
      inputs: rules({ ...uploads, status: "On" }),
      reason: /expected status to be one of \["Enabled" "Disabled"\], got On.*rules\[0\]\.status/,
      by: "check",
    },
    {
      title: "a rule without a name",
      inputs: rules({ status: "Enabled" }),
      reason: /The argument "id" is required.*rules\[0\]\.id/,
      by: "check",
    },
    {
      title: "a storage class that S3 doesn't know",
      inputs: rules({ ...uploads, transitions: [{ days: 1, storageClass: "ATTIC" }] }),
      reason: /expected storage_class to be one of .*, got ATTIC/,
      by: "check",
    },
  ],
  remove: async ({ s3 }) => {
    await s3.send(new DeleteBucketLifecycleCommand({ Bucket: AGED }));
  },
  after: removeBucket(AGED),
};

const MEASURED = "conformance-metrics";
const metric = { bucket: MEASURED, name: "segments", filter: { prefix: "segments/", tags: { tier: "hot" } } };

export const metricCases: KindCases<AwsWorld> = {
  token: "aws:s3/bucketMetric:BucketMetric",
  before: makeBucket(MEASURED),
  inputs: metric,
  id: `${MEASURED}:segments`,
  outputs: metric,
  updates: [
    {
      title: "another prefix alone",
      inputs: { ...metric, filter: { prefix: "wal/" } },
      changes: ["filter"],
      outputs: { filter: { prefix: "wal/" } },
    },
    { title: "the whole bucket", inputs: { bucket: MEASURED, name: "segments" }, changes: ["filter"], outputs: {} },
    { title: "and back", inputs: metric, changes: ["filter"], outputs: { filter: metric.filter } },
  ],
  replacements: [
    {
      title: "another name",
      inputs: { ...metric, name: "other" },
      because: ["name"],
      deleteBeforeReplace: true,
    },
  ],
  drift: [
    {
      title: "another filter",
      change: async ({ s3 }) => {
        const configuration = { Id: "segments", Filter: { Prefix: "elsewhere/" } };
        await s3.send(
          new PutBucketMetricsConfigurationCommand({
            ...{ Bucket: MEASURED, Id: "segments" },
            MetricsConfiguration: configuration,
          }),
        );
      },
      outputs: { filter: { prefix: "elsewhere/" } },
      changes: ["filter"],
    },
  ],
  unknown: { inputs: { ...metric, bucket: UNKNOWN_INPUT }, outputs: ["bucket"] },
  imported: { id: `${MEASURED}:segments`, inputs: metric },
  refused: [
    {
      title: "a filter that says nothing",
      inputs: { ...metric, filter: { prefix: "" } },
      reason: /one of `filter\.0\.access_point,filter\.0\.prefix,filter\.0\.tags` must be specified/,
      by: "create",
    },
  ],
  remove: async ({ s3 }) => {
    await s3.send(new DeleteBucketMetricsConfigurationCommand({ Bucket: MEASURED, Id: "segments" }));
  },
  after: removeBucket(MEASURED),
};
