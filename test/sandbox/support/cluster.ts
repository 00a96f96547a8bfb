/** A control plane with the operators' process for one test file, in a folder of its own, on ports of its own. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TargetConfig } from "../../../core/config/target";
import { startControlPlane } from "../../../sandbox/control-plane";
import type { KubeClient, KubeObject } from "../../../sandbox/kube";
import { sandboxLayout, type SandboxLayout } from "../../../sandbox/layout";
import { startOperators } from "../../../sandbox/operators-process";
import { becomesTrue } from "../../../sandbox/operators/poll";
import type { Live, Pod } from "../../../sandbox/operators/kubernetes/objects";
import { isFree, keptPorts } from "../../../sandbox/ports";
import { isAlive, logFile, running, stopAll, type RunRecord } from "../../../sandbox/processes";
import { toolPath } from "../../../tools/paths";

export interface TestCluster {
  readonly layout: SandboxLayout;
  readonly kube: KubeClient;
  /** Makes the objects, or changes them to this. */
  apply(...objects: readonly KubeObject[]): Promise<void>;
  pod(namespace: string, name: string): Promise<Pod | undefined>;
  remove(path: string): Promise<void>;
  port(name: string): number;
  process(name: string): RunRecord | undefined;
  /** Ends a process of the sandbox as a crash would. */
  kill(name: string): Promise<void>;
  startOperators(): Promise<void>;
  /** Starts what doesn't run of the control plane. */
  restartControlPlane(): Promise<void>;
  operatorsLog(): string;
  stop(): Promise<void>;
}

const size = (text: string, bytes: number) => ({ text, bytes });
const GIB = 1024 ** 3;

/** One node with 8 cores and 32 GiB. */
const TARGET: TargetConfig = {
  kind: "single-node",
  distribution: "other",
  zones: ["local"],
  nodes: [
    { count: 1, cpu: { text: "8", millicores: 8000 }, memory: size("32Gi", 32 * GIB), disk: size("400Gi", 400 * GIB) },
  ],
  storageClass: "local-path",
};

/** Three such nodes, each in a zone of its own. */
export const THREE_ZONES: TargetConfig = {
  ...TARGET,
  kind: "multi-node",
  zones: ["a", "b", "c"],
  nodes: TARGET.nodes.map((group) => ({ ...group, count: 3 })),
};

export async function startCluster(target: TargetConfig = TARGET): Promise<TestCluster> {
  const layout = sandboxLayout("operators", mkdtempSync(path.join(tmpdir(), "streaming-operators-")));
  const kube = await orNothing(layout, async () => {
    const plane = await startControlPlane(layout, target, toolPath);
    await startOperators(layout, plane.kube);
    return plane.kube;
  });
  const process_ = (name: string): RunRecord | undefined => running(layout, name);
  return {
    layout,
    kube,
    async apply(...objects) {
      for (const object of objects) await kube.apply(object);
    },
    pod: (namespace, name) => kube.get<Pod>(`/api/v1/namespaces/${namespace}/pods/${name}`),
    async remove(target_) {
      await kube.request("DELETE", target_, { body: { propagationPolicy: "Foreground" } });
    },
    port: (name) => keptPorts(layout)[name] ?? 0,
    process: process_,
    async kill(name) {
      const record = process_(name);
      if (!record) throw new Error(`${name} does not run`);
      process.kill(record.pid, "SIGKILL");
      await eventually(`${name} has ended`, () => !isAlive(record));
    },
    async startOperators() {
      await startOperators(layout, kube);
    },
    async restartControlPlane() {
      // A process's last threads may hold its sockets for a moment longer.
      await eventually("the API server's port is free", () => isFree(keptPorts(layout).api ?? 0));
      const again = await startControlPlane(layout, target, toolPath);
      again.kube.close();
    },
    operatorsLog: () => readFileSync(logFile(layout, "operators"), "utf8"),
    async stop() {
      kube.close();
      await stopAll(layout);
      rmSync(layout.root, { recursive: true, force: true });
    },
  };
}

/** A start that fails half-way leaves no process behind. */
export async function orNothing<T>(layout: SandboxLayout, start: () => Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    await stopAll(layout);
    rmSync(layout.root, { recursive: true, force: true });
    throw error;
  }
}

/** Waits for what something else has to bring about; says what was waited for when it doesn't come. */
export async function eventually(
  what: string,
  probe: () => Promise<boolean> | boolean,
  deadlineMs = 60_000,
): Promise<void> {
  if (!(await becomesTrue(probe, deadlineMs, 100))) throw new Error(`${what}: not within ${deadlineMs / 1000} s`);
}

export function isReady(object: Pod | LiveWithConditions | undefined): boolean {
  return object?.status?.conditions?.some((c) => c.type === "Ready" && c.status === "True") ?? false;
}

interface LiveWithConditions extends Live {
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}
