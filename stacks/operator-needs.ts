import { operatorNeeds, type OperatorNeeds } from "../components/operators/plan";
import type { StackConfig } from "./config";

/** Which operators the stack's platforms rely on. */
export function needsOf({
  apphub,
  streamflow,
  operators,
}: Pick<StackConfig, "apphub" | "streamflow" | "operators">): OperatorNeeds {
  const backedUp = [apphub?.sequencerDb.backup, streamflow?.postgres.backup].some((backup) => backup !== undefined);
  const needs = {
    cloudNativePg: apphub !== undefined || streamflow !== undefined,
    strimzi: streamflow !== undefined,
    flink: streamflow !== undefined,
    barmanCloud: backedUp,
  };
  return operatorNeeds(needs, operators.of);
}
