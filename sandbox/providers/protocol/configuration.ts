/** The provider's own life: handshake, its config, and what it becomes when configured. */
import { status } from "@grpc/grpc-js";
import type {
  CheckRequest,
  CheckResponse,
  ConfigureRequest,
  DiffRequest,
  DiffResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { ConfigureResponse, ProviderHandshakeResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { ConfiguredProvider, ProviderDefinition, ResourceKind } from "../kind";
import type { EngineLog } from "./engine";
import { serviceError } from "./errors";
import { checkResponse, diffResponse } from "./responses";
import { typeOfUrn } from "./urn";
import { decode, encode, fromStruct, markSecretsOf } from "./wire";

/** The longest token that fits: a type's own, else a prefix with `*`. */
export function kindFor(kinds: readonly ResourceKind[], type: string): ResourceKind | undefined {
  const fits = ({ token }: ResourceKind): boolean =>
    token === type || (token.endsWith("*") && type.startsWith(token.slice(0, -1)));
  return kinds
    .filter(fits)
    .reduce<ResourceKind | undefined>(
      (best, kind) => (best && best.token.length >= kind.token.length ? best : kind),
      undefined,
    );
}

export class Configuration {
  private configured: ConfiguredProvider | undefined;

  constructor(private readonly definition: ProviderDefinition) {}

  handshake(): ProviderHandshakeResponse {
    const response = new ProviderHandshakeResponse();
    response.setAcceptSecrets(this.definition.acceptSecrets);
    response.setSupportsAutonamingConfiguration(true);
    return response;
  }

  async check(request: CheckRequest): Promise<CheckResponse> {
    const news = fromStruct(request.getNews());
    const olds = request.getOlds();
    const result = await this.definition.checkConfig(decode(news), olds && decode(fromStruct(olds)));
    return checkResponse(markSecretsOf(news, encode(result.inputs)), result.failures);
  }

  async diff(request: DiffRequest): Promise<DiffResponse> {
    const olds = decode(fromStruct(request.getOldInputs() ?? request.getOlds()));
    return diffResponse(await this.definition.diffConfig(olds, decode(fromStruct(request.getNews()))));
  }

  async configure(request: ConfigureRequest, log: EngineLog): Promise<ConfigureResponse> {
    const urn = request.getUrn() ?? "";
    const config = decode(fromStruct(request.getArgs()));
    this.configured = await this.definition.configure(config, { warn: (message) => log.warn(urn, message) });
    const response = new ConfigureResponse();
    response.setAcceptsecrets(this.definition.acceptSecrets);
    response.setSupportspreview(true);
    response.setSupportsAutonamingConfiguration(true);
    return response;
  }

  kind(urn: string): ResourceKind {
    const { name } = this.definition;
    if (!this.configured) throw serviceError(status.FAILED_PRECONDITION, `provider ${name} is not configured yet`);
    const kind = kindFor(this.configured.kinds, typeOfUrn(urn));
    if (kind) return kind;
    const tokens = this.configured.kinds.map(({ token }) => token).join(", ");
    throw serviceError(
      status.UNIMPLEMENTED,
      `the stand-in of provider ${name} has no resource type ${typeOfUrn(urn)}; it has ${tokens}`,
    );
  }

  async close(): Promise<void> {
    await this.configured?.close();
  }
}
