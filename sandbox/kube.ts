import fs from "node:fs";
import https from "node:https";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { SandboxLayout } from "./layout";
import { keptPorts } from "./ports";

/** A Kubernetes object, typed as far as every kind has it. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: KubeMetadata;
  readonly [field: string]: unknown;
}

export interface KubeMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** What the API server refused, in its words. */
export class KubeError extends Error {
  override readonly name = "KubeError";
  constructor(
    readonly status: number,
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

export interface RequestOptions {
  readonly body?: unknown;
  /** Of the body; JSON where absent. Patches need theirs. */
  readonly contentType?: string;
  /** Another form of the answer, such as metadata only. */
  readonly accept?: string;
  /** Another user, whose rights then count. */
  readonly as?: string;
}

export interface KubeClient {
  /** One request; the decoded answer. Any status from 400 up throws a `KubeError`. */
  request(method: string, path: string, options?: RequestOptions): Promise<unknown>;
  /** The object or list at a path; undefined where there is none. */
  get<T = KubeObject>(path: string): Promise<T | undefined>;
  /** Server-side apply as `sandbox`, taking over fields that others manage. */
  apply(object: KubeObject, subresource?: "status"): Promise<KubeObject>;
  /** True once the API server says that it is ready; false while it can't be reached. */
  ready(): Promise<boolean>;
  /** `/apis/apps/v1/namespaces/n/deployments/d` of an object, by the server's own list of its kinds. */
  pathOf(object: KubeObject): Promise<string>;
  /** Ends idle connections, so that a command can exit at once. */
  close(): void;
}

/** The cluster administrator's client of a stack's sandbox. Reads certificate and token when it is made. */
export function kubeClient(layout: SandboxLayout): KubeClient {
  const agent = new https.Agent({ keepAlive: true, maxSockets: 16, ca: fs.readFileSync(certificateOf(layout)) });
  const token = adminToken(layout);
  const port = keptPorts(layout).api;
  const kinds = new Map<string, Promise<ResourceList>>();

  const send = (method: string, target: string, options: RequestOptions = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { body, contentType = "application/json", accept = "application/json", as } = options;
      const text = body === undefined ? "" : JSON.stringify(body);
      const headers = {
        authorization: `Bearer ${token}`,
        accept,
        ...(as && { "impersonate-user": as }),
        "content-type": contentType,
        // Node gives a DELETE's body no length by itself, and the server takes it for the next request.
        "content-length": Buffer.byteLength(text),
      };
      const where = { host: "127.0.0.1", port, method, path: target, headers, agent, timeout: ANSWER_DEADLINE_MS };
      const request = https.request(where, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
      });
      request.on("timeout", () =>
        request.destroy(new Error(`${method} ${target}: no answer within ${ANSWER_DEADLINE_MS / 1000} s`)),
      );
      request.on("error", reject);
      request.end(text);
    });

  const client: KubeClient = {
    async request(method, target, options) {
      const deadline = Date.now() + OVERLOADED_DEADLINE_MS;
      // Read or applied twice is as good as once.
      const isRepeatable = method === "GET" || options?.contentType === APPLY;
      for (;;) {
        const { status, text } = await send(method, target, options);
        if (status < 400) return text === "" ? undefined : (JSON.parse(text) as unknown);
        if (!isRepeatable || !OVERLOADED.includes(status) || Date.now() >= deadline)
          throw errorOf(status, text, `${method} ${target}`);
        await pause(OVERLOADED_INTERVAL_MS);
      }
    },
    async get<T>(target: string) {
      try {
        return (await client.request("GET", target)) as T;
      } catch (error) {
        if (error instanceof KubeError && error.status === 404) return undefined;
        throw error;
      }
    },
    async apply(object, subresource) {
      const target = `${await client.pathOf(object)}${subresource ? `/${subresource}` : ""}?fieldManager=sandbox&force=true`;
      return (await client.request("PATCH", target, { body: object, contentType: APPLY })) as KubeObject;
    },
    async ready() {
      try {
        return (await send("GET", "/readyz")).status === 200;
      } catch {
        return false;
      }
    },
    async pathOf(object) {
      const base = object.apiVersion.includes("/") ? `/apis/${object.apiVersion}` : `/api/${object.apiVersion}`;
      const known = kinds.get(base) ?? (client.request("GET", base) as Promise<ResourceList>);
      kinds.set(base, known);
      const resource = (await known).resources.find((r) => r.kind === object.kind && !r.name.includes("/"));
      if (!resource)
        throw new KubeError(404, "NotFound", `the server has no kind ${object.kind} in ${object.apiVersion}`);
      const { name, namespace = "default" } = object.metadata;
      return `${base}/${resource.namespaced ? `namespaces/${namespace}/` : ""}${resource.name}/${name}`;
    },
    close: () => agent.destroy(),
  };
  return client;
}

const APPLY = "application/apply-patch+yaml";

/** A server that hangs is told of, not waited for: none of these requests takes long. */
const ANSWER_DEADLINE_MS = 60_000;

/** A server that has too much to do, as it has while it starts on a busy machine: too many requests, not available, timed out. */
const OVERLOADED: readonly number[] = [429, 503, 504];
const OVERLOADED_DEADLINE_MS = 60_000;
const OVERLOADED_INTERVAL_MS = 500;

/** The API server's certificate with its authority; the server makes it at its first start. */
export const certificateOf = (layout: SandboxLayout): string => path.join(layout.kube.pki, "apiserver.crt");

const adminToken = (layout: SandboxLayout): string =>
  fs.readFileSync(path.join(layout.kube.pki, "admin.token"), "utf8").trim();

interface Answer {
  readonly status: number;
  readonly text: string;
}

interface ResourceList {
  readonly resources: readonly { readonly name: string; readonly kind: string; readonly namespaced: boolean }[];
}

function errorOf(status: number, text: string, request: string): KubeError {
  try {
    const { reason, message } = JSON.parse(text) as { readonly reason?: string; readonly message?: string };
    return new KubeError(status, reason ?? "Unknown", message ?? text);
  } catch {
    return new KubeError(status, "Unknown", `${request}: HTTP ${status} ${text.slice(0, 200)}`);
  }
}
