import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { GetRequiredPackagesRequest } from "@pulumi/pulumi/proto/language_pb";
import { version } from "@pulumi/pulumi/package.json";
import { HOST_COMMAND, type Host, isRunning, projectWith, run, runRequest, startHost, until } from "./support";

/** Tells how it was started, then ends with the code that the config asks for. */
const TELLING_RUNNER = `
  const config = JSON.parse(process.env.PULUMI_CONFIG);
  console.log(JSON.stringify({
    args: process.argv.slice(2), node: process.execArgv, cwd: process.cwd(), config,
    secrets: JSON.parse(process.env.PULUMI_CONFIG_SECRET_KEYS), typescript: process.env.PULUMI_NODEJS_TYPESCRIPT ?? null,
  }));
  process.exit(Number(config["streaming:exit"] ?? 0));`;

/** Runs until it is ended, and says by which signal. */
const WAITING_RUNNER = `
  process.on("SIGINT", () => { console.log("interrupted"); process.exit(1); });
  console.log("pid " + process.pid);
  setInterval(() => {}, 1000);`;

interface Told {
  readonly args: readonly string[];
  readonly node: readonly string[];
  readonly cwd: string;
}

let host: Host;
const telling = projectWith({ run: TELLING_RUNNER });
const waiting = projectWith({ run: WAITING_RUNNER });

beforeAll(async () => {
  host = await startHost();
});
afterAll(() => {
  host.process.kill();
  for (const dir of [telling, waiting]) fs.rmSync(dir, { recursive: true });
});

/** The JSON object that the program told most recently. */
const told = async (): Promise<Told> => {
  await until("the program's output", () => host.lines.some((line) => line.startsWith("{")));
  const line = host.lines.findLast((text) => text.startsWith("{")) ?? "";
  host.lines.length = 0;
  return JSON.parse(line) as Told;
};

describe("a program", () => {
  test("is started as the SDK expects it, with config and secrets in the environment", async () => {
    const request = runRequest(telling, { typescript: false });
    request.getConfigMap().set("streaming:target", '{"kind":"single-node"}');
    request.setConfigsecretkeysList(["streaming:password"]);
    const response = await run(host.client, request);
    expect(response.toObject()).toEqual({ error: "", bail: false });
    expect(await told()).toEqual({
      args: [
        ...["--monitor", "127.0.0.1:2", "--engine", "127.0.0.1:1", "--organization", "acme", "--project", "streaming"],
        ...[
          "--root-directory",
          telling,
          "--stack",
          "dev",
          "--pwd",
          telling,
          "--parallel",
          "4",
          "--dry-run",
          "index.ts",
        ],
      ],
      node: [],
      cwd: fs.realpathSync(telling),
      config: { "streaming:target": '{"kind":"single-node"}' },
      secrets: ["streaming:password"],
      typescript: null,
    });
  });

  test("gets the arguments for Node that its project gives", async () => {
    await run(host.client, runRequest(telling, { nodeargs: `--no-warnings --title "two words"` }));
    expect((await told()).node).toEqual(["--no-warnings", "--title", "two words"]);
  });

  test("that has told what is wrong makes the engine stop without another message", async () => {
    const request = runRequest(telling);
    request.getConfigMap().set("streaming:exit", "32");
    expect((await run(host.client, request)).toObject()).toEqual({ error: "", bail: true });
  });

  test("that fails otherwise is reported with its exit code", async () => {
    const request = runRequest(telling);
    request.getConfigMap().set("streaming:exit", "7");
    expect((await run(host.client, request)).toObject()).toEqual({
      error: "Program exited with non-zero exit code: 7",
      bail: false,
    });
  });

  test("is interrupted when the engine cancels", async () => {
    const running = run(host.client, runRequest(waiting));
    await until("the program to run", () => host.lines.some((line) => line.startsWith("pid ")));
    host.client.cancel(new Empty(), () => undefined);
    expect((await running).getError()).toBe("Program exited with non-zero exit code: 1");
    expect(host.lines).toContain("interrupted");
  });
});

test("no plugin is announced: the program's registrations say what is needed", async () => {
  const packages = await new Promise((resolve, reject) => {
    host.client.getRequiredPackages(new GetRequiredPackagesRequest(), (error, response) =>
      error ? reject(error) : resolve(response.getPackagesList()),
    );
  });
  expect(packages).toEqual([]);
});

test("the host's version is the SDK's", async () => {
  const info = await new Promise((resolve, reject) => {
    host.client.getPluginInfo(new Empty(), (error, response) =>
      error ? reject(error) : resolve(response.getVersion()),
    );
  });
  expect(info).toBe(version);
});

test("when the engine is killed, the host and the program end", async () => {
  const engine = startEngine();
  const reader = createInterface({ input: engine.stdout ?? process.stdin });
  const lines: string[] = [];
  reader.on("line", (line) => lines.push(line));
  await until("the host and its program", () => lines.length === 2);
  const pids = lines.map((line) => Number(line.split(" ")[1]));
  expect(pids.map(isRunning)).toEqual([true, true]);
  engine.kill("SIGKILL");
  await once(engine, "exit");
  await until("the end of both", () => !pids.some(isRunning));
});

/** Another process that starts the host and runs the waiting program, and prints `host PID`, `pid PID`. */
function startEngine(): ChildProcess {
  const script = `
    const { spawn } = require("node:child_process");
    const { LanguageRuntimeClient } = require("@pulumi/pulumi/proto/language_grpc_pb");
    const { RunRequest } = require("@pulumi/pulumi/proto/language_pb");
    const { credentials } = require("@grpc/grpc-js");
    const host = spawn(process.execPath, ${JSON.stringify(HOST_COMMAND)}, { stdio: ["ignore", "pipe", "inherit"] });
    console.log("host " + host.pid);
    host.stdout.once("data", (data) => {
      host.stdout.pipe(process.stdout);
      const client = new LanguageRuntimeClient("127.0.0.1:" + parseInt(data), credentials.createInsecure());
      client.run(RunRequest.deserializeBinary(Buffer.from("${Buffer.from(runRequest(waiting).serializeBinary()).toString("base64")}", "base64")), () => {});
    });`;
  return spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
}
