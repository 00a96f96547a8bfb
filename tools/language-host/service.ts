import { Server, ServerCredentials, status } from "@grpc/grpc-js";
import type { handleServerStreamingCall, handleUnaryCall, ServerUnaryCall } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import type { ILanguageRuntimeServer } from "@pulumi/pulumi/proto/language_grpc_pb";
import * as pb from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { version } from "@pulumi/pulumi/package.json";
import { Children, endOf } from "./children";
import type { End } from "./children";
import { installedDependencies } from "./dependencies";
import { runPlugin } from "./plugins";
import { programLaunch } from "./programs";

export interface LanguageHost {
  readonly port: number;
  /** Ends what runs and stops serving. */
  close(): Promise<void>;
}

/** The SDK's runner ends with this code when it has told the user already what is wrong. */
const TOLD_ALREADY = 32;

const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

/** Serves the language protocol on a free port of the loopback address. The engine's address comes as an argument or by its handshake. */
export async function serveLanguageHost(engineArgument: string | undefined): Promise<LanguageHost> {
  const children = new Children();
  let engine = engineArgument ?? "";

  const handshake: handleUnaryCall<pb.LanguageHandshakeRequest, pb.LanguageHandshakeResponse> = (
    { request },
    reply,
  ) => {
    engine = request.getEngineAddress();
    reply(null, new pb.LanguageHandshakeResponse());
  };

  const run: handleUnaryCall<pb.RunRequest, pb.RunResponse> = (call, reply) => {
    runProgram(children, engine, call).then(
      (response) => reply(null, response),
      (error: unknown) => reply(failure(error)),
    );
  };

  const plugin: handleServerStreamingCall<pb.RunPluginRequest, pb.RunPluginResponse> = (call) => {
    runPlugin(children, call).catch((error: unknown) => call.emit("error", failure(error)));
  };

  const cancel: handleUnaryCall<Empty, Empty> = (_, reply) => {
    children.endAll("SIGINT");
    reply(null, new Empty());
  };

  const server = new Server({
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
    "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
  });
  // What generates code for other programs isn't served: the engine is told so by the protocol.
  const served: Partial<ILanguageRuntimeServer> = { ...STATELESS, handshake, run, cancel, runPlugin: plugin };
  server.addService(LanguageRuntimeService, served as ILanguageRuntimeServer);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return {
    port,
    close: async () => {
      children.endAll("SIGINT");
      await children.allEnded();
      server.forceShutdown();
    },
  };
}

async function runProgram(
  children: Children,
  engine: string,
  call: ServerUnaryCall<pb.RunRequest, pb.RunResponse>,
): Promise<pb.RunResponse> {
  const { args, env, cwd } = programLaunch(call.request, engine);
  // The engine reads this process's streams line by line, so the program writes to them itself.
  const child = children.start(args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "inherit", "inherit"] });
  call.on("cancelled", () => children.end(child, "SIGINT"));
  const end = await endOf(child);
  const response = new pb.RunResponse();
  if ("code" in end && end.code === TOLD_ALREADY) response.setBail(true);
  else response.setError(describe(end));
  return response;
}

/** Empty for an orderly end. */
function describe(end: End): string {
  if ("signal" in end) return `Program was ended by ${end.signal}`;
  return end.code === 0 ? "" : `Program exited with non-zero exit code: ${end.code}`;
}

/** Calls that are answered without running anything. */
const STATELESS: Partial<ILanguageRuntimeServer> = {
  // Nothing is announced in advance: which plugins a program needs, and where they are, the engine learns from its registrations.
  getRequiredPackages: (_, reply) => reply(null, new pb.GetRequiredPackagesResponse()),
  getRequiredPlugins: (_, reply) => reply(null, new pb.GetRequiredPluginsResponse()),
  getPluginInfo: (_, reply) => reply(null, new PluginInfo().setVersion(version)),
  runtimeOptionsPrompts: (_, reply) => reply(null, new pb.RuntimeOptionsResponse()),
  template: (_, reply) => reply(null, new pb.TemplateResponse()),
  about: (_, reply) => {
    const response = new pb.AboutResponse().setExecutable(process.execPath).setVersion(process.version);
    response.getMetadataMap().set("packagemanager", "npm");
    reply(null, response);
  },
  getProgramDependencies: ({ request }, reply) => {
    const found = installedDependencies(request.getInfo()?.getProgramDirectory() ?? request.getPwd());
    const list = found.map(({ name, version: installed }) =>
      new pb.DependencyInfo().setName(name).setVersion(installed),
    );
    reply(null, new pb.GetProgramDependenciesResponse().setDependenciesList(list));
  },
  installDependencies: (call) => {
    call.write(
      new pb.InstallDependenciesResponse().setStdout(
        Buffer.from("The project's npm commands keep its packages installed.\n"),
      ),
    );
    call.end();
  },
};

const failure = (error: unknown): { code: status; details: string } => ({
  code: status.INTERNAL,
  details: error instanceof Error ? error.message : String(error),
});
