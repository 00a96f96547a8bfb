import { z } from "zod";
import { choice, flag, settings } from "../../core/config/fields";

export const OPERATORS = ["cloudNativePg", "strimzi", "flink"] as const;
export type Operator = (typeof OPERATORS)[number];

export const OperatorsConfig = settings({
  install: flag()
    .default(true)
    .describe("The stack installs its operators. false: the cluster has them already, and the stack declares none."),
  of: z
    .array(choice(OPERATORS), { error: `must be a list of ${OPERATORS.join(", ")}` })
    .optional()
    .describe("Which operators. Default: those that the platforms need. Name those that must outlive their platform."),
});
export type OperatorsConfig = z.output<typeof OperatorsConfig>;
