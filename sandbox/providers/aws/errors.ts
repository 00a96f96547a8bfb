/** AWS's errors in the words that users of the real provider, which is built on the Go SDK, search for. */

interface ServiceException extends Error {
  readonly Code?: string;
  readonly HostId?: string;
  readonly RequestId?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string; readonly attempts?: number };
}

interface NetworkError extends Error {
  readonly code?: string;
  readonly address?: string;
  readonly port?: number;
}

/** What every client here throws. */
export class AwsError extends Error {
  /** `NoSuchBucket`, `EntityAlreadyExists`; empty where the service wasn't reached. */
  readonly code: string;

  constructor(service: string, operation: string, error: unknown) {
    const exception = error as ServiceException;
    const reached = exception.$metadata?.httpStatusCode !== undefined;
    super(
      `operation error ${service}: ${operation}, ${reached ? answer(service, exception) : unreached(service, exception)}`,
      {
        cause: error,
      },
    );
    this.code = reached ? codeOf(exception) : "";
  }
}

const codeOf = ({ Code, name }: ServiceException): string => Code ?? name;

function answer(service: string, exception: ServiceException): string {
  const { $metadata = {}, RequestId = $metadata.requestId ?? "", HostId = "" } = exception;
  // The Go SDK knows some errors by their own type; of the others it says that they came from the API.
  const isModeled = !exception.constructor.name.endsWith("ServiceException");
  const words = `${isModeled ? "" : "api error "}${codeOf(exception)}: ${exception.message}`;
  return `https response error StatusCode: ${$metadata.httpStatusCode ?? 0}, ${ids(service, RequestId, HostId)}, ${words}`;
}

function unreached(service: string, exception: ServiceException): string {
  const attempts = exception.$metadata?.attempts;
  const { code, address, port } = exception as NetworkError;
  const reason =
    code === "ECONNREFUSED" && address !== undefined
      ? `dial tcp ${address}:${port ?? 0}: connect: connection refused`
      : exception.message;
  const tried = attempts === undefined ? "" : `exceeded maximum number of attempts, ${attempts}, `;
  return `${tried}https response error StatusCode: 0, ${ids(service, "", "")}, request send failed, ${reason}`;
}

/** S3 alone answers with the id of a host. */
const ids = (service: string, request: string, host: string): string =>
  `RequestID: ${request}${service === "S3" ? `, HostID: ${host}` : ""}`;

export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof AwsError && codes.includes(error.code);
}

/** What isn't there is undefined. */
export async function unless<T>(codes: readonly string[], work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (hasCode(error, ...codes)) return undefined;
    throw error;
  }
}

/** Says what was being done: `creating S3 Bucket (logs): …`. */
export async function doing<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Error(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
