import { clamp, sumOf } from "../numbers";
import { GiB, MiB } from "../../units";
import type { Reserve } from "./cluster";

/** One step of a tiered reserve: this share of what lies between the previous step and `upTo`. */
interface Tier {
  readonly upTo: number;
  readonly share: number;
}

const tiered = (amount: number, tiers: readonly Tier[]): number =>
  sumOf(tiers, (t) => {
    const from = tiers[tiers.indexOf(t) - 1]?.upTo ?? 0;
    return clamp(amount - from, 0, t.upTo - from) * t.share;
  });

/** 6 % of the first core, 1 % of the second, 0.5 % of the next two, 0.25 % beyond [GKE docs, node allocatable; amazon-eks-ami nodeadm kubelet/config.go]. */
const CPU_TIERS: readonly Tier[] = [
  { upTo: 1_000, share: 0.06 },
  { upTo: 2_000, share: 0.01 },
  { upTo: 4_000, share: 0.005 },
  { upTo: Infinity, share: 0.0025 },
];

/** 25 % of the first 4 GiB, 20 % of the next 4, 10 % of the next 8, 6 % up to 128, 2 % beyond [eksctl reserved.go, GKE docs]. */
const GKE_MEMORY_TIERS: readonly Tier[] = [
  { upTo: 4 * GiB, share: 0.25 },
  { upTo: 8 * GiB, share: 0.2 },
  { upTo: 16 * GiB, share: 0.1 },
  { upTo: 128 * GiB, share: 0.06 },
  { upTo: Infinity, share: 0.02 },
];

export const tieredCpuReserve = (millicores: number): number => tiered(millicores, CPU_TIERS);

/** GKE's reserve, and eksctl's. */
export const gkeReserve = (cpu: number, memory: number): Reserve => ({
  cpu: tieredCpuReserve(cpu),
  memory: tiered(memory, GKE_MEMORY_TIERS),
});

/** EKS: memory 255 MiB + 11 MiB per pod that the node may carry [amazon-eks-ami nodeadm kubelet/config.go]. */
export const eksReserve = (cpu: number, maxPods: number): Reserve => ({
  cpu: tieredCpuReserve(cpu),
  memory: (255 + 11 * maxPods) * MiB,
});

/** What a K3s server with SQLite takes: 1,596 MB and 6 % of a core [K3s docs, resource profiling]. It must be reserved, as K3s reserves nothing itself. */
export const K3S_SERVER: Reserve = { cpu: 60, memory: 1_596e6 };
/** Hard eviction of memory that a K3s node must be given: 256 MiB, at least 3 % of the node. */
export const k3sEvictionFloor = (memory: number): number => Math.max(256 * MiB, memory * 0.03);
/** Memory of the operating system and the runtime; assumed. */
export const OS_MEMORY = 400 * MiB;

/** Most pods of an EKS node by its vCPUs: addresses of general-purpose instances' interfaces [amazon-eks-ami eni-max-pods.txt]. */
export function eksMaxPods(millicores: number): number {
  if (millicores <= 2_000) return 29;
  if (millicores <= 8_000) return 58;
  return millicores < 64_000 ? 234 : 737;
}
