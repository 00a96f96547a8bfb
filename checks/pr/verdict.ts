import { refuses } from "../../policy/framework/run";
import type { Review } from "./review";

export type Verdict = "clean" | "refused";

/** Why a stack is refused, a sentence each, the gravest first; nothing where it isn't. */
export function refusals({ changes, alerts, capacity, policy: { findings } }: Review): readonly string[] {
  const mandatory = findings.filter(refuses).length;
  const lossy = [...changes, ...alerts].filter(({ refused }) => refused).length;
  return [
    ...(lossy === 0 ? [] : [`${lossy} change(s) lose data, can't be made, or lift a protection`]),
    ...(mandatory === 0 ? [] : [`${mandatory} finding(s) of mandatory rules`]),
    ...(capacity.after.ok ? [] : ["the capacity model can't prove that it fits"]),
  ];
}

export const verdictOf = (reviews: readonly Review[]): Verdict =>
  reviews.some((review) => refusals(review).length > 0) ? "refused" : "clean";
