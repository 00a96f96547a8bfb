/** `streaming:policies`, `streaming:guard` and `streaming:waivers`: how strict the rules are for one stack, and what they let pass for a while. */
import { z } from "zod";
import { choice, kubernetesName, settings, text } from "./fields";

const ruleId = () =>
  z
    .string({ error: "must be a rule's id" })
    .regex(/^[A-Z0-9]+-\d\d$/, { error: "must be a rule's id, such as CAP-01" });

export const PoliciesConfig = z.record(
  ruleId(),
  z.looseObject(
    {
      level: choice(["mandatory", "advisory", "off"])
        .optional()
        .describe("mandatory: a finding refuses. advisory: it is shown. off: the rule isn't run."),
    },
    { error: "must be settings by name" },
  ),
  { error: "must be rules by id" },
);
export type PoliciesConfig = z.output<typeof PoliciesConfig>;
export type RuleConfig = PoliciesConfig[string];

export const GuardConfig = choice(["enforce", "warn"]);
export type GuardConfig = z.output<typeof GuardConfig>;

/** `YYYY-MM-DD`, a day that exists. */
const day = () =>
  z
    .string({ error: 'must be a day in quotes, such as "2027-03-31"' })
    .refine((value) => /^\d{4}-\d\d-\d\d$/.test(value) && isDay(value), {
      error: 'must be a day in quotes, such as "2027-03-31"',
    });

const isDay = (value: string): boolean => {
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
};

const WaiverConfig = settings({
  rule: ruleId().describe("The rule that is waived."),
  resource: text().describe("The resource, as findings name it: `StatefulSet/apphub-redpanda`."),
  namespace: kubernetesName().optional().describe("Its namespace, where the name alone isn't enough."),
  reason: text().describe("Why it may break the rule."),
  owner: text().describe("Who answers for it."),
  until: day().describe("Last day on which it holds; after it the waiver itself is a finding."),
  field: text()
    .optional()
    .describe(
      "Of CHG-01 only, and required there: the changed field as the report names it, `removed` for a whole resource.",
    ),
  to: z
    .union([z.string(), z.number(), z.boolean()], {
      error: "must be the new value: a text, a number, or true or false",
    })
    .optional()
    .describe("Of CHG-01 only: the new value; left out where the resource or the field is removed."),
});
export type WaiverConfig = z.output<typeof WaiverConfig>;

export const WaiversConfig = z.array(WaiverConfig, { error: "must be a list of waivers" });
