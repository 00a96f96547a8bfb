import { demand, type Demand } from "../../core/capacity/demand";
import type { Pod, Resources } from "../../core/capacity/pods/pod";
import { MiB } from "../../core/units";
import type { Operator } from "./config";
import { OPERATOR_NAMESPACES } from "./names";

/** Which operators a stack's platforms rely on. */
export interface OperatorNeeds {
  readonly strimzi: boolean;
  readonly cloudNativePg: boolean;
  readonly flink: boolean;
  /** CloudNativePG's plugin that archives to an object store. */
  readonly barmanCloud?: boolean;
}

/** What the platforms need, or what the config names. */
export const operatorNeeds = (needs: OperatorNeeds, named: readonly Operator[] | undefined): OperatorNeeds =>
  named === undefined
    ? needs
    : {
        ...needs,
        strimzi: named.includes("strimzi"),
        cloudNativePg: named.includes("cloudNativePg"),
        flink: named.includes("flink"),
      };

/** Issues the certificates of the Flink operator's webhook and of CloudNativePG's plugin. */
export const needsCertManager = ({ flink, barmanCloud = false }: OperatorNeeds): boolean => flink || barmanCloud;

export interface OperatorPod {
  readonly name: string;
  readonly namespace: string;
  readonly requests: Resources;
  readonly limits: Resources;
}

const mib = (cpu: number, memory: number): Resources => ({ cpu, memory: memory * MiB });

/** Strimzi's and CloudNativePG's own manifests say so; Flink's chart ships `resources: {}`, so this is ours, as are cert-manager's and the plugin's [Strimzi 060-Deployment; CloudNativePG release manifest]. */
export const STRIMZI: OperatorPod = {
  name: "strimzi-cluster-operator",
  namespace: OPERATOR_NAMESPACES.strimzi,
  requests: mib(200, 384),
  limits: mib(1_000, 384),
};
export const CLOUDNATIVEPG: OperatorPod = {
  name: "cnpg-controller-manager",
  namespace: OPERATOR_NAMESPACES.cloudNativePg,
  requests: mib(100, 100),
  limits: mib(100, 200),
};
export const BARMAN_CLOUD: OperatorPod = {
  name: "barman-cloud",
  namespace: OPERATOR_NAMESPACES.cloudNativePg,
  requests: mib(20, 64),
  limits: mib(100, 128),
};
export const FLINK: OperatorPod = {
  name: "flink-kubernetes-operator",
  namespace: OPERATOR_NAMESPACES.flink,
  // Java's heap takes 60 %; classes, code and threads some 200 MiB beside it.
  requests: mib(200, 384),
  limits: mib(500, 768),
};
/** The part of the Flink operator's pod that its webhook has. */
export const FLINK_WEBHOOK = { requests: mib(50, 128), limits: mib(100, 160) } as const;
export const CERT_MANAGER: readonly OperatorPod[] = [
  "cert-manager",
  "cert-manager-cainjector",
  "cert-manager-webhook",
].map((name) => ({
  name,
  namespace: OPERATOR_NAMESPACES.certManager,
  requests: mib(10, 64),
  limits: mib(100, 128),
}));

/** Operators run once per cluster; when their node is lost they are started elsewhere. Their namespaces have no quota. */
export function operatorsDemand(needs: OperatorNeeds): Demand {
  const operators = [
    ...(needs.cloudNativePg ? [CLOUDNATIVEPG] : []),
    ...(needs.strimzi ? [STRIMZI] : []),
    ...(needsCertManager(needs) ? CERT_MANAGER : []),
    ...(needs.barmanCloud === true ? [BARMAN_CLOUD] : []),
    ...(needs.flink ? [FLINK] : []),
  ];
  return demand({
    pods: operators.map((o): Pod => ({ ...o, component: `${o.namespace}/${o.name}`, ownNode: false, pinned: false })),
  });
}
