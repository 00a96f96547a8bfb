import net from "node:net";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { UserError } from "../core/problems";
import { listIfExists, readIfExists, writeFileAtomically } from "./files";
import type { SandboxLayout } from "./layout";
import { withLock } from "./lock";
import { listenerOn } from "./process-table";
import { waitFor } from "./wait";

/** Name of a port to its number: `api`, `etcd`, `kafka/apphub-system/apphub-redpanda-0`, `postgres/apphub-system/sequencer-db`. */
export type Ports = Readonly<Record<string, number>>;

interface Range {
  readonly first: number;
  readonly last: number;
}

/** The API server's node ports: brokers and databases listen where a single-node stack's NodePort Services say. */
export const NODE_PORTS: Range = { first: 30000, last: 32767 };

/** Below the ephemeral ranges of Linux (32768) and macOS (49152), so that no outgoing connection can take a kept port. */
const OTHER_PORTS: Range = { first: 20000, last: 29999 };

/** Ports of clients are node ports; a broker's controller port and the rest aren't. */
export function rangeOf(name: string): Range {
  return /^(?:kafka|postgres)\//.test(name) ? NODE_PORTS : OTHER_PORTS;
}

/** The ports that this stack has. */
export function keptPorts(layout: SandboxLayout): Ports {
  const text = readIfExists(layout.portsFile);
  return text === undefined ? {} : (JSON.parse(text) as Ports);
}

/** The stack's ports with these names: kept ones as they are, new ones chosen free and kept from then on. No two stacks share one. */
export async function choosePorts(layout: SandboxLayout, names: readonly string[]): Promise<Ports> {
  const known = keptPorts(layout);
  if (names.every((name) => name in known)) return known;
  return withLock(path.join(layout.root, "ports.lock"), "choosing ports", LOCK_WAIT_MS, async () => {
    const ports: Record<string, number> = { ...keptPorts(layout) };
    const taken = new Set([...othersPorts(layout), ...Object.values(ports)]);
    for (const name of names) {
      if (ports[name] !== undefined) continue;
      const port = await freePort(rangeOf(name), taken);
      taken.add(port);
      ports[name] = port;
    }
    writeFileAtomically(layout.portsFile, `${JSON.stringify(ports, undefined, 2)}\n`);
    return ports;
  });
}

/** One port by its name, as `choosePorts`. */
export async function choosePort(layout: SandboxLayout, name: string): Promise<number> {
  const port = (await choosePorts(layout, [name]))[name];
  if (port === undefined) throw new Error(`no port was chosen for ${name}`);
  return port;
}

/**
 * Makes sure that kept ports can be bound. Call for what is about to be started only: a process of this sandbox that listens there has lost its
 * record (whoever started it was killed at that moment) and is ended; any other process is left alone and named. A process that was killed may
 * hold its port a moment longer, when its files can't be read any more: that moment is waited for.
 */
export async function requireFree(layout: SandboxLayout, names: readonly string[]): Promise<void> {
  const ports = keptPorts(layout);
  for (const name of names) {
    const port = ports[name];
    if (port === undefined || (await isFree(port))) continue;
    const user = await lastingUser(port);
    if (user === "none") continue;
    if (user?.command.includes(layout.dir + path.sep)) {
      process.kill(user.pid, "SIGKILL");
      await waitFor(layout, { what: `the free port ${port}`, deadlineMs: END_DEADLINE_MS }, () => isFree(port));
      continue;
    }
    const by = user ? `process ${user.pid} (${user.command.slice(0, 200)})` : "a process that can't be read";
    throw new UserError(
      `Port ${port}, which the sandbox of ${layout.stack} keeps for ${name}, is in use by ${by}.\n` +
        `End that process, or remove the line "${name}" from ${layout.portsFile} to have another port chosen; then run this again.`,
    );
  }
}

/** True if the port can be bound on 127.0.0.1 now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(false));
    server.listen({ host: "127.0.0.1", port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Who listens on a port that was found taken: `none` if it is freed meanwhile, undefined if it stays taken by somebody who can't be read. */
async function lastingUser(port: number): Promise<ReturnType<typeof listenerOn> | "none"> {
  const deadline = Date.now() + DYING_DEADLINE_MS;
  for (;;) {
    const user = listenerOn(port);
    if (user) return user;
    if (await isFree(port)) return "none";
    if (Date.now() >= deadline) return undefined;
    await pause(50);
  }
}

const LOCK_WAIT_MS = 10_000;
const DYING_DEADLINE_MS = 3_000;
const END_DEADLINE_MS = 10_000;

function othersPorts(layout: SandboxLayout): readonly number[] {
  return listIfExists(layout.root).flatMap((stack) => {
    const file = path.join(layout.root, stack, "ports.json");
    const text = file === layout.portsFile ? undefined : readIfExists(file);
    return text === undefined ? [] : Object.values(JSON.parse(text) as Ports);
  });
}

/** Begins at a random place, so that sandboxes that don't see each other's files rarely choose alike. */
async function freePort(range: Range, taken: ReadonlySet<number>): Promise<number> {
  const size = range.last - range.first + 1;
  const start = Math.floor(Math.random() * size);
  for (let i = 0; i < size; i++) {
    const port = range.first + ((start + i) % size);
    if (!taken.has(port) && (await isFree(port))) return port;
  }
  throw new UserError(
    `No free port between ${range.first} and ${range.last} on 127.0.0.1: end some of the processes that listen there.`,
  );
}
