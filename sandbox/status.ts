import { kubeClient } from "./kube";
import type { KubeClient, KubeObject } from "./kube";
import type { SandboxLayout } from "./layout";
import { portsOf } from "./port-owners";
import { playedKinds } from "./operators/ready";
import { keptPorts } from "./ports";
import type { Ports } from "./ports";
import { isAlive, records } from "./processes";
import type { RunRecord } from "./processes";

/** What runs, what is real and what is played, and what the cluster holds. */
export async function statusLines(layout: SandboxLayout): Promise<readonly string[]> {
  const known = records(layout);
  if (!known.some(isAlive)) return [`sandbox ${layout.stack}: nothing runs`];
  const ports = keptPorts(layout);
  const table = [["PROCESS", "PID", "PORT", "SINCE"], ...known.map((record) => row(record, ports))];
  return [...aligned(table), "", ...reality(layout), "", ...(await clusterLines(layout))];
}

/** Columns under each other, two spaces apart. */
export function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  return rows.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** What can be believed of what is seen here. */
function reality(layout: SandboxLayout): readonly string[] {
  return [
    "real       API server, etcd, controllers, scheduler",
    "simulated  nodes, kubelets, volumes, the containers of pods; no network policy is enforced",
    ...playedKinds(layout).map(({ name, reality: what }) => `played     ${name}: ${what}`),
  ];
}

function row(record: RunRecord, ports: Ports): readonly string[] {
  const { name, pid, since } = record;
  const own = portsOf(name).flatMap((port) => ports[port] ?? []);
  const alive = isAlive(record);
  return [name, alive ? String(pid) : "ended", own.length > 0 ? own.join(", ") : "-", alive ? local(since) : "-"];
}

/** `2026-11-21 10:56:03`, in the reader's time zone. */
const local = (iso: string): string => new Date(iso).toLocaleString("sv-SE");

async function clusterLines(layout: SandboxLayout): Promise<readonly string[]> {
  let kube: KubeClient | undefined;
  try {
    kube = kubeClient(layout);
    const [nodes, pods] = await Promise.all([list(kube, "nodes"), list(kube, "pods")]);
    return [
      `${nodes.length} node(s), ${nodes.filter(isReady).length} ready`,
      `${pods.length} pod(s)${pods.length === 0 ? "" : `: ${phases(pods)}`}`,
    ];
  } catch {
    return ["the API server doesn't answer"];
  } finally {
    kube?.close();
  }
}

interface Listed extends KubeObject {
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

const list = async (kube: KubeClient, plural: string): Promise<readonly Listed[]> =>
  ((await kube.request("GET", `/api/v1/${plural}`)) as { readonly items: readonly Listed[] }).items;

const isReady = ({ status }: Listed): boolean =>
  status?.conditions?.some(({ type, status: value }) => type === "Ready" && value === "True") ?? false;

function phases(pods: readonly Listed[]): string {
  const words = pods.map((pod) => (isReady(pod) ? "ready" : (pod.status?.phase ?? "unknown").toLowerCase()));
  return [...new Set(words)].map((word) => `${words.filter((w) => w === word).length} ${word}`).join(", ");
}
