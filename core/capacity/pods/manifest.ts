import { dns63 } from "../../names";
import { formatCpu, formatSize } from "../../units";
import type { Pod, Resources } from "./pod";

/** A pod of the model as an object of Kubernetes, without what it would run: for trying the placement on a real scheduler. */
export interface BarePod {
  readonly apiVersion: "v1";
  readonly kind: "Pod";
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly spec: Readonly<Record<string, unknown>>;
}

const COMPONENT = "streaming/component";
const PAUSE = "registry.k8s.io/pause:3.10";

/** The same requests and the same hard rules: own node, spread over zones, zone. `node` binds it without the scheduler, as for a DaemonSet's pod. */
export function barePod(pod: Pod, node?: string): BarePod {
  const component = dns63(pod.component);
  const labelSelector = { matchLabels: { [COMPONENT]: component } };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: pod.name, namespace: pod.namespace, labels: { [COMPONENT]: component } },
    spec: {
      ...(node === undefined ? {} : { nodeName: node }),
      ...(pod.zone === undefined ? {} : { nodeSelector: { "topology.kubernetes.io/zone": pod.zone } }),
      ...(pod.ownNode ? { affinity: ownNode(labelSelector) } : {}),
      ...(pod.zoneSkew === undefined
        ? {}
        : {
            topologySpreadConstraints: [
              {
                maxSkew: pod.zoneSkew,
                topologyKey: "topology.kubernetes.io/zone",
                whenUnsatisfiable: "DoNotSchedule",
                labelSelector,
              },
            ],
          }),
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 0,
      securityContext: { runAsNonRoot: true, runAsUser: 65_534, seccompProfile: { type: "RuntimeDefault" } },
      containers: [
        {
          name: "pause",
          image: PAUSE,
          resources: { requests: quantities(pod.requests), limits: quantities(atLeast(pod.limits, pod.requests)) },
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
        },
      ],
    },
  };
}

const ownNode = (labelSelector: object): object => ({
  podAntiAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "kubernetes.io/hostname", labelSelector }],
  },
});

const quantities = ({ cpu, memory }: Resources): object => ({ cpu: formatCpu(cpu), memory: formatSize(memory) });

/** Absent limits become the requests: a scheduler looks at requests alone, and a quota wants limits. */
const atLeast = (limits: Partial<Resources>, requests: Resources): Resources => ({ ...requests, ...limits });
