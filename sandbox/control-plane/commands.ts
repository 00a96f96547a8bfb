import path from "node:path";
import type { toolPath } from "../../tools/paths";
import type { SandboxLayout } from "../layout";
import type { Ports } from "../ports";
import type { ProcessSpec } from "../processes";
import { credentialFiles } from "./credentials";

export interface CommandInputs {
  readonly layout: SandboxLayout;
  readonly ports: Ports;
  readonly tool: typeof toolPath;
  /** The stages that kwok plays, in one file. */
  readonly stagesFile: string;
}

/** Names of the ports that the control plane listens on. */
export const CONTROL_PLANE_PORTS = ["api", "etcd", "etcd-peer", "controller-manager", "scheduler"] as const;

/** What each process of the control plane is started with. Every address is 127.0.0.1; kwok opens no port. */
export function controlPlaneCommands({ layout, ports, tool, stagesFile }: CommandInputs): {
  readonly etcd: ProcessSpec;
  readonly api: ProcessSpec;
  readonly others: readonly ProcessSpec[];
} {
  const files = credentialFiles(layout);
  const etcdUrl = `http://127.0.0.1:${portOf(ports, "etcd")}`;
  const peerUrl = `http://127.0.0.1:${portOf(ports, "etcd-peer")}`;
  const spec = (name: string, program: string, args: readonly string[]): ProcessSpec => ({
    name,
    command: [program, ...args],
    cwd: layout.kube.dir,
  });
  const etcd = spec("etcd", tool("etcd"), [
    ...["--name", "sandbox", "--data-dir", layout.kube.etcd],
    ...["--listen-client-urls", etcdUrl, "--advertise-client-urls", etcdUrl],
    ...["--listen-peer-urls", peerUrl, "--initial-advertise-peer-urls", peerUrl],
    ...["--initial-cluster", `sandbox=${peerUrl}`, "--log-level", "warn"],
    // A sandbox that loses its last second with the machine's power is no loss.
    "--unsafe-no-fsync",
    ...["--auto-compaction-mode", "periodic", "--auto-compaction-retention", "10m"],
  ]);
  const api = spec("kube-apiserver", tool("kube-apiserver"), [
    ...["--etcd-servers", etcdUrl, "--bind-address", "127.0.0.1", "--advertise-address", "127.0.0.1"],
    ...["--secure-port", portOf(ports, "api"), "--cert-dir", layout.kube.pki, "--endpoint-reconciler-type", "none"],
    ...["--token-auth-file", files.tokens, "--authorization-mode", "Node,RBAC"],
    ...["--service-account-issuer", "https://kubernetes.default.svc"],
    ...["--service-account-key-file", files.serviceAccountKey],
    ...["--service-account-signing-key-file", files.serviceAccountKey],
    ...["--service-cluster-ip-range", "10.96.0.0/16", "--service-node-port-range", "30000-32767"],
    ...["--allow-privileged", "--profiling=false", "--event-ttl", "1h"],
  ]);
  const controllerManager = spec("kube-controller-manager", tool("kube-controller-manager"), [
    ...["--kubeconfig", files.kubeconfig("controller-manager"), "--leader-elect=false"],
    ...["--bind-address", "127.0.0.1", "--secure-port", portOf(ports, "controller-manager")],
    ...["--cert-dir", path.join(layout.kube.dir, "controller-manager")],
    ...["--use-service-account-credentials", "--service-account-private-key-file", files.serviceAccountKey],
    ...["--root-ca-file", path.join(layout.kube.pki, "apiserver.crt"), "--profiling=false"],
    // A pod that a controller makes twice is refused the second time, and yet charged to the quota until it is counted anew: 5 minutes by default.
    ...["--resource-quota-sync-period", "30s"],
  ]);
  const scheduler = spec("kube-scheduler", tool("kube-scheduler"), [
    ...["--kubeconfig", files.kubeconfig("scheduler"), "--leader-elect=false"],
    ...["--bind-address", "127.0.0.1", "--secure-port", portOf(ports, "scheduler"), "--profiling=false"],
    ...["--cert-dir", path.join(layout.kube.dir, "scheduler")],
  ]);
  const kwok = spec("kwok", tool("kwok"), [
    ...["--kubeconfig", files.kubeconfig("kwok"), "--config", stagesFile, "--v", "WARN"],
    ...["--manage-all-nodes=false", "--manage-nodes-with-annotation-selector", "kwok.x-k8s.io/node=fake"],
    ...["--cidr", "10.244.0.0/16", "--node-ip", "10.0.0.1"],
    // Without leases the nodes go NotReady after 50 s.
    ...["--node-lease-duration-seconds", "40"],
  ]);
  return { etcd, api, others: [controllerManager, scheduler, kwok] };
}

export function portOf(ports: Ports, name: string): string {
  const port = ports[name];
  if (port === undefined) throw new Error(`no port was chosen for ${name}`);
  return String(port);
}
