/** Which resources the API server has: the path of a kind, and whether its objects live in namespaces. */
import { mapsAt, textAt } from "../objects";
import type { Connection } from "./connection";
import { isCode, NoKindError } from "./errors";

export interface ApiResource {
  /** `/apis/apps/v1` */
  readonly base: string;
  /** `statefulsets` */
  readonly plural: string;
  readonly namespaced: boolean;
}

interface Listing {
  readonly at: number;
  readonly kinds: Promise<ReadonlyMap<string, ApiResource>>;
}

/** A kind that wasn't there is looked for again after this time: its definition may have come meanwhile. */
const freshMilliseconds = 1_000;

export class Discovery {
  private readonly listings = new Map<string, Listing>();

  constructor(private readonly connection: Connection) {}

  /** Throws `NoKindError` where the server doesn't have the kind. */
  async resolve(apiVersion: string, kind: string): Promise<ApiResource> {
    const known = this.listings.get(apiVersion);
    const found = (await known?.kinds)?.get(kind);
    if (found) return found;
    const fresh = known !== undefined && Date.now() - known.at < freshMilliseconds;
    const resource = fresh ? undefined : (await this.list(apiVersion)).get(kind);
    if (!resource) throw new NoKindError(apiVersion, kind);
    return resource;
  }

  private list(apiVersion: string): Listing["kinds"] {
    const kinds = this.fetch(apiVersion);
    this.listings.set(apiVersion, { at: Date.now(), kinds });
    kinds.catch(() => this.listings.delete(apiVersion));
    return kinds;
  }

  private async fetch(apiVersion: string): Promise<ReadonlyMap<string, ApiResource>> {
    const base = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    try {
      const list = await this.connection.request({ method: "GET", path: base });
      const resources = mapsAt(list, "resources").filter((resource) => !textAt(resource, "name").includes("/"));
      return new Map(
        resources.map((resource) => [
          textAt(resource, "kind"),
          { base, plural: textAt(resource, "name"), namespaced: resource["namespaced"] === true },
        ]),
      );
    } catch (error) {
      if (isCode(error, 404)) return new Map();
      throw error;
    }
  }
}
