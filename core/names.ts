import { createHash } from "node:crypto";

/** The longest name that a DNS label, and so most Kubernetes objects and all label values, may have. */
const LONGEST = 63;
const HASH_LENGTH = 8;

/**
 * One DNS label from the parts, joined by `-`. What doesn't fit, or had to be rewritten to fit the alphabet, is told apart by a hash
 * of the whole, so that two different inputs never give one name.
 */
export function dns63(...parts: readonly string[]): string {
  const whole = parts.join("-");
  const label = whole
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  if (label === whole && label.length > 0 && label.length <= LONGEST) return label;
  const hash = createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, HASH_LENGTH);
  const kept = label.slice(0, LONGEST - HASH_LENGTH - 1).replace(/-+$/, "");
  return kept === "" ? `x${hash}` : `${kept}-${hash}`;
}

/** The cluster's own DNS name of a Service, or of one pod behind a headless Service. */
export function serviceHost(service: string, namespace: string, pod?: string): string {
  const host = `${service}.${namespace}.svc.cluster.local`;
  return pod === undefined ? host : `${pod}.${host}`;
}
