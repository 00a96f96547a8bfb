import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { credentials } from "@grpc/grpc-js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { LanguageRuntimeClient } from "@pulumi/pulumi/proto/language_grpc_pb";
import { startTimeOf } from "../../../tools/bootstrap/lock";
import { ProgramInfo, RunRequest, type RunResponse } from "@pulumi/pulumi/proto/language_pb";

const ROOT = path.resolve(__dirname, "..", "..", "..");
export const HOST_COMMAND = [
  "--require",
  "streaming/typescript",
  path.join(ROOT, "tools", "language-host", "main.ts"),
  "127.0.0.1:1",
];

export interface Host {
  readonly process: ChildProcess;
  readonly client: LanguageRuntimeClient;
  /** What came on stdout after the port, as the engine would read it. */
  readonly lines: string[];
}

/** The language host as the engine starts it: it prints its port, then serves. */
export async function startHost(): Promise<Host> {
  const child = spawn(process.execPath, HOST_COMMAND, { stdio: ["ignore", "pipe", "inherit"] });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  const [port] = (await once(reader, "line")) as [string];
  reader.on("line", (line) => lines.push(line));
  return {
    process: child,
    client: new LanguageRuntimeClient(`127.0.0.1:${port}`, credentials.createInsecure()),
    lines,
  };
}

/** A folder with a package that passes for the SDK: its runners are these scripts. */
export function projectWith(runners: Readonly<Record<string, string>>): string {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "language-host-"));
  for (const [name, script] of Object.entries(runners)) {
    const file = path.join(dir, "node_modules", "@pulumi", "pulumi", "cmd", name, "index.js");
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, script);
  }
  return dir;
}

export function infoOf(dir: string, options: Parameters<typeof Struct.fromJavaScript>[0] = {}): ProgramInfo {
  return new ProgramInfo()
    .setRootDirectory(dir)
    .setProgramDirectory(dir)
    .setEntryPoint("index.ts")
    .setOptions(Struct.fromJavaScript(options));
}

export function runRequest(dir: string, options: Parameters<typeof infoOf>[1] = {}): RunRequest {
  return new RunRequest()
    .setProject("streaming")
    .setStack("dev")
    .setOrganization("acme")
    .setParallel(4)
    .setDryrun(true)
    .setMonitorAddress("127.0.0.1:2")
    .setInfo(infoOf(dir, options));
}

export const run = (client: LanguageRuntimeClient, request: RunRequest): Promise<RunResponse> =>
  new Promise((resolve, reject) => {
    client.run(request, (error, response) => (error ? reject(error) : resolve(response)));
  });

const DEADLINE_MS = 20_000;

/** Looks until it is so. */
export async function until(what: string, isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`${what}: not within ${DEADLINE_MS / 1000} s`);
    await pause(20);
  }
}

export const isRunning = (pid: number): boolean => startTimeOf(pid) !== undefined;
