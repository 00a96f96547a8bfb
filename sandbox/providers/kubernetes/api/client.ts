/** Verbs on Kubernetes objects of any kind. */
import type { Props, Value } from "../../kind";
import { isMap, kindOf, mapsAt, nameOf, namespaceOf, textAt } from "../objects";
import type { Connection, Request } from "./connection";
import { Discovery } from "./discovery";
import { isCode } from "./errors";

export interface WriteOptions {
  readonly fieldManager: string;
  readonly dryRun?: boolean;
  readonly signal?: AbortSignal;
}

export interface ApplyOptions extends WriteOptions {
  /** Takes over fields that others manage. */
  readonly force: boolean;
}

const asObject = (value: Value): Props => (isMap(value) ? value : {});

/** Fields that the kind doesn't have are refused: a misspelt one would be dropped in silence otherwise. */
const writeQuery = ({ fieldManager, dryRun }: WriteOptions): Record<string, string> => ({
  fieldManager,
  fieldValidation: "Strict",
  ...(dryRun && { dryRun: "All" }),
});

const withSignal = (signal: AbortSignal | undefined): { signal?: AbortSignal } => (signal ? { signal } : {});

export class KubeClient {
  readonly discovery: Discovery;

  constructor(private readonly connection: Connection) {
    this.discovery = new Discovery(connection);
  }

  close(): void {
    this.connection.close();
  }

  /** `v1.34.4`; with little patience, to tell whether the cluster can be reached at all. */
  async version(patience: number): Promise<string> {
    return textAt(await this.connection.request({ method: "GET", path: "/version" }, patience), "gitVersion");
  }

  async hasKind(object: Props): Promise<boolean> {
    return this.discovery.resolve(textAt(object, "apiVersion"), kindOf(object)).then(
      () => true,
      () => false,
    );
  }

  /** The live object of the same kind, namespace and name; undefined where there is none. */
  async get(object: Props, signal?: AbortSignal): Promise<Props | undefined> {
    const path = await this.path(object, nameOf(object));
    return this.find({ method: "GET", path, ...withSignal(signal) });
  }

  async list(
    apiVersion: string,
    kind: string,
    namespace: string,
    query: Record<string, string>,
  ): Promise<readonly Props[]> {
    const path = await this.path({ apiVersion, kind, metadata: { namespace } });
    return mapsAt(await this.connection.request({ method: "GET", path, query }), "items");
  }

  async create(object: Props, options: WriteOptions): Promise<Props> {
    const path = await this.path(object);
    const query = writeQuery(options);
    return asObject(
      await this.connection.request({ method: "POST", path, query, body: object, ...withSignal(options.signal) }),
    );
  }

  async apply(object: Props, options: ApplyOptions): Promise<Props> {
    return this.patch(object, object, "application/apply-patch+yaml", {
      ...writeQuery(options),
      force: String(options.force),
    });
  }

  async replace(object: Props, options: WriteOptions): Promise<Props> {
    const path = await this.path(object, nameOf(object));
    return asObject(await this.connection.request({ method: "PUT", path, query: writeQuery(options), body: object }));
  }

  async patch(object: Props, body: Value, contentType: string, query: Record<string, string> = {}): Promise<Props> {
    const path = await this.path(object, nameOf(object));
    return asObject(await this.connection.request({ method: "PATCH", path, query, body, contentType }));
  }

  /** False where it was gone already. */
  async delete(object: Props, propagationPolicy: string, signal?: AbortSignal): Promise<boolean> {
    const path = await this.path(object, nameOf(object));
    const body = { apiVersion: "v1", kind: "DeleteOptions", propagationPolicy };
    return (await this.find({ method: "DELETE", path, body, ...withSignal(signal) })) !== undefined;
  }

  private async find(request: Request): Promise<Props | undefined> {
    try {
      return asObject(await this.connection.request(request));
    } catch (error) {
      if (isCode(error, 404)) return undefined;
      throw error;
    }
  }

  private async path(object: Props, name?: string): Promise<string> {
    const { base, plural, namespaced } = await this.discovery.resolve(textAt(object, "apiVersion"), kindOf(object));
    const scope = namespaced ? `/namespaces/${encodeURIComponent(namespaceOf(object) || "default")}` : "";
    return `${base}${scope}/${plural}${name === undefined ? "" : `/${encodeURIComponent(name)}`}`;
  }
}
