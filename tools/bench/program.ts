/** How long a stack's program takes to say what it wants, by itself: no CLI, no provider, an engine that answers at once. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { ProgramInfo, RunRequest } from "@pulumi/pulumi/proto/language_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { PlannedResource } from "../../checks/plan";
import { programLaunch } from "../language-host/programs";
import { serveEngine } from "./engine";
import { peaksOf } from "./memory";

/** A program as the language host is told of it. */
export interface Program {
  readonly project: string;
  readonly stack: string;
  readonly folder: string;
  readonly entryPoint: string;
  /** `runtime.options` of its `Pulumi.yaml`. */
  readonly options: Readonly<Record<string, string | boolean>>;
  readonly config: ReadonlyMap<string, { readonly value: string; readonly secret: boolean }>;
}

export interface Started {
  /** From the start of its process to its first resource: by then all is loaded, checked, planned and declared. */
  readonly startSeconds: number;
  /** To its last resource: the rest is the SDK's work on each. */
  readonly registeredSeconds: number;
  /** The most memory that it held at a time; absent where the system doesn't tell. */
  readonly mebibytes: number | undefined;
  readonly resources: readonly PlannedResource[];
}

export async function startProgram(program: Program): Promise<Started> {
  const engine = await serveEngine(program.project, program.stack);
  try {
    const { args, env, cwd } = programLaunch(requestFor(program, engine.address), engine.address);
    const began = performance.now();
    const child = spawn(process.execPath, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", 2, 2] });
    const ended = once(child, "exit") as Promise<[number | null]>;
    const [peak] = await peaksOf(child.pid ?? 0, ended);
    const [code] = await ended;
    const { first, last } = engine.arrivals;
    if (code !== 0 || first === undefined || last === undefined)
      throw new Error(
        `${program.folder}/${program.entryPoint} ended with exit code ${String(code)}; its messages are above`,
      );
    return {
      startSeconds: (first - began) / 1000,
      registeredSeconds: (last - began) / 1000,
      mebibytes: peak?.mebibytes,
      resources: engine.monitor.resources,
    };
  } finally {
    engine.close();
  }
}

function requestFor({ project, stack, folder, entryPoint, options, config }: Program, monitor: string): RunRequest {
  const info = new ProgramInfo()
    .setRootDirectory(folder)
    .setProgramDirectory(folder)
    .setEntryPoint(entryPoint)
    .setOptions(Struct.fromJavaScript(options));
  const request = new RunRequest()
    .setMonitorAddress(monitor)
    .setOrganization("organization")
    .setProject(project)
    .setStack(stack)
    .setDryrun(true)
    .setParallel(PARALLEL)
    .setInfo(info)
    .setConfigsecretkeysList([...config].filter(([, { secret }]) => secret).map(([key]) => key));
  for (const [key, { value }] of config) request.getConfigMap().set(key, value);
  return request;
}

/** The CLI's own choice. */
const PARALLEL = 16;
