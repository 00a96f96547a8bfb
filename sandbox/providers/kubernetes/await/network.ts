/** Readiness of what gives pods an address. */
import type { Props } from "../../kind";
import type { KubeClient } from "../api/client";
import { mapAt, mapsAt, nameOf, namespaceOf, textAt } from "../objects";
import type { Readiness } from "./verdict";
import { done, readyIf, waiting } from "./verdict";

const hasAddress = (live: Props): boolean => mapsAt(live, "status", "loadBalancer", "ingress").length > 0;

/** Ready when no selected pod is unready; pods needn't be there yet. Headless Services and those without selector wait for nothing. */
export async function service(live: Props, client: KubeClient): Promise<Readiness> {
  const type = textAt(live, "spec", "type");
  if (type === "LoadBalancer" && !hasAddress(live)) return waiting("Attempting to allocate IP address to Service");
  const headless = textAt(live, "spec", "clusterIP") === "None";
  const selects = Object.keys(mapAt(live, "spec", "selector")).length > 0;
  if (type === "ExternalName" || headless || !selects) return done;
  const metadata = { name: nameOf(live), namespace: namespaceOf(live) };
  const endpoints = await client.get({ apiVersion: "v1", kind: "Endpoints", metadata });
  if (!endpoints) return waiting("Finding Pods to direct traffic to");
  const unready = mapsAt(endpoints, "subsets").flatMap((subset) => mapsAt(subset, "notReadyAddresses"));
  return readyIf(unready.length === 0, `Finding Pods to direct traffic to (${unready.length} of them not ready)`);
}

export function ingress(live: Props): Readiness {
  return readyIf(hasAddress(live), "Waiting for Ingress to be allocated an IP address");
}
