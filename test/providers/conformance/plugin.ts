/** A provider plugin as the engine runs it: a process that is told where the engine listens and says where it does. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import {
  credentials,
  Server,
  ServerCredentials,
  type ServiceError,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { GetRootResourceResponse, SetRootResourceResponse } from "@pulumi/pulumi/proto/engine_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  CheckRequest,
  ConfigureRequest,
  CreateRequest,
  DeleteRequest,
  DiffRequest,
  ReadRequest,
  UpdateRequest,
  type CheckResponse,
  type ConfigureResponse,
  type CreateResponse,
  DiffResponse,
  type ReadResponse,
  type UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { fromStruct, toStruct, type WireProps } from "../../../sandbox/providers/protocol/wire";

export interface Resource {
  readonly urn: string;
  readonly id: string;
  readonly inputs: WireProps;
  readonly outputs: WireProps;
}

export interface Difference {
  /** Top-level properties that change, in alphabetical order. */
  readonly changes: readonly string[];
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

const SEED_BYTES = 32;

export class Plugin {
  private constructor(
    private readonly process: ChildProcess,
    private readonly engine: Server,
    private readonly client: ResourceProviderClient,
    /** What the plugin told the engine and its own stderr. */
    readonly log: readonly string[],
  ) {}

  static async start(
    command: readonly [string, ...string[]],
    environment: NodeJS.ProcessEnv = process.env,
  ): Promise<Plugin> {
    const log: string[] = [];
    const { engine, address } = await startEngine(log);
    const [program, ...args] = command;
    const child = spawn(program, [...args, address], { env: environment, stdio: ["pipe", "pipe", "pipe"] });
    child.stderr.on("data", (chunk: Buffer) => log.push(chunk.toString()));
    const port = await Promise.race([firstLine(child), once(child, "exit").then(() => undefined)]);
    if (port === undefined) throw new Error(`${program} ended before it listened: ${log.join("")}`);
    const options = { "grpc.max_receive_message_length": MAX_MESSAGE_BYTES };
    return new Plugin(
      child,
      engine,
      new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), options),
      log,
    );
  }

  async stop(): Promise<void> {
    this.client.close();
    const ended = once(this.process, "exit");
    this.process.kill("SIGTERM");
    await ended;
    this.engine.forceShutdown();
  }

  async configure(args: WireProps): Promise<void> {
    const request = new ConfigureRequest();
    request.setArgs(toStruct(args));
    request.setAcceptsecrets(true);
    request.setAcceptresources(true);
    await promised<ConfigureResponse>((done) => this.client.configure(request, done));
  }

  async check(
    urn: string,
    news: WireProps,
    olds: WireProps = {},
  ): Promise<{ inputs: WireProps; reasons: readonly string[] }> {
    const request = new CheckRequest();
    request.setUrn(urn);
    request.setNews(toStruct(news));
    request.setOlds(toStruct(olds));
    request.setRandomseed(new Uint8Array(SEED_BYTES).fill(7));
    const response = await promised<CheckResponse>((done) => this.client.check(request, done));
    return {
      inputs: fromStruct(response.getInputs()),
      reasons: response.getFailuresList().map((failure) => failure.getReason()),
    };
  }

  async diff(resource: Resource, news: WireProps): Promise<Difference> {
    const request = new DiffRequest();
    request.setUrn(resource.urn);
    request.setId(resource.id);
    request.setOldInputs(toStruct(resource.inputs));
    request.setOlds(toStruct(resource.outputs));
    request.setNews(toStruct(news));
    const response = await promised<DiffResponse>((done) => this.client.diff(request, done));
    const none = response.getChanges() === DiffResponse.DiffChanges.DIFF_NONE;
    const paths = response
      .getDetaileddiffMap()
      .getEntryList()
      .map(([path]) => path);
    const named = paths.length > 0 ? paths : response.getDiffsList();
    return {
      changes: none ? [] : [...new Set(named.map(topLevel))].sort(),
      replaces: [...new Set(response.getReplacesList().map(topLevel))].sort(),
      deleteBeforeReplace: response.getDeletebeforereplace(),
    };
  }

  async create(urn: string, inputs: WireProps, preview: boolean): Promise<Resource> {
    const request = new CreateRequest();
    request.setUrn(urn);
    request.setProperties(toStruct(inputs));
    request.setPreview(preview);
    const response = await promised<CreateResponse>((done) => this.client.create(request, done));
    return { urn, id: response.getId(), inputs, outputs: fromStruct(response.getProperties()) };
  }

  async update(
    resource: Resource,
    news: WireProps,
    preview: boolean,
    ignoreChanges: readonly string[] = [],
  ): Promise<Resource> {
    const request = new UpdateRequest();
    request.setUrn(resource.urn);
    request.setId(resource.id);
    request.setOldInputs(toStruct(resource.inputs));
    request.setOlds(toStruct(resource.outputs));
    request.setNews(toStruct(news));
    request.setPreview(preview);
    request.setIgnorechangesList([...ignoreChanges]);
    const response = await promised<UpdateResponse>((done) => this.client.update(request, done));
    return { ...resource, inputs: news, outputs: fromStruct(response.getProperties()) };
  }

  /** Undefined where the object is gone. */
  async refresh(resource: Resource): Promise<Resource | undefined> {
    const request = new ReadRequest();
    request.setUrn(resource.urn);
    request.setId(resource.id);
    request.setInputs(toStruct(resource.inputs));
    request.setProperties(toStruct(resource.outputs));
    return this.read(resource.urn, request);
  }

  async import(urn: string, id: string): Promise<Resource | undefined> {
    const request = new ReadRequest();
    request.setUrn(urn);
    request.setId(id);
    return this.read(urn, request);
  }

  async delete(resource: Resource): Promise<void> {
    const request = new DeleteRequest();
    request.setUrn(resource.urn);
    request.setId(resource.id);
    request.setOldInputs(toStruct(resource.inputs));
    request.setProperties(toStruct(resource.outputs));
    await promised<Empty>((done) => this.client.delete(request, done));
  }

  private async read(urn: string, request: ReadRequest): Promise<Resource | undefined> {
    const response = await promised<ReadResponse>((done) => this.client.read(request, done));
    if (response.getId() === "") return undefined;
    return {
      urn,
      id: response.getId(),
      inputs: fromStruct(response.getInputs()),
      outputs: fromStruct(response.getProperties()),
    };
  }
}

/** `config["retention.ms"]` to `config` */
function topLevel(path: string): string {
  return path.split(/[.[]/)[0] ?? path;
}

function promised<Response>(
  call: (done: (error: ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    call((error, response) => {
      if (error) reject(new Error(error.details, { cause: error }));
      else resolve(response);
    });
  });
}

async function firstLine(child: ChildProcess): Promise<string | undefined> {
  if (child.stdout === null) return undefined;
  for await (const line of createInterface(child.stdout)) return line.trim();
  return undefined;
}

/** As much of an engine as a plugin needs: somebody who takes its log messages. */
async function startEngine(log: string[]): Promise<{ engine: Server; address: string }> {
  const engine = new Server();
  const service: UntypedServiceImplementation = {
    log: (call: { request: LogRequest }, done: (error: null, response: Empty) => void) => {
      log.push(call.request.getMessage());
      done(null, new Empty());
    },
    getRootResource: (_call: unknown, done: (error: null, response: GetRootResourceResponse) => void) =>
      done(null, new GetRootResourceResponse()),
    setRootResource: (_call: unknown, done: (error: null, response: SetRootResourceResponse) => void) =>
      done(null, new SetRootResourceResponse()),
  };
  const offered = Object.fromEntries(Object.entries(EngineService).filter(([method]) => service[method] !== undefined));
  engine.addService(offered, service);
  const port = await new Promise<number>((resolve, reject) => {
    engine.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { engine, address: `127.0.0.1:${port}` };
}
