/** Plays the engine for a program in another process: every registration is kept and answered at once, so that what it takes is the program's own time. */
import { Server, ServerCredentials, type UntypedServiceImplementation, type sendUnaryData } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import {
  GetRootResourceResponse,
  type LogRequest,
  LogSeverity,
  SetRootResourceResponse,
} from "@pulumi/pulumi/proto/engine_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import type { RegisterResourceOutputsRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { RecordingMonitor, STACK_TYPE } from "../../checks/plan/monitor";

export interface Engine {
  readonly address: string;
  readonly monitor: RecordingMonitor;
  /** When the first and the last resource arrived, the stack itself aside: milliseconds as `performance.now()` counts them. */
  readonly arrivals: { first: number | undefined; last: number | undefined };
  close(): void;
}

const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

export async function serveEngine(project: string, stack: string): Promise<Engine> {
  const monitor = new RecordingMonitor(project, stack);
  const arrivals: Engine["arrivals"] = { first: undefined, last: undefined };
  const server = new Server({
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
    "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
  });
  server.addService(ResourceMonitorService, {
    registerResource: on((request: RegisterResourceRequest, reply) => {
      if (request.getType() !== STACK_TYPE) {
        arrivals.last = performance.now();
        arrivals.first ??= arrivals.last;
      }
      monitor.registerResource(request, reply);
    }),
    registerResourceOutputs: on((request: RegisterResourceOutputsRequest, reply) =>
      monitor.registerResourceOutputs(request, (error) => reply(error, new Empty())),
    ),
    registerResourceHook: on((_, reply) => reply(null, new Empty())),
    getDeploymentInfo: on((request, reply) => monitor.getDeploymentInfo(request, reply)),
    signalAndWaitForShutdown: on((_, reply) => reply(null, new Empty())),
  });
  server.addService(EngineService, {
    log: on((request: LogRequest, reply) => {
      if (request.getSeverity() >= LogSeverity.WARNING) process.stderr.write(`${request.getMessage()}\n`);
      reply(null, new Empty());
    }),
    setRootResource: on((_, reply) => reply(null, new SetRootResourceResponse())),
    getRootResource: on((_, reply) => reply(null, new GetRootResourceResponse())),
  });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  return { address: `127.0.0.1:${port}`, monitor, arrivals, close: () => server.forceShutdown() };
}

const on =
  <Request, Response>(
    answer: (request: Request, reply: sendUnaryData<Response>) => void,
  ): UntypedServiceImplementation[string] =>
  ({ request }: { readonly request: Request }, reply: sendUnaryData<Response>) =>
    answer(request, reply);
