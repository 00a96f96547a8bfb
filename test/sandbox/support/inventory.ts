/** What a stack's sandbox holds, to be compared before and after a fault. */
import path from "node:path";
import { expect } from "vitest";
import { kubeClient } from "../../../sandbox/kube";
import type { KubeClient, KubeObject } from "../../../sandbox/kube";
import type { Sandbox } from "../../../sandbox/lifecycle";
import { REPOSITORY } from "../../../sandbox/layout";
import type { SandboxLayout } from "../../../sandbox/layout";
import { becomesTrue } from "../../../sandbox/operators/poll";
import { keptPorts } from "../../../sandbox/ports";
import { commandOf, listeningSockets, processesWith, processIds, socketsOf } from "../../../sandbox/process-table";
import { isAlive, records } from "../../../sandbox/processes";
import { capture } from "../../../sandbox/project/pulumi";
import type { Exported, State } from "../../../tools/repair/deployment";
import { topicsOf } from "./kafka-client";
import { queryOnce } from "./postgres-client";
import { withDescendants } from "./sandbox";
import { variableOf } from "./variables";

/** What a stack is, seen from outside and from Pulumi's state, in one spelling: `StatefulSet apphub-system/apphub-redpanda`. */
export interface Inventory {
  readonly real: readonly string[];
  readonly recorded: readonly string[];
  /** Processes and listeners of this sandbox that nothing has a record of. */
  readonly orphans: readonly string[];
}

export const NOTHING: Inventory = { real: [], recorded: [], orphans: [] };

/** Everything that Pulumi made in the cluster, the broker and the database, everything that its state says it made, and what nobody would find again. */
export async function inventory(sandbox: Sandbox): Promise<Inventory> {
  const recorded = await recordedIn(sandbox.layout);
  const isDeployed = recorded.length > 0;
  const [objects, topics, database] = await Promise.all([
    objectsOf(sandbox.layout),
    isDeployed ? topicsOf(await variableOf(sandbox, "APPHUB_KAFKA_BOOTSTRAP")) : [],
    isDeployed ? madeInDatabase(await variableOf(sandbox, "APPHUB_DATABASE_URL")) : [],
  ]);
  const real = [...objects, ...topics.map(({ name }) => `Topic ${name}`), ...database];
  return { real: real.sort(), recorded, orphans: await orphansOf(sandbox.layout) };
}

/** Whoever ends has this long to take its children along. */
const END_DEADLINE_MS = 20_000;

async function orphansOf(layout: SandboxLayout): Promise<readonly string[]> {
  let orphans: readonly string[] = [];
  await becomesTrue(() => (orphans = [...strays(layout), ...strangers(layout)]).length === 0, END_DEADLINE_MS);
  return orphans;
}

const known = (layout: SandboxLayout): ReadonlySet<number> =>
  new Set(
    withDescendants(
      records(layout)
        .filter(isAlive)
        .map(({ pid }) => pid),
    ),
  );

/** Command lines of what runs on this sandbox's folder, plays its operators, or belongs to its Pulumi. */
function strays(layout: SandboxLayout): readonly string[] {
  const isOurs = (command = ""): boolean =>
    command.includes(layout.dir + path.sep) || command.endsWith(` ${OPERATORS} ${layout.stack}`);
  const ours = new Set([
    ...processesWith("PULUMI_HOME", layout.pulumi.home),
    ...processIds().filter((pid) => isOurs(commandOf(pid))),
  ]);
  const recorded = known(layout);
  return [...ours].filter((pid) => !recorded.has(pid)).map((pid) => commandOf(pid) ?? `process ${pid}`);
}

const OPERATORS = path.join(REPOSITORY, "sandbox", "operators", "main.ts");

/** Names of this sandbox's ports on which somebody else listens. */
function strangers(layout: SandboxLayout): readonly string[] {
  const own = new Set([...known(layout)].flatMap(socketsOf));
  const others = listeningSockets().filter(({ inode }) => !own.has(`socket:[${inode}]`));
  return Object.entries(keptPorts(layout)).flatMap(([name, port]) =>
    others.some((socket) => socket.port === port) ? [`port of ${name}`] : [],
  );
}

/** A grant has no name of its own outside: it goes with its role. */
const UNNAMED: readonly string[] = ["Grant"];

async function recordedIn(layout: SandboxLayout): Promise<readonly string[]> {
  const { deployment } = JSON.parse(await capture(layout, ["stack", "export"])) as Exported;
  expect(deployment.pending_operations ?? []).toEqual([]);
  const kindOf = ({ type }: State): string =>
    type
      .split(":")
      .at(-1)
      ?.replace(/Patch$/, "") ?? "";
  return (deployment.resources ?? [])
    .filter((state) => state.custom && !state.type.startsWith("pulumi:") && !UNNAMED.includes(kindOf(state)))
    .map((state) => `${kindOf(state)} ${state.id ?? ""}`)
    .sort();
}

interface Managed extends KubeObject {
  readonly metadata: KubeObject["metadata"] & { readonly managedFields?: readonly { readonly manager: string }[] };
}

/** Objects of every kind of the cluster of which Pulumi manages a field. */
async function objectsOf(layout: SandboxLayout): Promise<readonly string[]> {
  const kube = kubeClient(layout);
  try {
    const lists = await Promise.all((await listable(kube)).map((list) => itemsOf(kube, list)));
    return [...new Set(lists.flat())];
  } finally {
    kube.close();
  }
}

interface Listable {
  readonly path: string;
  readonly kind: string;
}

async function listable(kube: KubeClient): Promise<readonly Listable[]> {
  const { groups } = (await kube.request("GET", "/apis")) as {
    readonly groups: readonly { readonly preferredVersion: { readonly groupVersion: string } }[];
  };
  const roots = ["/api/v1", ...groups.map(({ preferredVersion }) => `/apis/${preferredVersion.groupVersion}`)];
  const found = await Promise.all(
    roots.map(async (root) => {
      const { resources } = (await kube.request("GET", root)) as {
        readonly resources: readonly {
          readonly name: string;
          readonly kind: string;
          readonly verbs: readonly string[];
        }[];
      };
      return resources
        .filter(({ name, verbs }) => !name.includes("/") && verbs.includes("list"))
        .map(({ name, kind }) => ({ path: `${root}/${name}`, kind }));
    }),
  );
  return found.flat();
}

async function itemsOf(kube: KubeClient, { path: list, kind }: Listable): Promise<readonly string[]> {
  const { items } = (await kube.request("GET", list)) as { readonly items: readonly Managed[] };
  return items
    .filter(({ metadata }) => metadata.managedFields?.some(({ manager }) => manager.startsWith("pulumi-kubernetes")))
    .map(({ metadata: { namespace, name } }) => `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`);
}

/** Databases, roles and schemas beyond those that a server and the operator make. */
async function madeInDatabase(url: string): Promise<readonly string[]> {
  return (await queryOnce(url, MADE)).map(({ what }) => String(what));
}

const MADE = `
  SELECT 'Role ' || rolname AS what FROM pg_roles WHERE rolname !~ '^pg_' AND NOT rolsuper AND rolname NOT IN ('app', 'streaming_replica')
  UNION ALL SELECT 'Database ' || datname FROM pg_database WHERE NOT datistemplate AND datname NOT IN ('postgres', 'app')
  UNION ALL SELECT 'Schema ' || current_database() || '.' || nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('public', 'information_schema')`;
