import type { TargetConfig } from "../core/config/target";

/** Options of what holds data: on a multi-node target a config edit can't delete it. On a single node, switching a platform off removes everything. */
export const stateful = (kind: TargetConfig["kind"]) => ({ protect: kind === "multi-node" });

/** Options of what takes other things with it when it goes (namespaces, CRDs): forgotten by Pulumi rather than deleted. */
export const cascading = (kind: TargetConfig["kind"]) => ({ ...stateful(kind), retainOnDelete: kind === "multi-node" });
