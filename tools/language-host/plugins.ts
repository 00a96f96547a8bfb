import type { ServerWritableStream } from "@grpc/grpc-js";
import { RunPluginResponse } from "@pulumi/pulumi/proto/language_pb";
import type { RunPluginRequest } from "@pulumi/pulumi/proto/language_pb";
import type { AnalyzerStackConfigureRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { endOf } from "./children";
import type { Children } from "./children";
import { startPolicyProxy } from "./policy-proxy";
import { pluginLaunch } from "./programs";

type Call = ServerWritableStream<RunPluginRequest, RunPluginResponse>;

/** Runs a provider, or a policy pack, that is written for Node until it ends or the engine lets go of the call. */
export async function runPlugin(children: Children, call: Call): Promise<void> {
  const code =
    call.request.getKind() === "analyzer"
      ? await runPolicyPack(children, call)
      : await runProcess(children, call, {}, (data) => data);
  call.write(new RunPluginResponse().setExitcode(code));
  call.end();
}

async function runPolicyPack(children: Children, call: Call): Promise<number> {
  const proxy = await startPolicyProxy();
  try {
    call.write(new RunPluginResponse().setStdout(Buffer.from(`${proxy.port}\n`)));
    const configuration = await Promise.race([proxy.configuration, cancelled(call)]);
    // The pack's first line is its port, which is none of the engine's business; the rest is passed on.
    const output = afterFirstLine((line) => proxy.attach(Number(line)));
    const code = await runProcess(children, call, stackEnvironment(configuration), output);
    proxy.fail(`The policy pack ended with exit code ${code}.`);
    return code;
  } finally {
    proxy.close();
  }
}

async function runProcess(
  children: Children,
  call: Call,
  extra: Readonly<Record<string, string>>,
  output: (data: Buffer) => Buffer,
): Promise<number> {
  if (call.cancelled) return 1;
  const { args, env, cwd } = pluginLaunch(call.request);
  const child = children.start(args, { cwd, env: { ...env, ...extra }, stdio: ["ignore", "pipe", "pipe"] });
  call.on("cancelled", () => children.end(child, "SIGTERM"));
  child.stdout?.on("data", (data: Buffer) => {
    const shown = output(data);
    if (shown.length > 0) call.write(new RunPluginResponse().setStdout(shown));
  });
  child.stderr?.on("data", (data: Buffer) => call.write(new RunPluginResponse().setStderr(data)));
  const end = await endOf(child);
  return "code" in end ? end.code : 1;
}

/** Takes the first line out of a stream of chunks. */
function afterFirstLine(take: (line: string) => void): (data: Buffer) => Buffer {
  let head: Buffer | undefined = Buffer.alloc(0);
  return (data) => {
    if (!head) return data;
    head = Buffer.concat([head, data]);
    const end = head.indexOf("\n");
    if (end < 0) return Buffer.alloc(0);
    take(head.subarray(0, end).toString("utf8"));
    const rest = head.subarray(end + 1);
    head = undefined;
    return rest;
  };
}

const cancelled = (call: Call): Promise<undefined> =>
  new Promise((resolve) => call.once("cancelled", () => resolve(undefined)));

/** The names under which the SDK looks for the stack and its config. */
function stackEnvironment(stack: AnalyzerStackConfigureRequest | undefined): Readonly<Record<string, string>> {
  if (!stack) return {};
  return {
    PULUMI_NODEJS_ORGANIZATION: stack.getOrganization(),
    PULUMI_NODEJS_PROJECT: stack.getProject(),
    PULUMI_NODEJS_STACK: stack.getStack(),
    PULUMI_NODEJS_DRY_RUN: String(stack.getDryRun()),
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(stack.getConfigMap().getEntryList())),
  };
}
