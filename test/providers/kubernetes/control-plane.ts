/** A real control plane for one test file, in a folder of its own, on ports of its own. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { TargetConfig } from "../../../core/config/target";
import { startControlPlane } from "../../../sandbox/control-plane";
import type { KubeClient } from "../../../sandbox/kube";
import { sandboxLayout } from "../../../sandbox/layout";
import { stopAll } from "../../../sandbox/processes";
import { toolPath } from "../../../tools/paths";
import { orNothing } from "../../sandbox/support/cluster";

export interface TestControlPlane {
  /** An administrator who isn't the provider. */
  readonly kube: KubeClient;
  readonly kubeconfig: string;
  readonly context: string;
  stop(): Promise<void>;
}

const target: TargetConfig = TargetConfig.parse({
  kind: "single-node",
  distribution: "other",
  zones: ["local"],
  nodes: [{ count: 1, cpu: "8", memory: "32Gi", disk: "400Gi" }],
  storageClass: "local-path",
});

export async function startTestControlPlane(): Promise<TestControlPlane> {
  const layout = sandboxLayout("kubernetes", mkdtempSync(path.join(tmpdir(), "streaming-test-")));
  const { kube } = await orNothing(layout, () => startControlPlane(layout, target, toolPath));
  return {
    kube,
    kubeconfig: layout.kube.kubeconfig,
    context: layout.kube.context,
    stop: async () => {
      kube.close();
      await stopAll(layout);
      rmSync(layout.root, { recursive: true, force: true });
    },
  };
}
