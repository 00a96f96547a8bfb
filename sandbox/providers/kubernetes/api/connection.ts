/** HTTPS requests to one API server. Slim on purpose: a full client library would triple the plugin's start-up time. */
import https from "node:https";
import { setTimeout as pause } from "node:timers/promises";
import type { Value } from "../../kind";
import { errorOf, UnreachableError } from "./errors";

export interface Endpoint {
  readonly server: string;
  readonly ca?: string | Buffer;
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
  readonly token?: string;
  readonly insecure?: boolean;
}

export interface Request {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Value;
  /** JSON where absent. */
  readonly contentType?: string;
  readonly signal?: AbortSignal;
}

interface Answer {
  readonly status: number;
  readonly body: string;
  /** Seconds after which the server wants to be asked again. */
  readonly retryAfter: number;
}

/** How long a server that doesn't answer is tried again: longer than a restart of the API server takes. */
const patienceMilliseconds = 45_000;
const firstPause = 100;
const longestPause = 1_000;
const requestMilliseconds = 60_000;

/** Says that nothing was sent, or that the server went away: worth another try. */
const transient = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
]);

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";

export class Connection {
  private readonly agent: https.Agent;

  constructor(private readonly endpoint: Endpoint) {
    const { ca, cert, key, insecure } = endpoint;
    this.agent = new https.Agent({
      keepAlive: true,
      maxSockets: 64,
      ...(ca && { ca }),
      ...(cert && { cert }),
      ...(key && { key }),
      rejectUnauthorized: !insecure,
    });
  }

  close(): void {
    this.agent.destroy();
  }

  /** The decoded answer. While the server can't be reached or is overloaded the request is repeated. */
  async request(request: Request, patience = patienceMilliseconds): Promise<Value> {
    const deadline = Date.now() + patience;
    for (let delay = firstPause; ; delay = Math.min(delay * 2, longestPause)) {
      const last = Date.now() + delay > deadline;
      try {
        const answer = await this.send(request);
        const overloaded = answer.status === 429 || answer.status === 503;
        if (!overloaded || last) return decode(request, answer);
        await pause(Math.max(delay, answer.retryAfter * 1000), undefined, { signal: request.signal });
      } catch (error) {
        if (!transient.has(codeOf(error))) throw error;
        if (last) throw new UnreachableError(`${this.endpoint.server} does not answer: ${(error as Error).message}`);
        await pause(delay, undefined, { signal: request.signal });
      }
    }
  }

  private send({ method, path, query = {}, body, contentType, signal }: Request): Promise<Answer> {
    const { server, token } = this.endpoint;
    const url = new URL(server);
    url.pathname = url.pathname.replace(/\/$/, "") + path;
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const content = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const headers = {
      accept: "application/json",
      "user-agent": "pulumi-kubernetes",
      ...(token && { authorization: `Bearer ${token}` }),
      // The length is needed: Node frames no body of a DELETE by itself, and the connection is used again.
      ...(content && { "content-type": contentType ?? "application/json", "content-length": content.length }),
    };
    return new Promise((resolve, reject) => {
      const options = { method, headers, agent: this.agent, timeout: requestMilliseconds, ...(signal && { signal }) };
      const request = https.request(url, options, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks).toString(),
            retryAfter: Number(response.headers["retry-after"] ?? 0),
          }),
        );
      });
      request.on("timeout", () =>
        request.destroy(Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" })),
      );
      request.on("error", reject);
      request.end(content);
    });
  }
}

function decode({ method, path }: Request, { status, body }: Answer): Value {
  if (status >= 400) throw errorOf(status, body, `${method} ${path}`);
  return JSON.parse(body) as Value;
}
