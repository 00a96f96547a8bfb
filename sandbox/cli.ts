import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { EXIT, tell } from "../core/cli";
import { UserError } from "../core/problems";
import { toolPath } from "../tools/paths";
import { exportLines } from "./environment";
import { listIfExists } from "./files";
import { destroy, resetSandbox, sandboxOf, startSandbox, stopSandbox, up } from "./lifecycle";
import type { Outcome, Sandbox } from "./lifecycle";
import { logFile } from "./processes";
import { statusLines } from "./status";

const USAGE = `Usage: npm run sandbox -- COMMAND [STACK]

A Kubernetes API, Kafka brokers and PostgreSQL on this machine, for one stack (default: dev).

  start [STACK]     start what doesn't run
  up [STACK]        start, then pulumi up
  status [STACK]    what runs, and what is real
  env [STACK]       export lines for a shell: eval "$(npm run -s sandbox -- env)"
  destroy [STACK]   remove all that the stack declares; lifts protection, in the sandbox only
  stop [STACK]      end every process; the data stays
  reset [STACK]     stop, and delete all data
  logs NAME [--stack STACK]         a process's log; names as in status
  kubectl ARGUMENTS [--stack STACK]

SANDBOX_PROVIDERS=plugins takes the real provider plugins that this machine has, instead of the stand-ins.
Exit codes: 0 done, 1 the stack's config is refused, 2 anything else went wrong.
`;

/** What was typed can't be understood; told with a hint. */
class UsageError extends UserError {}

type Command = (sandbox: Sandbox, args: readonly string[]) => Promise<number> | number;

const COMMANDS: Readonly<Record<string, Command>> = {
  start: async (sandbox) => report(await startSandbox(sandbox), "started"),
  up: async (sandbox) => report(await up(sandbox), "up"),
  destroy: async (sandbox) => report(await destroy(sandbox), "destroyed"),
  reset: async (sandbox) => report(await resetSandbox(sandbox), "all deleted"),
  stop: async (sandbox) => report({ changed: (await stopSandbox(sandbox)).length > 0 }, "stopped"),
  status: async (sandbox) => print(await statusLines(sandbox.layout)),
  env: async (sandbox) => print(await exportLines(sandbox)),
  logs: (sandbox, [name]) => logs(sandbox, name),
  kubectl: (sandbox, args) => kubectl(sandbox, args),
};

/** Commands whose own arguments follow; the others take a stack's name. */
const WITH_ARGUMENTS: readonly string[] = ["logs", "kubectl"];

export async function main(argv: readonly string[]): Promise<number> {
  try {
    const [name, ...rest] = argv;
    if (name === undefined || ["--help", "-h", "help"].includes(name)) {
      (name === undefined ? process.stderr : process.stdout).write(USAGE);
      return name === undefined ? EXIT.couldNotRun : EXIT.clean;
    }
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (command === undefined) throw new UsageError(`There is no command ${JSON.stringify(name)}.`);
    if (!WITH_ARGUMENTS.includes(name) && rest.some((arg) => arg === "--help" || arg === "-h")) {
      process.stdout.write(USAGE);
      return 0;
    }
    const { stack, args } = WITH_ARGUMENTS.includes(name) ? extractStack(rest) : positionalStack(name, rest);
    return await command(sandboxOf(stack), args);
  } catch (error) {
    const code = tell(error);
    if (error instanceof UsageError) process.stderr.write("npm run sandbox -- --help lists what there is.\n");
    return code;
  }
}

const DEFAULT_STACK = "dev";

interface Arguments {
  readonly stack: string;
  readonly args: readonly string[];
}

/** `--stack S` anywhere; all else is the command's own. */
function extractStack(rest: readonly string[]): Arguments {
  const at = rest.indexOf("--stack");
  if (at < 0) return { stack: DEFAULT_STACK, args: rest };
  const stack = rest[at + 1];
  if (stack === undefined) throw new UsageError("--stack needs a stack's name.");
  return { stack, args: [...rest.slice(0, at), ...rest.slice(at + 2)] };
}

function positionalStack(command: string, rest: readonly string[]): Arguments {
  const { stack, args } = extractStack(rest);
  const [name = stack, ...more] = args;
  if (name.startsWith("-")) throw new UsageError(`${command} has no option ${name}.`);
  if (more.length > 0) throw new UsageError(`${command} takes one stack's name, got ${args.join(" ")}.`);
  return { stack: name, args: [] };
}

function report({ changed }: Outcome, done: string): number {
  return print([changed ? done : "no changes"]);
}

function print(lines: readonly string[]): number {
  process.stdout.write(`${lines.join("\n")}\n`);
  return 0;
}

function logs({ layout }: Sandbox, name: string | undefined): number {
  const names = listIfExists(layout.logDir).flatMap((file) => /^(.+)\.log$/.exec(file)?.[1] ?? []);
  const file = name === undefined ? undefined : logFile(layout, name);
  if (file === undefined || !fs.existsSync(file)) {
    const there = names.length > 0 ? `there are: ${names.join(", ")}` : "there are none yet";
    throw new UserError(
      name === undefined ? `Whose log? Of names, ${there}.` : `There is no log of ${name}; ${there}.`,
    );
  }
  process.stdout.write(fs.readFileSync(file));
  return 0;
}

function kubectl({ layout }: Sandbox, args: readonly string[]): number {
  const env = { ...process.env, KUBECONFIG: layout.kube.kubeconfig };
  if (!fs.existsSync(layout.kube.kubeconfig)) {
    throw new UserError(`The sandbox ${layout.stack} was never started: run npm run sandbox -- start ${layout.stack}.`);
  }
  return spawnSync(toolPath("kubectl"), args, { stdio: "inherit", env }).status ?? 1;
}

if (require.main === module) {
  void main(process.argv.slice(2)).then((code) => {
    process.exitCode = code;
  });
}
