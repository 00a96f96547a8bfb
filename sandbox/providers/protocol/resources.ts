/** A resource's life, from the protocol's messages to its kind and back. */
import type {
  CheckResponse,
  CreateRequest,
  DeleteRequest,
  DiffRequest,
  DiffResponse,
  ReadRequest,
  UpdateRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import { CheckRequest, CreateResponse, ReadResponse, UpdateResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { CallContext, CheckArgs, Props, ResourceKind } from "../kind";
import { InitError } from "../kind";
import type { EngineLog } from "./engine";
import { initFailed } from "./errors";
import { checkResponse, diffResponse } from "./responses";
import type { WireProps } from "./wire";
import { decode, encode, fromStruct, markSecret, markSecretsOf, toStruct } from "./wire";

export interface Call {
  readonly kind: ResourceKind;
  readonly signal: AbortSignal;
  readonly log: EngineLog;
}

const { Mode } = CheckRequest.AutonamingOptions;
const autonamingModes = { [Mode.PROPOSE]: "propose", [Mode.ENFORCE]: "enforce", [Mode.DISABLE]: "disable" } as const;

/** A status that is shown already isn't sent again. */
function contextOf({ signal, log }: Call, urn: string, timeout: number): CallContext {
  let shown = "";
  const status = (message: string): void => {
    if (message === shown) return;
    shown = message;
    log.status(urn, message);
  };
  return { urn, timeout, signal, status, warn: (message) => log.warn(urn, message) };
}

const outputsOf = ({ kind }: Call, given: WireProps, outputs: Props): WireProps =>
  markSecret(kind.secretOutputs ?? [], markSecretsOf(given, encode(outputs)));

const inputsOf = (kind: ResourceKind, given: WireProps, inputs: Props): WireProps =>
  markSecret(kind.secretInputs ?? [], markSecretsOf(given, encode(inputs)));

/** Runs the call; a resource that exists but isn't ready becomes the protocol's error with its secrets marked. */
async function withInitErrors<T>(call: Call, ins: WireProps, state: WireProps, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof InitError)) throw error;
    const { id, inputs, outputs } = error.result;
    throw initFailed({
      id,
      inputs: inputsOf(call.kind, ins, inputs),
      outputs: outputsOf(call, state, outputs),
      reasons: error.reasons,
    });
  }
}

export async function check({ kind }: Call, request: CheckRequest): Promise<CheckResponse> {
  const news = fromStruct(request.getNews());
  const olds = decode(fromStruct(request.getOlds()));
  const autonaming = request.getAutonaming();
  const args: CheckArgs = {
    urn: request.getUrn(),
    news: decode(news),
    olds: Object.keys(olds).length > 0 ? olds : undefined,
    randomSeed: Buffer.from(request.getRandomseed_asU8()),
    ...(autonaming && {
      autonaming: { proposedName: autonaming.getProposedName(), mode: autonamingModes[autonaming.getMode()] },
    }),
  };
  const { inputs, failures } = await kind.check(args);
  return checkResponse(inputsOf(kind, news, inputs), failures);
}

export async function diff({ kind }: Call, request: DiffRequest): Promise<DiffResponse> {
  const result = await kind.diff({
    id: request.getId(),
    urn: request.getUrn(),
    oldInputs: decode(fromStruct(request.getOldInputs())),
    oldOutputs: decode(fromStruct(request.getOlds())),
    news: decode(fromStruct(request.getNews())),
    ignoreChanges: request.getIgnorechangesList(),
  });
  return diffResponse(result);
}

export async function create(call: Call, request: CreateRequest): Promise<CreateResponse> {
  const news = fromStruct(request.getProperties());
  const context = contextOf(call, request.getUrn(), request.getTimeout());
  const args = { news: decode(news), preview: request.getPreview() };
  const { id, outputs } = await withInitErrors(call, news, news, () => call.kind.create(args, context));
  const response = new CreateResponse();
  response.setId(id);
  response.setProperties(toStruct(outputsOf(call, news, outputs)));
  return response;
}

export async function update(call: Call, request: UpdateRequest): Promise<UpdateResponse> {
  const news = fromStruct(request.getNews());
  const context = contextOf(call, request.getUrn(), request.getTimeout());
  const args = {
    id: request.getId(),
    oldInputs: decode(fromStruct(request.getOldInputs())),
    oldOutputs: decode(fromStruct(request.getOlds())),
    news: decode(news),
    preview: request.getPreview(),
    ignoreChanges: request.getIgnorechangesList(),
  };
  const outputs = await withInitErrors(call, news, news, () => call.kind.update(args, context));
  const response = new UpdateResponse();
  response.setProperties(toStruct(outputsOf(call, news, outputs)));
  return response;
}

export async function read(call: Call, request: ReadRequest): Promise<ReadResponse> {
  const id = request.getId();
  const inputs = request.getInputs();
  const state = fromStruct(request.getProperties());
  const imported = inputs === undefined;
  const given = fromStruct(inputs);
  const context = contextOf(call, request.getUrn(), request.getTimeout());
  const args = {
    id,
    inputs: imported ? undefined : decode(given),
    outputs: imported ? undefined : decode(state),
  };
  const result = await withInitErrors(call, given, state, () => call.kind.read(args, context));
  const response = new ReadResponse();
  if (!result) return response;
  response.setId(id);
  response.setProperties(toStruct(markSecretsOf(given, outputsOf(call, state, result.outputs))));
  const liveInputs = inputsOf(call.kind, given, result.inputs);
  response.setInputs(toStruct(imported ? markSecret(call.kind.secretOutputs ?? [], liveInputs) : liveInputs));
  return response;
}

export async function remove(call: Call, request: DeleteRequest): Promise<void> {
  const args = {
    id: request.getId(),
    oldInputs: decode(fromStruct(request.getOldInputs())),
    oldOutputs: decode(fromStruct(request.getProperties())),
  };
  await call.kind.delete(args, contextOf(call, request.getUrn(), request.getTimeout()));
}
