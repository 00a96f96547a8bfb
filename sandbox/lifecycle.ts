import fs from "node:fs";
import path from "node:path";
import type { GuardConfig } from "../core/config/policies";
import { UserError } from "../core/problems";
import type { StackConfig } from "../stacks/config";
import { toolPath } from "../tools/paths";
import { endOrphans } from "../tools/repair/runs";
import { ensureSecrets } from "../tools/secrets";
import { awsAt, ensureAws } from "./aws/moto";
import { usesAws } from "./aws/use";
import { startControlPlane } from "./control-plane";
import { keepRunning } from "./keep-running";
import { STACK_NAME, sandboxLayout } from "./layout";
import type { SandboxLayout } from "./layout";
import { withLock } from "./lock";
import { namespacesFor, wantedFor } from "./operators/released/wanted";
import { startOperators } from "./operators-process";
import { requireOwnPorts } from "./port-owners";
import { stopAll } from "./processes";
import type { RunRecord } from "./processes";
import { accessValue, addressesOf } from "./project/access";
import type { PlatformAddresses } from "./project/access";
import { committedStackFile, readCommitted } from "./project/committed";
import { deploy } from "./project/deploy";
import { pulumiEnvironment } from "./project/environment";
import { chooseProviders } from "./project/providers";
import type { ProviderChoice } from "./project/providers";
import { ensureStack, hasResources, operate, release, settle } from "./project/pulumi";
import type { Step } from "./project/pulumi";
import { writeShadowProject } from "./project/shadow";
import { timed } from "./progress";

/** One stack's sandbox: where it keeps its state, and the committed file that it follows. */
export interface Sandbox {
  readonly layout: SandboxLayout;
  readonly stackFile: string;
}

/** The sandbox of a stack by its name; refuses names that can't be folders. */
export function sandboxOf(stack: string): Sandbox {
  if (!STACK_NAME.test(stack)) {
    throw new UserError(`A stack's name is lower-case letters, digits and -, got ${JSON.stringify(stack)}.`);
  }
  return { layout: sandboxLayout(stack), stackFile: committedStackFile(stack) };
}

export interface Outcome {
  /** False where everything was already as it should be. */
  readonly changed: boolean;
}

export interface Prepared extends Outcome {
  readonly addresses: readonly PlatformAddresses[];
}

export interface Deployed extends Prepared {
  /** What `pulumi up` made, changed or removed. */
  readonly steps: readonly Step[];
}

/** Everything that `pulumi up` needs: cluster, operators, and the project that it runs. Nothing is started for a config with faults. */
export function startSandbox(sandbox: Sandbox): Promise<Outcome> {
  return exclusively(sandbox, "starting", async () => {
    const { changed } = await bringUp(sandbox);
    return { changed };
  });
}

/** As `startSandbox`, then deploys. */
export function up(sandbox: Sandbox): Promise<Deployed> {
  return exclusively(sandbox, "deploying", async () => {
    const { changed, addresses, restart } = await bringUp(sandbox);
    const steps = await keepRunning(sandbox.layout, restart, () => deploy(sandbox.layout));
    return { changed: changed || steps.length > 0, addresses, steps };
  });
}

/** Removes all that the stack declares, protected or not. The sandbox itself keeps running. */
export function destroy(sandbox: Sandbox): Promise<Outcome> {
  return exclusively(sandbox, "destroying", async () => {
    const { layout } = sandbox;
    if (!hasResources(layout)) return { changed: false };
    // What the change guard would refuse is told and done.
    const { restart } = await bringUp(sandbox, "warn");
    await keepRunning(layout, restart, () => operate(layout, DESTROY));
    return { changed: true };
  });
}

/** The program runs too: it answers for the guard, whose hooks the state names. What it protects is protected anew by that, so it is passed over. */
const DESTROY = ["destroy", "--yes", "--skip-preview", "--run-program", "--ignore-protect"] as const;

/** Ends every process; the data stays. Returns what ran. */
export function stopSandbox(sandbox: Sandbox): Promise<readonly RunRecord[]> {
  const { layout } = sandbox;
  return exclusively(sandbox, "stopping", async () => {
    const stopped = await stopAll(layout);
    await endOrphans({ PULUMI_HOME: layout.pulumi.home });
    return stopped;
  });
}

/** Stops, and deletes all that the sandbox keeps: cluster, topics, databases, Pulumi's state. */
export function resetSandbox(sandbox: Sandbox): Promise<Outcome> {
  const { dir } = sandbox.layout;
  if (!fs.existsSync(dir)) return Promise.resolve({ changed: false });
  return exclusively(sandbox, "resetting", async () => {
    await stopAll(sandbox.layout);
    fs.rmSync(dir, { recursive: true, force: true });
    return { changed: true };
  });
}

/** Beside the sandbox's folder, which `reset` deletes. */
const exclusively = <T>({ layout }: Sandbox, doing: string, work: () => Promise<T>): Promise<T> =>
  withLock(path.join(layout.root, `${layout.stack}.lock`), `${doing} the sandbox ${layout.stack}`, 0, work);

interface Running extends Prepared {
  /** Starts what has ended since. */
  readonly restart: () => Promise<unknown>;
}

/** What a user may have got wrong is looked at before anything starts: then all is left as it is. */
async function bringUp(sandbox: Sandbox, guard?: GuardConfig): Promise<Running> {
  const { layout, stackFile } = sandbox;
  const config = readCommitted(stackFile);
  const providers = chooseProviders(process.env, layout.root);
  await requireOwnPorts(layout);
  const [processes, project] = await Promise.allSettled([
    startProcesses(layout, config),
    prepareProject(sandbox, config, providers, guard),
  ]);
  // Only now, when neither is at work any more.
  if (processes.status === "rejected") throw processes.reason;
  if (project.status === "rejected") throw project.reason;
  const restart = (): Promise<unknown> => startProcesses(layout, config);
  await keepRunning(layout, restart, () => settle(layout));
  return { changed: processes.value, addresses: project.value, restart };
}

async function startProcesses(layout: SandboxLayout, config: StackConfig): Promise<boolean> {
  const [cluster] = await Promise.all([
    startCluster(layout, config),
    usesAws(config) && timed("AWS", ensureAws(layout)),
  ]);
  return cluster;
}

async function startCluster(layout: SandboxLayout, config: StackConfig): Promise<boolean> {
  const { kube, changed } = await timed("cluster", startControlPlane(layout, config.target, toolPath));
  try {
    for (const namespace of namespacesFor(config)) await kube.apply(namespace);
    await kube.apply(wantedFor(config));
    return (await timed("operators, brokers and databases", startOperators(layout, kube))) || changed;
  } finally {
    kube.close();
  }
}

async function prepareProject(
  { layout, stackFile }: Sandbox,
  config: StackConfig,
  providers: readonly ProviderChoice[],
  guard: GuardConfig | undefined,
): Promise<readonly PlatformAddresses[]> {
  const addresses = await addressesOf(layout, config);
  for (const { name, kind, folder } of providers) {
    if (kind === "plugin") process.stderr.write(`provider ${name}: real plugin in ${folder}\n`);
  }
  const standIns = providers.filter(({ kind }) => kind === "stand-in").map(({ name }) => name);
  if (standIns.length > 0) process.stderr.write(`providers played by stand-ins: ${standIns.join(", ")}\n`);
  const aws = usesAws(config) ? await awsAt(layout) : undefined;
  writeShadowProject({ layout, stackFile, access: accessValue(layout, addresses, aws), providers, guard });
  await ensureStack(layout);
  await release(layout);
  await ensureSecrets({ projectDir: layout.project, stack: layout.stack, env: pulumiEnvironment(layout) });
  return addresses;
}
