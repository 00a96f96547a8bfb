import { X509Certificate } from "node:crypto";
import { certificatesOf, isWhole } from "../core/pem";

const DAY_MS = 86_400_000;

/** Whole days for which a certificate is still good, negative after its end; undefined if the text isn't a certificate with chain and key. */
export function daysLeft(pem: string, now = new Date()): number | undefined {
  if (!isWhole(pem)) return undefined;
  try {
    const { validToDate } = new X509Certificate(certificatesOf(pem)[0] ?? "");
    return Math.floor((validToDate.getTime() - now.getTime()) / DAY_MS);
  } catch {
    return undefined;
  }
}
