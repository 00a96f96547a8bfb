/** Faults, and what a stack's sandbox holds before and after them. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { Client } from "pg";
import { expect } from "vitest";
import { exportLines } from "../../../sandbox/environment";
import { readIfExists } from "../../../sandbox/files";
import { kubeClient } from "../../../sandbox/kube";
import type { KubeClient, KubeObject } from "../../../sandbox/kube";
import type { Sandbox } from "../../../sandbox/lifecycle";
import type { SandboxLayout } from "../../../sandbox/layout";
import { commandOf, processesWith } from "../../../sandbox/process-table";
import { capture, placeOf } from "../../../sandbox/project/pulumi";
import { aligned } from "../../../sandbox/status";
import { waitFor } from "../../../sandbox/wait";
import type { Exported, State } from "../../../tools/repair/deployment";
import { livingRuns } from "../../../tools/repair/runs";
import { topicsOf } from "./kafka-client";

/** What a stack is, seen from outside and from Pulumi's state, in one spelling: `StatefulSet apphub-system/apphub-redpanda`. */
export interface Inventory {
  readonly real: readonly string[];
  readonly recorded: readonly string[];
}

export const NOTHING: Inventory = { real: [], recorded: [] };

/** Everything that Pulumi made in the cluster, the broker and the database, and everything that its state says it made. */
export async function inventory(sandbox: Sandbox): Promise<Inventory> {
  const recorded = await recordedIn(sandbox.layout);
  const isDeployed = recorded.length > 0;
  const variables = isDeployed ? await variablesOf(sandbox) : new Map<string, string>();
  const [objects, topics, database] = await Promise.all([
    objectsOf(sandbox.layout),
    isDeployed ? topicsOf(variables.get("APPHUB_KAFKA_BOOTSTRAP") ?? "") : [],
    isDeployed ? madeInDatabase(variables.get("APPHUB_DATABASE_URL") ?? "") : [],
  ]);
  const real = [...objects, ...topics.map(({ name }) => `Topic ${name}`), ...database];
  return { real: real.sort(), recorded };
}

/** A variable of `npm run sandbox -- env`. */
export async function variablesOf(sandbox: Sandbox): Promise<ReadonlyMap<string, string>> {
  const lines = (await exportLines(sandbox)).join("\n");
  const names = ["APPHUB_KAFKA_BOOTSTRAP", "APPHUB_DATABASE_URL"];
  const print = names.map((name) => `printf '%s\\n' "$${name}"`).join("; ");
  const values = execFileSync("sh", ["-c", `${lines}\n${print}`], { encoding: "utf8" }).split("\n");
  return new Map(names.map((name, i) => [name, values[i] ?? ""]));
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
  const client = new Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<{ what: string }>(MADE);
    return rows.map(({ what }) => what);
  } finally {
    await client.end();
  }
}

const MADE = `
  SELECT 'Role ' || rolname AS what FROM pg_roles WHERE rolname !~ '^pg_' AND NOT rolsuper AND rolname NOT IN ('app', 'streaming_replica')
  UNION ALL SELECT 'Database ' || datname FROM pg_database WHERE NOT datistemplate AND datname NOT IN ('postgres', 'app')
  UNION ALL SELECT 'Schema ' || current_database() || '.' || nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('public', 'information_schema')`;

/** Command lines of what runs with this sandbox's Pulumi: the CLI, plugins, language hosts, programs. */
export const pulumiProcesses = ({ layout }: Sandbox): readonly string[] =>
  processesWith("PULUMI_HOME", layout.pulumi.home).map((pid) => commandOf(pid) ?? "?");

/** The process id of `pulumi <command>` once it runs and has told of an event that matches. */
export function atWork({ layout }: Sandbox, command: string, event: RegExp): Promise<number> {
  const { env } = placeOf(layout);
  const events = path.join(layout.dir, "events.json");
  return waitFor(layout, { what: `pulumi ${command} at ${String(event)}`, deadlineMs: 120_000 }, () => {
    const pid = livingRuns(env).find((each) => commandOf(each)?.split(" ")[1] === command);
    return Promise.resolve(pid !== undefined && event.test(readIfExists(events) ?? "") && pid);
  });
}

/** What was written to stderr while `work` ran, and still is shown. */
export async function messagesOf(work: () => Promise<unknown>): Promise<string> {
  const write = process.stderr.write.bind(process.stderr);
  let seen = "";
  process.stderr.write = (text: string | Uint8Array): boolean => {
    seen += String(text);
    return write(text);
  };
  try {
    await work();
  } catch (error) {
    seen += error instanceof Error ? error.message : String(error);
  } finally {
    process.stderr.write = write;
  }
  return seen;
}

/** Numbers from 0 to 1 that the seed alone decides (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One line per fault: what was seen of it, and how long it took until all was as declared. */
export class FaultTable {
  private readonly rows: (readonly string[])[] = [["FAULT", "SEEN", "CONVERGED AFTER"]];

  add(fault: string, seen: string, ms: number): void {
    this.rows.push([fault, seen, `${(ms / 1000).toFixed(1)} s`]);
  }

  print(): void {
    fs.writeSync(2, `\n${aligned(this.rows).join("\n")}\n\n`);
  }
}
