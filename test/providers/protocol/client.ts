/** A provider's client, as the engine is one: promises instead of callbacks, plain objects instead of messages. */
import type { ServiceError } from "@grpc/grpc-js";
import { credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type {
  CheckResponse,
  ConfigureResponse,
  CreateResponse,
  DiffResponse,
  ReadResponse,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import {
  CheckRequest,
  ConfigureRequest,
  CreateRequest,
  DeleteRequest,
  DiffRequest,
  ReadRequest,
  UpdateRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import type { WireProps } from "../../../sandbox/providers/protocol/wire";
import { fromStruct, toStruct } from "../../../sandbox/providers/protocol/wire";

export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
export const secret = (value: string): WireProps => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

type Callback<T> = (error: ServiceError | null, response: T) => void;
const promise = <T>(call: (callback: Callback<T>) => unknown): Promise<T> =>
  new Promise((resolve, reject) => {
    call((error, response) => (error ? reject(error) : resolve(response)));
  });

export interface ResourceState {
  readonly id: string;
  readonly inputs: WireProps;
  readonly outputs: WireProps;
}

export class TestEngine {
  readonly client: ResourceProviderClient;

  constructor(port: number) {
    this.client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  }

  urn(name: string, type = "toy:index:Note"): string {
    return `urn:pulumi:dev::test::streaming:x:Y$${type}::${name}`;
  }

  configure(args: WireProps = {}) {
    const request = new ConfigureRequest().setArgs(toStruct(args)).setAcceptsecrets(true);
    return promise<ConfigureResponse>((done) => this.client.configure(request, done));
  }

  async check(urn: string, news: WireProps) {
    const request = new CheckRequest().setUrn(urn).setNews(toStruct(news)).setOlds(toStruct({}));
    const response = await promise<CheckResponse>((done) => this.client.check(request, done));
    return { inputs: fromStruct(response.getInputs()), failures: response.toObject().failuresList };
  }

  async create(urn: string, news: WireProps, preview = false): Promise<ResourceState> {
    const request = new CreateRequest().setUrn(urn).setProperties(toStruct(news)).setPreview(preview);
    const response = await promise<CreateResponse>((done) => this.client.create(request, done));
    return { id: response.getId(), inputs: news, outputs: fromStruct(response.getProperties()) };
  }

  async diff(urn: string, state: ResourceState, news: WireProps) {
    const request = new DiffRequest()
      .setUrn(urn)
      .setId(state.id)
      .setOldInputs(toStruct(state.inputs))
      .setOlds(toStruct(state.outputs))
      .setNews(toStruct(news));
    const response = await promise<DiffResponse>((done) => this.client.diff(request, done));
    const { changes, diffsList, replacesList, deletebeforereplace, detaileddiffMap } = response.toObject();
    return { changes, diffsList, replacesList, deletebeforereplace, detailed: Object.fromEntries(detaileddiffMap) };
  }

  async update(urn: string, state: ResourceState, news: WireProps, preview = false): Promise<ResourceState> {
    const request = new UpdateRequest()
      .setUrn(urn)
      .setId(state.id)
      .setOldInputs(toStruct(state.inputs))
      .setOlds(toStruct(state.outputs))
      .setNews(toStruct(news))
      .setPreview(preview);
    const response = await promise<UpdateResponse>((done) => this.client.update(request, done));
    return { id: state.id, inputs: news, outputs: fromStruct(response.getProperties()) };
  }

  /** Without a state it is an import. */
  async read(urn: string, id: string, state?: ResourceState): Promise<ResourceState> {
    const request = new ReadRequest().setUrn(urn).setId(id);
    if (state) request.setInputs(toStruct(state.inputs)).setProperties(toStruct(state.outputs));
    const response = await promise<ReadResponse>((done) => this.client.read(request, done));
    return {
      id: response.getId(),
      inputs: fromStruct(response.getInputs()),
      outputs: fromStruct(response.getProperties()),
    };
  }

  async delete(urn: string, { id, inputs, outputs }: ResourceState): Promise<void> {
    const request = new DeleteRequest().setUrn(urn).setId(id);
    request.setOldInputs(toStruct(inputs)).setProperties(toStruct(outputs));
    await promise((done) => this.client.delete(request, done));
  }
}
