/**
 * What a provider stand-in is made of: one `ResourceKind` per resource type, served over the provider protocol by `protocol/`.
 * A kind sees decoded values; the protocol layer alone knows protobuf, secrets' signatures and unknowns' sentinels.
 */

/** An input that another resource's output will give: present in previews only. */
export const UNKNOWN: unique symbol = Symbol("unknown");

/**
 * A property value. Secrets are unwrapped before a kind sees them; the protocol layer marks the same paths secret again
 * in what a kind returns. An object member that is null on the wire is absent here, as real providers treat it.
 */
export type Value =
  null | boolean | number | string | typeof UNKNOWN | readonly Value[] | { readonly [key: string]: Value };
export type Props = Readonly<Record<string, Value>>;

/** One input that the provider refuses, in the words that the real provider's users know. */
export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

export interface PropertyDiff {
  readonly kind: "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";
  /** True where the difference is between inputs, false between state and the new inputs. */
  readonly inputDiff: boolean;
}

export interface DiffResult {
  /** Path of a property (`config["retention.ms"]`) to how it differs; empty means no change. */
  readonly detailed: Readonly<Record<string, PropertyDiff>>;
  /** Delete first, then create: names are taken otherwise. */
  readonly deleteBeforeReplace: boolean;
}

export interface CreateResult {
  readonly id: string;
  readonly outputs: Props;
}

export interface ReadResult {
  readonly inputs: Props;
  readonly outputs: Props;
}

/** The object exists but did not become ready: the engine records it as created, with the error. */
export class InitError extends Error {
  constructor(
    readonly result: CreateResult & { readonly inputs: Props },
    readonly reasons: readonly string[],
  ) {
    super(reasons.join("; "));
  }
}

export interface CallContext {
  readonly urn: string;
  /** Seconds that the resource's `customTimeouts` allow; 0 means the kind's own default. */
  readonly timeout: number;
  /** Aborted when the engine cancels (Ctrl-C). */
  readonly signal: AbortSignal;
  /** Shown under the resource's row while it is being worked on, e.g. what it waits for. */
  status(message: string): void;
  warn(message: string): void;
}

export interface CheckArgs {
  readonly urn: string;
  readonly news: Props;
  /** The inputs of the last deployment; undefined for a new resource. */
  readonly olds: Props | undefined;
  /** Random bytes for names that a kind makes up. */
  readonly randomSeed: Buffer;
  /** Present where the stack configures `pulumi:autonaming`. */
  readonly autonaming?: { readonly proposedName: string; readonly mode: "propose" | "enforce" | "disable" };
}

export interface CheckResult {
  /** The inputs as the state will record them: checked, defaults filled in. */
  readonly inputs: Props;
  readonly failures: readonly CheckFailure[];
}

export interface DiffArgs {
  readonly id: string;
  readonly urn: string;
  readonly oldInputs: Props;
  readonly oldOutputs: Props;
  readonly news: Props;
  /** Already applied to `news` by the engine; repeated here for what a kind compares beyond inputs. */
  readonly ignoreChanges: readonly string[];
}

export interface CreateArgs {
  readonly news: Props;
  /** Nothing is changed, and what is not known yet comes back as UNKNOWN. */
  readonly preview: boolean;
}

export interface UpdateArgs extends CreateArgs {
  readonly id: string;
  readonly oldInputs: Props;
  readonly oldOutputs: Props;
  readonly ignoreChanges: readonly string[];
}

export interface ReadArgs {
  readonly id: string;
  /** Both undefined for an import. */
  readonly inputs: Props | undefined;
  readonly outputs: Props | undefined;
}

export interface DeleteArgs {
  readonly id: string;
  readonly oldInputs: Props;
  readonly oldOutputs: Props;
}

/**
 * One resource type. A method may throw `InitError` (create, update, read) where the object exists but isn't ready;
 * any other error's message is shown to the user as it is, and nothing is recorded.
 */
export interface ResourceKind {
  /** `kafka:index/topic:Topic`. A kind whose token ends in `*` serves every type with that prefix; the longest match wins. */
  readonly token: string;
  /** Top-level outputs (and inputs that an import finds) that are always secret, whatever the inputs were. */
  readonly secretOutputs?: readonly string[];
  /** Top-level inputs that the state records as secrets even where the program gives them in clear. */
  readonly secretInputs?: readonly string[];
  check(args: CheckArgs): Promise<CheckResult>;
  diff(args: DiffArgs): Promise<DiffResult>;
  create(args: CreateArgs, context: CallContext): Promise<CreateResult>;
  /** Gives the new outputs. */
  update(args: UpdateArgs, context: CallContext): Promise<Props>;
  /** Undefined where the object is gone. */
  read(args: ReadArgs, context: CallContext): Promise<ReadResult | undefined>;
  /** What is gone already is deleted. */
  delete(args: DeleteArgs, context: CallContext): Promise<void>;
}

/** A provider that has been configured. */
export interface ConfiguredProvider {
  readonly kinds: readonly ResourceKind[];
  close(): Promise<void>;
}

export interface ProviderDefinition {
  /** `kafka`: served as `pulumi-resource-kafka`. */
  readonly name: string;
  /** The SDK's version, whose behaviour this stand-in follows. */
  readonly version: string;
  /** As the real provider declares it. False: the engine sends plain values and marks the secret inputs' names in the outputs by itself. */
  readonly acceptSecrets: boolean;
  /**
   * Config values that are no strings arrive JSON-encoded, as the SDKs send them: `"true"`, `"[\"127.0.0.1:9092\"]"`.
   * They may hold UNKNOWN.
   */
  checkConfig(news: Props, olds: Props | undefined): Promise<CheckResult>;
  diffConfig(oldInputs: Props, news: Props): Promise<DiffResult>;
  /**
   * Opens what the kinds need; `config` is the provider resource's inputs, with ambient environment as the real
   * provider reads it. Everything is known: the engine doesn't configure a provider with unknown inputs.
   */
  configure(config: Props, context: Pick<CallContext, "warn">): Promise<ConfiguredProvider>;
}
