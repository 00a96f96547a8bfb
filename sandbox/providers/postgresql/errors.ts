/** Server and network errors in the words of the real provider's driver, without passwords. */
import { DatabaseError } from "pg";

/** SQL states that are about the moment, not about the statement. */
const STARTING = ["57P03", "57P01", "57P02"];
const NETWORK = ["ECONNREFUSED", "ECONNRESET", "EPIPE", "ENOENT"];
/** The driver's own words, which have no code: while a query runs, and for the one after. */
const LOST = ["Connection terminated unexpectedly", "Client has encountered a connection error and is not queryable"];
const DEADLOCK = "40P01";

/** A server that is starting, stopping or not there yet. */
export function isNotReady(error: unknown): boolean {
  return flatten(error).some(
    (inner) => NETWORK.includes(codeOf(inner)) || STARTING.includes(codeOf(inner)) || LOST.includes(inner.message),
  );
}

/** Two transactions changed the same catalog row: the loser may simply try again. */
export function isContention(error: unknown): boolean {
  return error instanceof DatabaseError && (error.code === DEADLOCK || error.message.includes("tuple concurrently"));
}

/** `pq: role "app" already exists` */
export function asDriver(error: unknown, secrets: readonly string[]): Error {
  const words =
    error instanceof DatabaseError
      ? `pq: ${error.message}${error.detail === undefined ? "" : ` (${error.detail})`}`
      : networkWords(error);
  return new Error(redact(words, secrets), { cause: error });
}

export function redact(text: string, secrets: readonly string[]): string {
  return secrets.filter((secret) => secret !== "").reduce((words, secret) => words.replaceAll(secret, "XXXX"), text);
}

function networkWords(error: unknown): string {
  for (const inner of flatten(error)) {
    const { code, address, port } = inner as NodeJS.ErrnoException & { address?: string; port?: number };
    if (code === "ECONNREFUSED" && address !== undefined)
      return `dial tcp ${address}:${port ?? 0}: connect: connection refused`;
    if (inner.message === "The server does not support SSL connections") return "pq: SSL is not enabled on the server";
  }
  return error instanceof Error ? error.message : String(error);
}

function flatten(error: unknown): readonly Error[] {
  if (error instanceof AggregateError) return [error, ...error.errors.flatMap(flatten)];
  return error instanceof Error ? [error] : [];
}

function codeOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : "";
}
