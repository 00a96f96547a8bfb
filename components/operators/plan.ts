import { demand, type Demand } from "../../core/capacity/demand";
import type { Pod, Resources } from "../../core/capacity/pods/pod";
import { MiB } from "../../core/units";

/** Which operators a stack's platforms rely on. */
export interface OperatorNeeds {
  readonly strimzi: boolean;
  readonly cloudNativePg: boolean;
  readonly flink: boolean;
}

interface OperatorPod {
  readonly name: string;
  readonly namespace: string;
  readonly requests: Resources;
  readonly limits: Resources;
}

const mib = (cpu: number, memory: number): Resources => ({ cpu, memory: memory * MiB });

/** Strimzi's and CloudNativePG's own manifests say so; Flink's chart ships `resources: {}`, so this is ours, as is cert-manager's [Strimzi 060-Deployment; CloudNativePG release manifest]. */
const STRIMZI: OperatorPod = {
  name: "strimzi-cluster-operator",
  namespace: "strimzi-system",
  requests: mib(200, 384),
  limits: mib(1_000, 384),
};
const CLOUDNATIVEPG: OperatorPod = {
  name: "cnpg-controller-manager",
  namespace: "cnpg-system",
  requests: mib(100, 100),
  limits: mib(100, 200),
};
const FLINK: OperatorPod = {
  name: "flink-kubernetes-operator",
  namespace: "flink-operator",
  requests: mib(200, 384),
  limits: mib(500, 512),
};
/** Issues the certificate of the Flink operator's webhook. */
const CERT_MANAGER: readonly OperatorPod[] = ["cert-manager", "cert-manager-cainjector", "cert-manager-webhook"].map(
  (name) => ({
    name,
    namespace: "cert-manager",
    requests: mib(10, 64),
    limits: mib(100, 128),
  }),
);

/** Operators run once per cluster; when their node is lost they are started elsewhere. Their namespaces have no quota. */
export function operatorsDemand(needs: OperatorNeeds): Demand {
  const operators = [
    ...(needs.cloudNativePg ? [CLOUDNATIVEPG] : []),
    ...(needs.strimzi ? [STRIMZI] : []),
    ...(needs.flink ? [...CERT_MANAGER, FLINK] : []),
  ];
  return demand({
    pods: operators.map((o): Pod => ({ ...o, component: `${o.namespace}/${o.name}`, ownNode: false, pinned: false })),
  });
}
