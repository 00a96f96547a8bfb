import type { Props } from "../../kind";
import { mapsAt, textAt } from "../objects";

/** What the API server refused, in its words. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly code: number,
    readonly reason: string,
    message: string,
    readonly details: Props = {},
  ) {
    super(message);
  }

  /** A namespace that isn't there, as opposed to the object itself. */
  get ofNamespace(): boolean {
    return this.code === 404 && /^namespaces "/.test(this.message);
  }
}

/** The server knows no such kind: its definition isn't installed (yet). */
export class NoKindError extends Error {
  override readonly name = "NoKindError";

  constructor(apiVersion: string, kind: string) {
    super(`no matches for kind "${kind}" in version "${apiVersion}"`);
  }
}

/** No answer from the API server. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
}

export const isCode = (error: unknown, ...codes: readonly number[]): error is ApiError =>
  error instanceof ApiError && codes.includes(error.code);

export const isExists = (error: unknown): error is ApiError => isCode(error, 409) && error.reason === "AlreadyExists";

export const isConflict = (error: unknown): error is ApiError => isCode(error, 409) && error.reason === "Conflict";

/** A `Status` object of the API server. */
export function errorOf(code: number, body: string, request: string): ApiError {
  try {
    const status = JSON.parse(body) as Props;
    const details = status["details"];
    return new ApiError(
      code,
      textAt(status, "reason"),
      textAt(status, "message") || body,
      typeof details === "object" && details !== null ? (details as Props) : {},
    );
  } catch {
    return new ApiError(code, "", `${request}: HTTP ${code} ${body.slice(0, 200)}`);
  }
}

/** The fields that a validation error names. */
export const causes = (error: ApiError): readonly { readonly field: string; readonly reason: string }[] =>
  mapsAt(error.details, "causes").map((cause) => ({ field: textAt(cause, "field"), reason: textAt(cause, "reason") }));
