/** Readiness of volumes, and of what controllers fill in. */
import type { Props } from "../../kind";
import type { KubeClient } from "../api/client";
import { canonicalQuantity } from "../diff/quantity";
import { mapAt, textAt } from "../objects";
import type { Readiness } from "./verdict";
import { done, readyIf } from "./verdict";

export function volume(live: Props): Readiness {
  const phase = textAt(live, "status", "phase");
  return readyIf(
    phase === "Available" || phase === "Bound",
    `Waiting for PersistentVolume (${phase || "no phase yet"})`,
  );
}

/** Bound; where the class binds at the first use, nobody waits for a pod that may come later. */
export async function claim(live: Props, client: KubeClient): Promise<Readiness> {
  const phase = textAt(live, "status", "phase");
  if (phase === "Bound") return done;
  const name = textAt(live, "spec", "storageClassName");
  const storageClass = name
    ? await client.get({ apiVersion: "storage.k8s.io/v1", kind: "StorageClass", metadata: { name } })
    : undefined;
  const atFirstUse = textAt(storageClass, "volumeBindingMode") === "WaitForFirstConsumer";
  return readyIf(atFirstUse && phase === "Pending", `Waiting for PersistentVolumeClaim to be bound (${phase})`);
}

export function quota(live: Props): Readiness {
  const canonical = (hard: Props): string =>
    Object.entries(hard)
      .map(([name, value]) => `${name}=${typeof value === "string" ? canonicalQuantity(value) : JSON.stringify(value)}`)
      .sort()
      .join();
  const [spec, status] = [canonical(mapAt(live, "spec", "hard")), canonical(mapAt(live, "status", "hard"))];
  return readyIf(spec === status, "Waiting for ResourceQuota to be enforced");
}

/** A service account's token is filled in by a controller; other Secrets are complete as they are. */
export function secret(live: Props): Readiness {
  const byController = textAt(live, "type") === "kubernetes.io/service-account-token";
  return readyIf(!byController || Object.keys(mapAt(live, "data")).length > 0, "Waiting for the token of the Secret");
}
