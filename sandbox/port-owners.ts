import type { SandboxLayout } from "./layout";
import { keptPorts, requireFree } from "./ports";
import { running } from "./processes";

/** Ports of the processes whose names aren't their ports'. */
const PORTS_OF: Readonly<Record<string, readonly string[]>> = {
  etcd: ["etcd", "etcd-peer"],
  "kube-apiserver": ["api"],
  "kube-controller-manager": ["controller-manager"],
  "kube-scheduler": ["scheduler"],
};

/** Names of the ports that people know a process by; a broker's other ports are its own matter. */
export const portsOf = (process: string): readonly string[] => PORTS_OF[process] ?? [process];

/** Which process listens on a port: `kafka-controller/n/p` is the broker's `kafka/n/p`, too. */
export const ownerOf = (port: string): string =>
  Object.entries(PORTS_OF).find(([, ports]) => ports.includes(port))?.[0] ?? port.replace(/^([a-z]+)-[a-z]+\//, "$1/");

/** Refuses, before anything is started, where another process took a kept port of something that doesn't run. */
export function requireOwnPorts(layout: SandboxLayout): Promise<void> {
  const stopped = Object.keys(keptPorts(layout)).filter((port) => running(layout, ownerOf(port)) === undefined);
  return requireFree(layout, stopped);
}
