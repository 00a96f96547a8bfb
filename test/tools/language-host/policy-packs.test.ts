import { once } from "node:events";
import fs from "node:fs";
import type { ClientReadableStream } from "@grpc/grpc-js";
import { credentials } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { AnalyzerHandshakeRequest, AnalyzerStackConfigureRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { RunPluginRequest, type RunPluginResponse } from "@pulumi/pulumi/proto/language_pb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Host, infoOf, isRunning, projectWith, startHost, until } from "./support";

const at = (module: string): string => JSON.stringify(require.resolve(module));

/** A pack that answers with what it was started with as its version, and tells its process id on stderr. */
const PACK = `
  const { Server, ServerCredentials } = require(${at("@grpc/grpc-js")});
  const { AnalyzerService } = require(${at("@pulumi/pulumi/proto/analyzer_grpc_pb")});
  const { PluginInfo } = require(${at("@pulumi/pulumi/proto/plugin_pb")});
  const { AnalyzerStackConfigureResponse } = require(${at("@pulumi/pulumi/proto/analyzer_pb")});
  const { PULUMI_NODEJS_STACK: stack, PULUMI_CONFIG: config } = process.env;
  let tags = 0;
  const server = new Server();
  server.addService(AnalyzerService, {
    configureStack: (call, reply) => { tags = call.request.getTagsMap().getLength(); reply(null, new AnalyzerStackConfigureResponse()); },
    getPluginInfo: (_, reply) => reply(null, new PluginInfo().setVersion(JSON.stringify({ stack, config, tags, args: process.argv.slice(2) }))),
  });
  console.error("pid " + process.pid);
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (_, port) => { console.log(port); console.log("ready"); });`;

let host: Host;
const good = projectWith({ "run-policy-pack": PACK });
const broken = projectWith({ "run-policy-pack": `console.error("no such module"); process.exit(3);` });

beforeAll(async () => {
  host = await startHost();
});
afterAll(() => {
  host.process.kill();
  for (const dir of [good, broken]) fs.rmSync(dir, { recursive: true });
});

interface Started {
  readonly call: ClientReadableStream<RunPluginResponse>;
  readonly pack: AnalyzerClient;
  readonly output: { stdout: string; stderr: string; exitCode: number | undefined };
}

/** As the engine starts a pack: the first line of its output is the port to call. */
async function startPack(dir: string): Promise<Started> {
  const env = Object.entries(process.env).map(([name, value]) => `${name}=${value ?? ""}`);
  const request = new RunPluginRequest()
    .setKind("analyzer")
    .setPwd(dir)
    .setInfo(infoOf(dir))
    .setArgsList(["127.0.0.1:1"])
    .setEnvList(env);
  const call = host.client.runPlugin(request);
  const output: Started["output"] = { stdout: "", stderr: "", exitCode: undefined };
  call.on("error", () => undefined);
  call.on("data", (response: RunPluginResponse) => {
    output.stdout += Buffer.from(response.getStdout_asU8()).toString();
    output.stderr += Buffer.from(response.getStderr_asU8()).toString();
    if (response.hasExitcode()) output.exitCode = response.getExitcode();
  });
  await until("the pack's port", () => output.stdout.includes("\n"));
  return {
    call,
    pack: new AnalyzerClient(`127.0.0.1:${parseInt(output.stdout)}`, credentials.createInsecure()),
    output,
  };
}

const pluginInfo = (pack: AnalyzerClient): Promise<string> =>
  new Promise((resolve, reject) => {
    pack.getPluginInfo(new Empty(), (error, info) => (error ? reject(error) : resolve(info.getVersion())));
  });

function configure(pack: AnalyzerClient): Promise<void> {
  const request = new AnalyzerStackConfigureRequest().setProject("streaming").setStack("prod").setDryRun(true);
  request.getConfigMap().set("streaming:target", "{}");
  request.getTagsMap().set("team", "data");
  return new Promise((resolve, reject) => {
    pack.handshake(new AnalyzerHandshakeRequest(), (refused) => {
      if (refused) reject(refused);
      else pack.configureStack(request, (error) => (error ? reject(error) : resolve()));
    });
  });
}

test("a pack is started once the stack is known, with its name and config in the environment", async () => {
  const { call, pack, output } = await startPack(good);
  await configure(pack);
  expect(JSON.parse(await pluginInfo(pack))).toEqual({
    stack: "prod",
    config: '{"streaming:target":"{}"}',
    tags: 1,
    args: ["127.0.0.1:1", good],
  });
  await until("the rest of the pack's output", () => output.stdout.endsWith("ready\n"));
  expect(output.stdout.split("\n")).toHaveLength(3);
  call.cancel();
});

test("a pack that is asked something before a stack is at hand is started without one", async () => {
  const { call, pack } = await startPack(good);
  expect(JSON.parse(await pluginInfo(pack))).toMatchObject({ tags: 0 });
  call.cancel();
});

test("a pack ends when the engine lets go of it", async () => {
  const { call, pack, output } = await startPack(good);
  await configure(pack);
  await pluginInfo(pack);
  const pid = Number(/pid (\d+)/.exec(output.stderr)?.[1]);
  expect(isRunning(pid)).toBe(true);
  call.cancel();
  await until("the pack's end", () => !isRunning(pid));
});

test("a pack that can't be loaded is reported with its output and its exit code", async () => {
  const { call, pack, output } = await startPack(broken);
  await configure(pack);
  await expect(pluginInfo(pack)).rejects.toThrow("The policy pack ended with exit code 3.");
  if (output.exitCode === undefined) await once(call, "end");
  expect(output).toMatchObject({ stderr: "no such module\n", exitCode: 3 });
});
