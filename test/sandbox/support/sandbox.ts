/** A whole sandbox for one test file, with a config, ports and a folder of its own: a developer's sandbox isn't touched. */
import fs from "node:fs";
import path from "node:path";
import { parse, parseDocument } from "yaml";
import type { Document } from "yaml";
import { sandboxLayout, REPOSITORY } from "../../../sandbox/layout";
import { resetSandbox } from "../../../sandbox/lifecycle";
import type { Sandbox } from "../../../sandbox/lifecycle";
import { committedStackFile } from "../../../sandbox/project/committed";
import { records } from "../../../sandbox/processes";
import { listeningSockets, socketsOf } from "../../../sandbox/process-table";
import type { ListeningSocket } from "../../../sandbox/process-table";

/** Inside the repository, as the program of the shadow project finds its packages from there. No stack can have this name. */
const ROOT = path.join(REPOSITORY, ".sandbox", ".tests");

export interface TestSandbox extends Sandbox {
  /** Changes one setting of the stack file, as an operator would; the path begins below `config`. */
  edit(setting: readonly string[], value: unknown): void;
  /** Takes a key of the stack file away, as an operator would who switches a platform off; gives its value. */
  drop(key: string): unknown;
  /** Gives a key that was taken away back. */
  restore(key: string, value: unknown): void;
  /** Ends all and leaves nothing. */
  remove(): Promise<void>;
}

/** Begins empty, whatever an earlier run left, with the config of a shipped stack, or one of those in test/fixtures/golden. */
export async function testSandbox(stack: string, config = "single-node"): Promise<TestSandbox> {
  const layout = sandboxLayout(stack, ROOT);
  const stackFile = path.join(ROOT, `Pulumi.${stack}.yaml`);
  await resetSandbox({ layout, stackFile });
  fs.mkdirSync(ROOT, { recursive: true });
  fs.copyFileSync(SHIPPED.includes(config) ? committedStackFile(config) : fixture(config), stackFile);
  return {
    layout,
    stackFile,
    edit: (setting, value) =>
      rewriteStackFile(stackFile, (document) => {
        if (!document.hasIn(["config", ...setting])) throw new Error(`the stack file has no ${setting.join(".")}`);
        document.setIn(["config", ...setting], value);
      }),
    drop: (key) => {
      const { config } = parse(fs.readFileSync(stackFile, "utf8")) as { readonly config: Record<string, unknown> };
      rewriteStackFile(stackFile, (document) => {
        if (!document.deleteIn(["config", key])) throw new Error(`the stack file has no ${key}`);
      });
      return config[key];
    },
    restore: (key, value) =>
      rewriteStackFile(stackFile, (document) => document.setIn(["config", key], document.createNode(value))),
    remove: async () => {
      await resetSandbox({ layout, stackFile });
      fs.rmSync(stackFile, { force: true });
    },
  };
}

const SHIPPED: readonly string[] = ["dev", "prod"];
const fixture = (name: string): string => path.join(REPOSITORY, "test", "fixtures", "golden", `${name}.yaml`);

/** New texts are quoted: Pulumi would take a day for a date. */
export function rewriteStackFile(stackFile: string, change: (document: Document) => void): void {
  const document = parseDocument(fs.readFileSync(stackFile, "utf8"));
  change(document);
  fs.writeFileSync(stackFile, document.toString({ defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" }));
}

/** Every port on which a process of this sandbox listens, children included. */
export function listenersOf({ layout }: Sandbox): readonly ListeningSocket[] {
  const pids = withDescendants(records(layout).map(({ pid }) => pid));
  const inodes = new Set(pids.flatMap(socketsOf));
  return listeningSockets().filter(({ inode }) => inodes.has(`socket:[${inode}]`));
}

/** These processes and all that came from them. */
export function withDescendants(pids: readonly number[]): readonly number[] {
  const children = pids.flatMap(childrenOf);
  return children.length === 0 ? pids : [...pids, ...withDescendants(children)];
}

/** Each thread of a process has children of its own; either may end between two looks. */
function childrenOf(pid: number): readonly number[] {
  try {
    const threads = fs.readdirSync(`/proc/${pid}/task`);
    const texts = threads.map((thread) => fs.readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8"));
    return texts.flatMap((text) => text.trim().split(" ").filter(Boolean).map(Number));
  } catch {
    return [];
  }
}
