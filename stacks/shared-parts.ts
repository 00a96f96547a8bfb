import type { ObjectStoreConfig } from "../components/object-store/config";
import type { StackConfig } from "./config";

/** What the stack has for all its platforms. */
export interface SharedParts {
  readonly objectStore: ObjectStoreConfig | undefined;
  /** Namespace of Prometheus; undefined where it is switched off. */
  readonly monitoring: string | undefined;
  /** Where the runbook pages are published. */
  readonly runbooks: string;
}

export const sharedParts = ({
  objectStore,
  monitoring,
  alerting,
}: Pick<StackConfig, "objectStore" | "monitoring" | "alerting">): SharedParts => ({
  objectStore,
  monitoring: monitoring?.namespace,
  runbooks: alerting?.runbooks ?? "docs/runbooks",
});
