import { Client, credentials, Server, ServerCredentials, status } from "@grpc/grpc-js";
import type {
  handleUnaryCall,
  MethodDefinition,
  sendUnaryData,
  ServiceError,
  UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { AnalyzerHandshakeResponse, AnalyzerStackConfigureResponse } from "@pulumi/pulumi/proto/analyzer_pb";
import type { AnalyzerHandshakeRequest, AnalyzerStackConfigureRequest } from "@pulumi/pulumi/proto/analyzer_pb";

/**
 * Stands between the engine and a policy pack. A pack reads the stack's name and config from its environment, but the engine tells them only once
 * the pack answers: so this answers in its place, and everything else is passed on as soon as the pack itself is there.
 */
export interface PolicyProxy {
  readonly port: number;
  /** What the engine says about the stack; undefined where it asks something else first, as it does when no stack is at hand. */
  readonly configuration: Promise<AnalyzerStackConfigureRequest | undefined>;
  /** The pack listens on this port from now on. */
  attach(port: number): void;
  /** The pack will never listen. */
  fail(reason: string): void;
  close(): void;
}

const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;
const LIMITS = {
  "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
  "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
};

type Method = MethodDefinition<object, object>;

const METHODS = AnalyzerService as unknown as Readonly<Record<string, Method>>;

export async function startPolicyProxy(): Promise<PolicyProxy> {
  const configuration = deferred<AnalyzerStackConfigureRequest | undefined>();
  const pack = deferred<Client>();
  pack.promise.catch(() => undefined); // Whoever asks the pack is told; if nobody does, there is nothing to tell.

  const handshake: handleUnaryCall<AnalyzerHandshakeRequest, AnalyzerHandshakeResponse> = (_, reply) =>
    reply(null, new AnalyzerHandshakeResponse());
  const configureStack: handleUnaryCall<AnalyzerStackConfigureRequest, AnalyzerStackConfigureResponse> = (
    { request },
    reply,
  ) => {
    configuration.resolve(request);
    reply(null, new AnalyzerStackConfigureResponse());
  };
  const passOn =
    (method: Method): handleUnaryCall<object, object> =>
    ({ request }, reply) => {
      configuration.resolve(undefined);
      pack.promise.then(
        (client) => callPack(client, method, request, reply),
        (error: unknown) =>
          reply({ code: status.UNAVAILABLE, message: error instanceof Error ? error.message : String(error) }),
      );
    };

  const passedOn = Object.entries(METHODS).map(([name, method]) => [name, passOn(method)] as const);
  const implementation: UntypedServiceImplementation = { ...Object.fromEntries(passedOn), handshake, configureStack };
  const server = new Server(LIMITS);
  server.addService(AnalyzerService, implementation);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });

  return {
    port,
    configuration: configuration.promise,
    attach: (packPort) => {
      const client = new Client(`127.0.0.1:${packPort}`, credentials.createInsecure(), LIMITS);
      void configuration.promise.then((request) => introduce(client, request, () => pack.resolve(client)));
    },
    fail: (reason) => pack.reject(new Error(reason)),
    close: () => {
      pack.reject(new Error("The policy pack has ended."));
      pack.promise.then(
        (client) => client.close(),
        () => undefined,
      );
      // Calls under way get their answer, be it the failure, before the connection goes.
      server.tryShutdown(() => undefined);
    },
  };
}

interface Deferred<T> {
  readonly promise: Promise<T>;
  /** Counts the first time only. */
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

function deferred<T>(): Deferred<T> {
  let [resolve, reject]: [Deferred<T>["resolve"], Deferred<T>["reject"]] = [() => undefined, () => undefined];
  const promise = new Promise<T>((...settle) => ([resolve, reject] = settle));
  return { promise, resolve, reject };
}

/** The pack gets the same words about the stack (tags, for one, come this way only); one that doesn't listen to them is fine. */
function introduce(client: Client, request: AnalyzerStackConfigureRequest | undefined, done: () => void): void {
  const { configureStack } = METHODS;
  if (request && configureStack) callPack(client, configureStack, request, () => done());
  else done();
}

function callPack(client: Client, method: Method, request: object, reply: sendUnaryData<object>): void {
  client.makeUnaryRequest(
    method.path,
    method.requestSerialize,
    method.responseDeserialize,
    request,
    (error: ServiceError | null, response) => reply(error, response),
  );
}
