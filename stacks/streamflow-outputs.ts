import { SCRAM } from "../components/kafka/names";
import { BROKERS } from "./streamflow-inputs";
import type { StreamflowPlan } from "./streamflow-plan";

/** What people and services need to know after `pulumi up`. */
export interface StreamflowOutputs {
  /** Where services in the cluster connect. */
  readonly brokers: string;
  /** Where the runner connects. */
  readonly bootstrapServers: readonly string[];
  /** How clients log in, and who they may be. */
  readonly security: {
    readonly protocol: "PLAINTEXT" | "SASL_SSL";
    readonly mechanism?: string;
    readonly users: readonly string[];
  };
  readonly topics: readonly string[];
}

export const outputsOf = (plan: StreamflowPlan): StreamflowOutputs => ({
  brokers: BROKERS,
  bootstrapServers: plan.access.kafka?.bootstrapServers ?? [],
  security: plan.kafka.secured
    ? { protocol: "SASL_SSL", mechanism: SCRAM, users: plan.users.map(({ name }) => name) }
    : { protocol: "PLAINTEXT", users: [] },
  topics: plan.topics.map(({ name }) => name),
});
