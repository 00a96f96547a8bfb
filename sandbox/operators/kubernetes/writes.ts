import { isDeepStrictEqual } from "node:util";
import { KubeError, type KubeClient } from "../../kube";
import type { Live } from "./objects";

/** Replaces an object's status where the new one says something else; true if it did. */
export async function updateStatus(client: KubeClient, path: string, object: Live, status: object): Promise<boolean> {
  if (isDeepStrictEqual(object.status, plain(status))) return false;
  await client.request("PATCH", `${path}/status`, {
    body: [
      { op: "test", path: "/metadata/uid", value: object.metadata.uid },
      { op: "add", path: "/status", value: status },
    ],
    contentType: "application/json-patch+json",
  });
  return true;
}

/** Deletes an object; one that is gone already is as good. */
export async function deleteIfThere(client: KubeClient, path: string, options?: object): Promise<void> {
  try {
    await client.request("DELETE", path, options === undefined ? {} : { body: options });
  } catch (error) {
    if (!(error instanceof KubeError && error.status === 404)) throw error;
  }
}

/** Does the work; what the API server refuses (a quota, a Pod Security Standard, a volume that can't shrink) is told before it is thrown. */
export async function tellingRefusals<T>(work: () => Promise<T>, tell: (message: string) => Promise<void>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof KubeError && REFUSED.includes(error.status)) await tell(error.message);
    throw error;
  }
}

/** Forbidden, and invalid. */
const REFUSED: readonly number[] = [403, 422];

/** As JSON carries it: without fields that are undefined. */
const plain = (value: object): unknown => JSON.parse(JSON.stringify(value));
