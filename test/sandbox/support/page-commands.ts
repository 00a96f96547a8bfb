/** Commands of the runbook pages, tried where both the pages and the platform are: reads are run, changes are tried dry, and of the rest it is seen that their object is there. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Sandbox } from "../../../sandbox/lifecycle";
import { toolPath } from "../../../tools/paths";
import { readCall, type Call } from "../../alerts/pages/kubectl";
import { BLOCKS, runBlock } from "../../alerts/pages/shell";

/** Run as they are typed: they change nothing. */
const READS: ReadonlySet<string> = new Set(["get", "describe", "wait", "rollout status"]);
/** Sent as they are typed, and refused nothing, but nothing is kept. */
const CHANGES: ReadonlySet<string> = new Set(["patch", "delete", "annotate"]);

interface Answer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface TriedPages {
  /** `streamflow/health-kafka #1: kubectl get …: what is wrong`. */
  readonly faults: readonly string[];
  /** How many commands were run, tried dry, or had their object looked up. */
  readonly counts: Readonly<Record<"run" | "dry" | "looked up", number>>;
}

/** `pages`: titles such as `streamflow/health-`; `absent`: objects that this target hasn't, which is seen as well. */
export function tryPages({ layout }: Sandbox, pages: RegExp, absent: readonly string[] = []): TriedPages {
  const env = { ...process.env, KUBECONFIG: layout.kube.kubeconfig };
  const kubectl = (args: readonly string[]): Answer => {
    const { status, stdout, stderr } = spawnSync(toolPath("kubectl"), args, { encoding: "utf8", env });
    return { code: status, stdout, stderr };
  };
  const faults: string[] = [];
  const counts = { run: 0, dry: 0, "looked up": 0 };
  const missing = new Set<string>();
  for (const { title, args } of callsOf(pages)) {
    const call = readCall(args);
    const gone = call.objects.find((object) => absent.includes(object));
    if (gone !== undefined) {
      if (found(kubectl, call)) faults.push(`${title}: ${gone} is there`);
      missing.add(gone);
      continue;
    }
    const kind = READS.has(call.verb) ? "run" : CHANGES.has(call.verb) ? "dry" : "looked up";
    counts[kind] += 1;
    const fault =
      kind === "run"
        ? toldNothing(kubectl(args))
        : kind === "dry"
          ? toldNothing(kubectl([...args, "--dry-run=server"]))
          : lookUp(kubectl, call);
    if (fault !== undefined) faults.push(`${title}: kubectl ${args.join(" ")}: ${fault}`);
  }
  faults.push(...absent.filter((object) => !missing.has(object)).map((object) => `no page speaks of ${object}`));
  return { faults, counts };
}

type Kubectl = (args: readonly string[]) => Answer;

/** Every call of kubectl on the pages, each once. */
function callsOf(pages: RegExp): readonly { readonly title: string; readonly args: readonly string[] }[] {
  const folder = mkdtempSync(join(tmpdir(), "pages-"));
  const calls = BLOCKS.filter(({ title }) => pages.test(title)).flatMap((block) =>
    runBlock(folder, block).calls.map((args) => ({ title: block.title, args })),
  );
  rmSync(folder, { recursive: true });
  return [...new Map(calls.map((call) => [call.args.join(" "), call])).values()];
}

/** A command that succeeds without a word hasn't found what it is for. */
function toldNothing({ code, stdout, stderr }: Answer): string | undefined {
  if (code !== 0) return stderr.trim() === "" ? `ends with ${String(code)}` : stderr.trim();
  return stdout.trim() === "" ? `finds nothing ${stderr.trim()}` : undefined;
}

const scopeOf = ({ namespace, selector }: Call): readonly string[] => [
  ...(namespace === undefined ? [] : ["-n", namespace]),
  ...(selector === undefined ? [] : ["-l", selector]),
];

const found = (kubectl: Kubectl, call: Call): boolean =>
  call.objects.every((object) => kubectl(["get", object, ...scopeOf(call)]).code === 0);

/** The sandbox's pods run nothing, so there are no logs to read, nothing to execute and no metrics: of such commands pod, container and port are looked up. */
function lookUp(kubectl: Kubectl, call: Call): string | undefined {
  const [object = "pods"] = call.objects;
  const answer = kubectl(["get", object, ...scopeOf(call), "-o", "json"]);
  const fault = toldNothing(answer);
  if (fault !== undefined) return fault;
  const text = answer.stdout;
  if (/"items": \[\s*\]/.test(text)) return "finds no object";
  const { container } = call;
  if (container !== undefined && !namesIn(text).includes(container)) return `there is no container ${container}`;
  const ports = call.ports.map((pair) => pair.split(":").at(-1) ?? "");
  const open = [...text.matchAll(/"port": (\d+)/g)].map(([, port = ""]) => port);
  return ports.find((port) => !open.includes(port)) && `the Service has only the ports ${open.join(", ")}`;
}

const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(/"name": "([^"]+)"/g)].map(([, name = ""]) => name);
