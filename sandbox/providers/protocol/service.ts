/** Serves a provider definition over the Pulumi resource provider protocol. What isn't here answers UNIMPLEMENTED. */
import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import type { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { ConfigureRequest, ProviderHandshakeRequest } from "@pulumi/pulumi/proto/provider_pb";
import { GetMappingResponse, GetMappingsResponse, GetSchemaResponse } from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { ProviderDefinition } from "../kind";
import type { Answer } from "./calls";
import { unary } from "./calls";
import { Configuration } from "./configuration";
import type { EngineLog } from "./engine";
import { engineLog, silentLog } from "./engine";
import type { Call } from "./resources";
import * as resources from "./resources";

/** The engine allows messages of this size. */
const maxMessageBytes = 400 * 1024 * 1024;

export interface Service {
  readonly port: number;
  /** Cancels what is under way and closes everything. */
  close(): Promise<void>;
}

function pluginInfo({ version }: ProviderDefinition): PluginInfo {
  const info = new PluginInfo();
  info.setVersion(version);
  return info;
}

function implementation(definition: ProviderDefinition, configuration: Configuration, engine: string | undefined) {
  const cancel = new AbortController();
  let log: EngineLog = engine ? engineLog(engine) : silentLog;
  const on = <Request, Response>(answer: Answer<Request, Response>) => unary(cancel.signal, answer);
  const onResource = <Request extends { getUrn(): string }, Response>(
    answer: (call: Call, request: Request) => Promise<Response>,
  ) => on((request: Request, signal) => answer({ kind: configuration.kind(request.getUrn()), signal, log }, request));
  const connect = (address: string): void => {
    if (!engine) log = engineLog(address);
  };
  const cancelAll = (): Empty => {
    cancel.abort();
    return new Empty();
  };

  const methods: UntypedServiceImplementation = {
    handshake: on((request: ProviderHandshakeRequest) => {
      connect(request.getEngineAddress());
      return configuration.handshake();
    }),
    attach: on((request: PluginAttach) => {
      connect(request.getAddress());
      return new Empty();
    }),
    getPluginInfo: on(() => pluginInfo(definition)),
    getSchema: on(() => new GetSchemaResponse()),
    getMapping: on(() => new GetMappingResponse()),
    getMappings: on(() => new GetMappingsResponse()),
    checkConfig: on(configuration.check.bind(configuration)),
    diffConfig: on(configuration.diff.bind(configuration)),
    configure: on((request: ConfigureRequest) => configuration.configure(request, log)),
    check: onResource(resources.check),
    diff: onResource(resources.diff),
    create: onResource(resources.create),
    update: onResource(resources.update),
    read: onResource(resources.read),
    delete: onResource(async (call, request: Parameters<typeof resources.remove>[1]) => {
      await resources.remove(call, request);
      return new Empty();
    }),
    cancel: on(cancelAll),
  };
  return { methods, cancelAll };
}

/** Listens on a free port of the loopback interface. */
export async function serve(definition: ProviderDefinition, engine: string | undefined): Promise<Service> {
  const configuration = new Configuration(definition);
  const { methods, cancelAll } = implementation(definition, configuration, engine);
  const server = new Server({
    "grpc.max_receive_message_length": maxMessageBytes,
    "grpc.max_send_message_length": maxMessageBytes,
  });
  server.addService(ResourceProviderService, methods);
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  return {
    port,
    close: async () => {
      cancelAll();
      server.forceShutdown();
      await configuration.close();
    },
  };
}
