import fs from "node:fs";
import path from "node:path";
import { UserError } from "../core/problems";
import { REAL_CONTAINERS, REAL_POD_LABEL } from "./control-plane/stages";
import type { KubeClient, KubeObject } from "./kube";
import { REPOSITORY } from "./layout";
import type { SandboxLayout } from "./layout";
import { FOLLOWING } from "./operators/ready";
import { logTail, running, start } from "./processes";
import type { RunRecord } from "./processes";
import { waitFor } from "./wait";

/**
 * Starts the process that plays the operators and runs brokers and databases, and waits until those that the cluster has pods for answer again.
 * False where the process ran already.
 */
export async function startOperators(layout: SandboxLayout, kube: KubeClient): Promise<boolean> {
  if (running(layout, "operators")) return false;
  const entry = path.join(REPOSITORY, "sandbox", "operators", "main.ts");
  if (!fs.existsSync(entry)) throw new UserError(`${entry} isn't there: nothing can play the operators.`);
  await markUnready(kube);
  const record = await start(layout, {
    name: "operators",
    command: [process.execPath, "--require", path.join(REPOSITORY, "tools", "run-typescript.js"), entry, layout.stack],
    cwd: REPOSITORY,
    env: { ...process.env, SANDBOX_ROOT: layout.root },
  });
  await waitFor(layout, { what: "what plays the operators", deadlineMs: START_DEADLINE_MS, process: record }, () =>
    Promise.resolve(logTail(layout, "operators", 1000).includes(FOLLOWING)),
  );
  await brokersAndDatabasesAnswer(layout, kube, record);
  return true;
}

/** One that doesn't in time is told and left to the next `up`, which may mend it. */
async function brokersAndDatabasesAnswer(layout: SandboxLayout, kube: KubeClient, operators: RunRecord): Promise<void> {
  const deadline = Date.now() + RESTART_DEADLINE_MS;
  const wait = { what: "a broker or database", deadlineMs: RESTART_DEADLINE_MS * 2, process: operators };
  const silent = await waitFor(layout, wait, async () => {
    const pods = (await realPods(kube)).filter((pod) => !isReady(pod));
    return (pods.length === 0 || Date.now() >= deadline) && pods;
  });
  for (const { metadata } of silent) {
    process.stderr.write(
      `${metadata.namespace ?? ""}/${metadata.name} doesn't answer yet; npm run sandbox -- logs operators says why\n`,
    );
  }
}

const START_DEADLINE_MS = 180_000;
const RESTART_DEADLINE_MS = 60_000;

interface Pod extends KubeObject {
  readonly spec: { readonly containers: readonly { readonly name: string }[] };
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

/** Pods that run, of those behind which there is a real process. */
async function realPods(kube: KubeClient): Promise<readonly Pod[]> {
  const { items } = (await kube.request("GET", "/api/v1/pods")) as { readonly items: readonly Pod[] };
  const isReal = ({ metadata, spec }: Pod): boolean =>
    REAL_POD_LABEL in (metadata.labels ?? {}) || spec.containers.some(({ name }) => REAL_CONTAINERS.includes(name));
  return items.filter((pod) => pod.status?.phase === "Running" && !pod.metadata.deletionTimestamp && isReal(pod));
}

const isReady = ({ status }: Pod): boolean =>
  status?.conditions?.some(({ type, status: value }) => type === "Ready" && value === "True") ?? false;

/** What the cluster remembers from before the last stop is no longer true, as when a node comes back from a reboot. */
async function markUnready(kube: KubeClient): Promise<void> {
  const pods = await realPods(kube);
  const conditions = ["Ready", "ContainersReady"].map((type) => ({
    type,
    status: "False",
    reason: "ContainersNotReady",
    lastTransitionTime: new Date().toISOString(),
  }));
  await Promise.all(
    pods.map(({ metadata: { namespace = "default", name } }) =>
      kube.request("PATCH", `/api/v1/namespaces/${namespace}/pods/${name}/status`, {
        body: { status: { conditions } },
        contentType: "application/strategic-merge-patch+json",
      }),
    ),
  );
}
