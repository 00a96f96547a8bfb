/** A ResourceQuota as an operator writes it. */
import { cpu, settings, size } from "./fields";

const amount = settings({ cpu: cpu().describe("Cores."), memory: size().describe("Memory.") });

export const QuotaConfig = settings({
  requests: amount.describe("`requests.*` of the ResourceQuota."),
  limits: amount.describe("`limits.*` of the ResourceQuota."),
});
