import type { CapacitySummary } from "../../../checks/pr/capacity";
import type { PullRequest } from "../../../checks/pr/pull-request";
import type { Review, ReviewedChange } from "../../../checks/pr/review";

export const change = (changed: Partial<ReviewedChange> = {}): ReviewedChange => ({
  urn: "urn:pulumi:prod::streaming::kafka:index/topic:Topic::events",
  type: "kafka:index/topic:Topic",
  resource: "Topic/events",
  namespace: "",
  field: "config[retention.ms]",
  from: "604800000",
  to: "86400000",
  class: "data loss",
  why: "records older than 1d are deleted",
  loss: { records: 1000, GiB: 2.5, hours: 144 },
  refused: true,
  waiver: null,
  setting: {
    path: ["apphub", "topics", "events", "retention"],
    key: "streaming:apphub.topics.events.retention",
    keep: "7d",
    line: 12,
  },
  ...changed,
});
export const capacity = (changed: Partial<CapacitySummary> = {}): CapacitySummary => ({
  ok: true,
  faults: [],
  bottleneck: { factor: 1.8, what: "the brokers' disk is full" },
  sizes: [{ path: "streamflow.kafka.volume", value: 100, unit: "GiB", formula: "", overridden: false }],
  cost: { "volume-gib": 300 },
  ...changed,
});
const COUNTS = { mandatory: 0, advisory: 0, "cannot-prove": 0, waived: 0, resources: 0, rules: 0, skipped: 0 };
export const review = (changed: Partial<Review> = {}): Review => ({
  stack: "prod",
  edits: [],
  changes: [],
  alerts: [],
  capacity: { before: capacity(), after: capacity() },
  policy: { findings: [], counts: COUNTS, skipped: [], rules: [], sourceOf: () => undefined },
  notes: [],
  ...changed,
});

export const pullRequest = (...reviews: readonly Review[]): PullRequest => ({
  reviews,
  base: "main",
  removedStacks: [],
});
