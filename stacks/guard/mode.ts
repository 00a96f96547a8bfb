import type { GuardConfig } from "../../core/config/policies";
import type { StackConfig } from "../config";

type Guarded = Pick<StackConfig, "guard" | "target">;

/** What `pulumi up` does about a lossy change: as the stack says, else by what its data would mean. */
export const guardMode = ({ guard, target }: Guarded): GuardConfig =>
  guard ?? (target.kind === "multi-node" ? "enforce" : "warn");

/** What a reader of the report must know of the second wall. */
export const guardNotes = (stack: Guarded): readonly string[] =>
  stack.target.kind === "multi-node" && guardMode(stack) === "warn"
    ? ["`streaming:guard` is `warn`: `pulumi up` makes changes that lose data, and only tells of them."]
    : [];
