import { demand, type Demand } from "../demand";
import type { Daemon, Pod, Resources } from "../pods/pod";
import { MiB } from "../../units";
import type { Cluster } from "./cluster";
import { spread, type Shape } from "./shape";

const NAMESPACE = "kube-system";
const mib = (cpu: number, memory: number): Resources => ({ cpu, memory: memory * MiB });

/** Requests 100m/70Mi, limit 170Mi [K3s manifests/coredns.yaml; EKS add-on]. */
const COREDNS = { requests: mib(100, 70), limits: { memory: 170 * MiB } } as const;
/** 100m/70Mi per 100 nodes [metrics-server manifests; K3s manifests/metrics-server]. */
const METRICS_SERVER = { requests: mib(100, 70), limits: {} } as const;
/** No requests in K3s' manifest; counted with a little, so that the node isn't planned to the last byte. */
const LOCAL_PATH = { requests: mib(10, 70), limits: {} } as const;

/** Network plugin, proxy and volume driver of a managed node: 0.3 cores and 400 MiB with the node exporter's share; assumed. */
const MANAGED_DAEMONS: readonly Daemon[] = [
  { name: "network", namespace: NAMESPACE, requests: mib(50, 64), limits: {} },
  { name: "kube-proxy", namespace: NAMESPACE, requests: mib(100, 64), limits: {} },
  { name: "volume-driver", namespace: NAMESPACE, requests: mib(30, 72), limits: {} },
];

/** What the cluster itself runs, before anything of ours. On K3s network and proxy live in the server process, which the reserve covers. */
export function systemDemand(cluster: Cluster, shape: Shape): Demand {
  const dns = shape.kind === "single-node" ? 1 : 2;
  const pod = (name: string, size: Pick<Pod, "requests" | "limits">, copies: number): readonly Pod[] =>
    Array.from({ length: copies }, (_, index) => ({
      name: `${name}-${index}`,
      namespace: NAMESPACE,
      component: `${NAMESPACE}/${name}`,
      ...size,
      pinned: false,
      ...spread(shape, copies),
    }));
  const managed = cluster.distribution === "eks" || cluster.distribution === "gke";
  return demand({
    pods: [
      ...pod("coredns", COREDNS, dns),
      ...pod("metrics-server", METRICS_SERVER, 1),
      ...(cluster.storage === "node" ? pod("local-path-provisioner", LOCAL_PATH, 1) : []),
      ...(managed ? pod("volume-controller", { requests: mib(60, 240), limits: {} }, 2) : []),
    ],
    daemons: managed ? MANAGED_DAEMONS : [],
    survival: [
      {
        component: `${NAMESPACE}/coredns`,
        label: "CoreDNS",
        needs: { node: 1, zone: 1 },
        because: "each one works alone",
      },
    ],
  });
}
