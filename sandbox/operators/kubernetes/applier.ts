import { createHash } from "node:crypto";
import type { KubeClient, KubeObject } from "../../kube";

/** Server-side apply that asks the server only where something is new: another wish, or a while since the last look. */
export class Applier {
  private readonly applied = new Map<string, { readonly hash: string; readonly at: number }>();

  constructor(private readonly client: KubeClient) {}

  async apply(objects: readonly KubeObject[]): Promise<void> {
    await Promise.all(objects.map((object) => this.applyOne(object)));
  }

  /** The object is known to be gone: the next time it is applied in any case. */
  async forget(object: KubeObject): Promise<void> {
    this.applied.delete(await this.client.pathOf(object));
  }

  private async applyOne(object: KubeObject): Promise<void> {
    const hash = createHash("sha256").update(JSON.stringify(object)).digest("hex");
    const path = await this.client.pathOf(object);
    const before = this.applied.get(path);
    if (before?.hash === hash && Date.now() - before.at < TRUST_MS) return;
    await this.client.request("PATCH", `${path}?fieldManager=${FIELD_MANAGER}&force=true`, {
      body: object,
      contentType: "application/apply-patch+yaml",
    });
    this.applied.set(path, { hash, at: Date.now() });
  }
}

/** Who the operators are in an object's managed fields. */
export const FIELD_MANAGER = "sandbox-operators";

/** Somebody may have deleted or edited the object: it is applied again after this. */
const TRUST_MS = 20_000;
