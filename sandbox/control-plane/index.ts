import path from "node:path";
import type { TargetConfig } from "../../core/config/target";
import type { toolPath } from "../../tools/paths";
import { writeIfChanged } from "../files";
import { kubeClient } from "../kube";
import type { KubeClient } from "../kube";
import type { SandboxLayout } from "../layout";
import { choosePorts } from "../ports";
import type { Ports } from "../ports";
import { running, start } from "../processes";
import type { ProcessSpec, RunRecord } from "../processes";
import { waitFor } from "../wait";
import { CONTROL_PLANE_PORTS, controlPlaneCommands, portOf } from "./commands";
import { ensureCredentials, removeUnfitCertificate, servingCertificate, writeKubeconfigs } from "./credentials";
import { populate } from "./populate";
import { stagesFile } from "./stages";

export interface ControlPlane {
  readonly kube: KubeClient;
  /** False where every process ran already and nothing had to be applied. */
  readonly changed: boolean;
}

/** A Kubernetes API with its controllers, scheduler and simulated nodes. Starts what doesn't run, in parallel where that is possible. */
export async function startControlPlane(
  layout: SandboxLayout,
  target: TargetConfig,
  tool: typeof toolPath,
): Promise<ControlPlane> {
  const ports = await choosePorts(layout, CONTROL_PLANE_PORTS);
  ensureCredentials(layout);
  const stages = path.join(layout.kube.dir, "stages.yaml");
  writeIfChanged(stages, stagesFile(tool("kwok-stages")));
  const commands = controlPlaneCommands({ layout, ports, tool, stagesFile: stages });

  const etcd = await ensureRunning(layout, commands.etcd);
  if (!running(layout, commands.api.name)) removeUnfitCertificate(layout, new Date());
  const api = await ensureRunning(layout, commands.api);
  const kube = await readyClient(layout, api.record, ports);
  const [others, populated] = await Promise.all([
    Promise.all(commands.others.map((spec) => ensureRunning(layout, spec))),
    populate(layout, kube, target, tool("crds")),
  ]);
  await controllersReady(layout, kube, others);
  return { kube, changed: populated || [etcd, api, ...others].some(({ started }) => started) };
}

const API_DEADLINE_MS = 180_000;
const CONTROLLERS_DEADLINE_MS = 180_000;

interface Ensured {
  readonly record: RunRecord;
  readonly started: boolean;
}

async function ensureRunning(layout: SandboxLayout, spec: ProcessSpec): Promise<Ensured> {
  const record = running(layout, spec.name);
  if (record) return { record, started: false };
  // Nothing of the caller's environment: kwok, for one, would read a file from its HOME.
  const env = { PATH: process.env.PATH ?? "", HOME: layout.kube.dir };
  return { record: await start(layout, { ...spec, env }), started: true };
}

async function readyClient(layout: SandboxLayout, api: RunRecord, ports: Ports): Promise<KubeClient> {
  const wait = { what: "the API server", deadlineMs: API_DEADLINE_MS, process: api };
  await waitFor(layout, wait, () => Promise.resolve(servingCertificate(layout)));
  writeKubeconfigs(layout, Number(portOf(ports, "api")));
  const kube = kubeClient(layout);
  await waitFor(layout, wait, () => kube.ready());
  return kube;
}

/** The controllers work once a namespace has what two of them put into each, the nodes once one of them is ready. */
async function controllersReady(layout: SandboxLayout, kube: KubeClient, others: readonly Ensured[]): Promise<void> {
  if (others.every(({ started }) => !started)) return;
  const [controllerManager, , kwok] = others;
  const wait = (what: string, process: Ensured | undefined) => ({
    what,
    deadlineMs: CONTROLLERS_DEADLINE_MS,
    ...(process && { process: process.record }),
  });
  await Promise.all([
    waitFor(layout, wait("the default ServiceAccount", controllerManager), () =>
      kube.get("/api/v1/namespaces/default/serviceaccounts/default"),
    ),
    waitFor(layout, wait("the default namespace's kube-root-ca.crt", controllerManager), () =>
      kube.get("/api/v1/namespaces/default/configmaps/kube-root-ca.crt"),
    ),
    waitFor(layout, wait("a ready node", kwok), async () => {
      const { items } = (await kube.request("GET", "/api/v1/nodes")) as { readonly items: readonly NodeStatus[] };
      return items.length > 0 && items.every(isReady);
    }),
  ]);
}

interface NodeStatus {
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

const isReady = ({ status }: NodeStatus): boolean =>
  status?.conditions?.some(({ type, status: value }) => type === "Ready" && value === "True") ?? false;
