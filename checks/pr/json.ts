import type { Finding } from "../../policy/framework/run";
import { byLevel } from "../policy/report";
import type { CapacitySummary } from "./capacity";
import type { SettingEdit } from "./edits";
import type { PullRequest } from "./pull-request";
import type { ReviewedChange } from "./review";
import { type Verdict, refusals, verdictOf } from "./verdict";

/** `--format json`; every list names its stack. */
export interface PullRequestReport {
  readonly verdict: Verdict;
  readonly base: string;
  readonly stacks: readonly {
    readonly stack: string;
    readonly verdict: Verdict;
    readonly why: readonly string[];
    readonly notes: readonly string[];
  }[];
  /** Stacks whose files are gone. */
  readonly removedStacks: readonly string[];
  readonly edits: readonly (Omit<SettingEdit, "path"> & { readonly stack: string })[];
  readonly changes: readonly ReportedChange[];
  readonly policy: {
    readonly findings: readonly (Finding & { readonly stack: string })[];
    readonly counts: Readonly<Record<string, number>>;
  };
  /** By stack. */
  readonly capacity: {
    readonly before: Readonly<Record<string, CapacitySummary | null>>;
    readonly after: Readonly<Record<string, CapacitySummary>>;
  };
  readonly alerts: readonly ReportedChange[];
}

export interface ReportedChange {
  readonly stack: string;
  readonly resource: string;
  readonly namespace: string;
  readonly type: string;
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
  readonly class: ReviewedChange["class"];
  readonly why: string;
  /** Nulls where the amount isn't known; null where nothing is lost. */
  readonly loss: { readonly records: number | null; readonly GiB: number | null; readonly hours: number | null } | null;
  /** GiB that are copied. */
  readonly moved: number | null;
  readonly refused: boolean;
  readonly waiver: ReviewedChange["waiver"];
  /** The line of the stack's file that decides it, and the value that would change nothing; null where the program decides. */
  readonly setting: { readonly key: string; readonly keep: string | null; readonly line: number } | null;
}

export function jsonOf({ reviews, base, removedStacks }: PullRequest): PullRequestReport {
  const findings = reviews.flatMap(({ stack, policy }) => policy.findings.map((finding) => ({ stack, ...finding })));
  return {
    verdict: verdictOf(reviews),
    base,
    stacks: reviews.map((review) => {
      const why = refusals(review);
      return { stack: review.stack, verdict: why.length === 0 ? "clean" : "refused", why, notes: review.notes };
    }),
    removedStacks,
    edits: reviews.flatMap(({ stack, edits }) =>
      edits.map(({ key, from, to }) => ({ stack, key: `streaming:${key}`, from: from ?? null, to: to ?? null })),
    ),
    changes: reviews.flatMap(({ stack, changes }) => changes.map((change) => reported(stack, change))),
    policy: {
      findings,
      counts: byLevel(findings),
    },
    capacity: {
      before: Object.fromEntries(reviews.map(({ stack, capacity }) => [stack, capacity.before])),
      after: Object.fromEntries(reviews.map(({ stack, capacity }) => [stack, capacity.after])),
    },
    alerts: reviews.flatMap(({ stack, alerts }) => alerts.map((change) => reported(stack, change))),
  };
}

function reported(stack: string, change: ReviewedChange): ReportedChange {
  const { resource, namespace, type, field, from, to, why, loss, moved, refused, waiver, setting } = change;
  return {
    stack,
    resource,
    namespace,
    type,
    field,
    from: from ?? null,
    to: to ?? null,
    class: change.class,
    why,
    loss:
      loss === undefined ? null : { records: loss.records ?? null, GiB: loss.GiB ?? null, hours: loss.hours ?? null },
    moved: moved ?? null,
    refused,
    waiver,
    setting: setting === undefined ? null : { key: setting.key, keep: setting.keep ?? null, line: setting.line },
  };
}
