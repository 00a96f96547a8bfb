import type { Review } from "./review";

/** All that a report is printed from. */
export interface PullRequest {
  readonly reviews: readonly Review[];
  /** What it is compared with, in words. */
  readonly base: string;
  /** Stacks whose files are gone. */
  readonly removedStacks: readonly string[];
}
