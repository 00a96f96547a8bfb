/** Rules of the job that scores transactions: one file, which Flink's job and Airflow's batch both read. */
import { stringify } from "yaml";
import type { z } from "zod";
import { factor, settings } from "../../core/config/fields";

export const FraudRulesConfig = settings({
  alertThreshold: factor(0, 1).default(0.7).describe("Score from which on a transaction is an alert."),
});
export type FraudRulesConfig = z.output<typeof FraudRulesConfig>;

/** As a file of an application's inputs. */
export const fraudRules = ({ alertThreshold }: FraudRulesConfig) => ({
  "fraud_rules.yaml": stringify({ alert_threshold: alertThreshold }),
});
