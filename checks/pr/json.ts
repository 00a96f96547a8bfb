import type { JudgedChange } from "../../core/guard/waivers";
import type { Finding } from "../../policy/framework/run";
import { byLevel } from "../policy/report";
import type { CapacitySummary } from "./capacity";
import type { Review } from "./review";
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
  readonly class: JudgedChange["class"];
  readonly why: string;
  /** Nulls where the amount isn't known; null where nothing is lost. */
  readonly loss: { readonly records: number | null; readonly GiB: number | null; readonly hours: number | null } | null;
  /** GiB that are copied. */
  readonly moved: number | null;
  readonly refused: boolean;
  readonly waiver: JudgedChange["waiver"];
}

export function jsonOf(reviews: readonly Review[], base: string): PullRequestReport {
  const findings = reviews.flatMap(({ stack, policy }) => policy.findings.map((finding) => ({ stack, ...finding })));
  return {
    verdict: verdictOf(reviews),
    base,
    stacks: reviews.map((review) => {
      const why = refusals(review);
      return { stack: review.stack, verdict: why.length === 0 ? "clean" : "refused", why, notes: review.notes };
    }),
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

function reported(stack: string, change: JudgedChange): ReportedChange {
  const { resource, namespace, type, field, from, to, why, loss, moved, refused, waiver } = change;
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
  };
}
