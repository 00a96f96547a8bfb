/** Broker and network errors in the words that users of the real provider, which is built on Sarama, search for. */
import type { GenericError, MultipleErrors } from "@platformatic/kafka";
import { library } from "./library";

/** Codes of the Kafka protocol. */
export const CODES = {
  unknownTopic: 3,
  topicExists: 36,
  invalidPartitions: 37,
  invalidReplication: 38,
  resourceNotFound: 91,
} as const;

const WORDS: Readonly<Record<number, string>> = {
  3: "Request was for a topic or partition that does not exist on this broker",
  17: "The request attempted to perform an operation on an invalid topic",
  29: "The client is not authorized to access this topic",
  31: "The client is not authorized to send this request type",
  36: "Topic with this name already exists",
  37: "Number of partitions is invalid",
  38: "Replication-factor is invalid",
  39: "Replica assignment is invalid",
  40: "The configuration is invalid",
  44: "Request parameters do not satisfy the configured policy",
  54: "Security features are disabled",
  58: "SASL Authentication failed",
  73: "Topic deletion is disabled",
};

/** Every error inside an error, the outermost first. */
function* causes(error: unknown): Generator<Error> {
  if (!(error instanceof Error)) return;
  yield error;
  if (error instanceof AggregateError) for (const inner of error.errors) yield* causes(inner);
  yield* causes(error.cause);
}

function protocolError(error: unknown): GenericError | undefined {
  const { ProtocolError } = library();
  for (const cause of causes(error)) if (cause instanceof ProtocolError) return cause;
  return undefined;
}

export function codeOf(error: unknown): number | undefined {
  const code: unknown = protocolError(error)?.apiCode;
  return typeof code === "number" ? code : undefined;
}

/** No leader yet, timed out, no broker available, network failure, no controller yet. */
const PASSING_CODES: readonly number[] = [5, 7, 8, 13, 41];

/** The controller isn't among the brokers, as those say that are about to go or have just come. */
export class NoControllerError extends Error {
  override readonly name = "NoControllerError";
}

/** What waiting may mend: a broker that is gone, or one that answers before the controller lets it hold partitions. */
export function isPassing(error: unknown): boolean {
  if (error instanceof NoControllerError) return true;
  const inner = protocolError(error);
  if (inner === undefined) return isConnectionError(error);
  const isFenced = codeOf(error) === CODES.invalidReplication && String(inner.serverErrorMessage).includes("fenced");
  return isFenced || PASSING_CODES.includes(codeOf(error) ?? 0);
}

/** For an operation that runs again: the error that says that the first run had its effect is none. */
export function unlessDone(repeated: boolean, code: number): (error: unknown) => void {
  return (error) => {
    if (!repeated || codeOf(error) !== code) throw error;
  };
}

/** A failure to reach or talk to a broker, which may be gone in a moment. */
export function isConnectionError(error: unknown): boolean {
  if (protocolError(error) !== undefined) return false;
  return [...causes(error)].some((cause) =>
    ["PLT_KFK_NETWORK", "PLT_KFK_TIMEOUT", "ECONNREFUSED", "ECONNRESET", "EPIPE"].includes(errorCode(cause)),
  );
}

function errorCode(error: Error | GenericError | MultipleErrors): string {
  return "code" in error && typeof error.code === "string" ? error.code : "";
}

/** What is wrong with the connection, in Go's words where Node has the same ones: `dial tcp 127.0.0.1:9092: connect: connection refused`. */
function dialError(error: unknown): string {
  for (const cause of causes(error)) {
    const { code, address, port } = cause as NodeJS.ErrnoException & { address?: string; port?: number };
    if (code === "ECONNREFUSED" && address !== undefined)
      return `dial tcp ${address}:${port ?? 0}: connect: connection refused`;
  }
  return [...causes(error)].at(-1)?.message ?? String(error);
}

export function unreachable(error: unknown): Error {
  return new Error(`kafka: client has run out of available brokers to talk to: ${dialError(error)}`, { cause: error });
}

/** The error as the provider would report it; what it was stays its cause. */
export function asReported(error: unknown): Error {
  const inner = protocolError(error);
  if (inner === undefined) {
    if (isConnectionError(error)) return unreachable(error);
    return error instanceof Error ? error : new Error(String(error));
  }
  const detail: unknown = inner.serverErrorMessage;
  return new Error(words(codeOf(error) ?? -1, typeof detail === "string" ? detail : undefined, inner.message), {
    cause: error,
  });
}

/** An error code that a response carries without the client throwing it. */
export function serverError(code: number, detail?: string | null): Error {
  return new Error(words(code, detail ?? undefined, `error code ${code}`));
}

function words(code: number, detail: string | undefined, fallback: string): string {
  return `kafka server: ${WORDS[code] ?? fallback.replace(/\.$/, "")}${detail === undefined ? "" : ` - ${detail}`}`;
}
