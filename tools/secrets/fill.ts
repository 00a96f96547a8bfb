/** Makes what a stack's encrypted config lacks, and renews what runs out. */
import { X509Certificate, randomBytes } from "node:crypto";
import { certificatesOf, keyOf } from "../../core/pem";
import type { SecretKey, SecretMaking } from "../../stacks/secrets";
import { createAuthority, issue } from "../certificates";

/** Where secrets are kept, encrypted. */
export interface SecretStore {
  readonly has: (key: string) => boolean;
  readonly read: (key: string) => Promise<string>;
  readonly write: (key: string, value: string) => Promise<void>;
}

export interface Filled {
  readonly key: string;
  readonly done: "created" | "renewed";
}

type CertificateMaking = Extract<SecretMaking, { kind: "certificate" }>;
/** What can be made here. */
type Making = Exclude<SecretMaking, "given">;

const AUTHORITY_DAYS = 3650;
const CERTIFICATE_DAYS = 730;
/** Long enough for several releases to pass before brokers are left without a valid certificate. */
export const RENEWAL_DAYS = 90;
const DAY_MS = 86_400_000;

/** Keys in an order in which each finds what it is made from; what others give is left to them. Returns what was done, in that order. */
export async function fillSecrets(
  keys: readonly SecretKey[],
  store: SecretStore,
  now = new Date(),
): Promise<readonly Filled[]> {
  const filled: Filled[] = [];
  for (const { key, make } of keys) {
    if (make === "given") continue;
    const isNew = !store.has(key);
    if (!isNew && !(await isToRenew(make, key, store, now))) continue;
    await store.write(key, await valueOf(make, store, now));
    filled.push({ key, done: isNew ? "created" : "renewed" });
  }
  return filled;
}

async function valueOf(make: Making, store: SecretStore, now: Date): Promise<string> {
  if (make === "password") return randomPassword();
  if (make.kind === "authority") {
    const { certificate, key } = await createAuthority(make.commonName, { days: AUTHORITY_DAYS, now });
    return certificate + key;
  }
  const bundle = await store.read(make.authority);
  const [authority = ""] = certificatesOf(bundle);
  const { commonName, names } = make;
  const signer = { certificate: authority, key: keyOf(bundle) };
  const { certificate, key } = await issue(signer, { commonName, names, use: "peer" }, { days: CERTIFICATE_DAYS, now });
  return certificate + authority + key;
}

/** 32 characters that need no quoting anywhere. */
const randomPassword = (): string => randomBytes(24).toString("base64url");

/** Only a certificate runs out; one that somebody else's authority signed is somebody else's to renew. */
async function isToRenew(make: Making, key: string, store: SecretStore, now: Date): Promise<boolean> {
  if (make === "password" || make.kind === "authority" || !store.has(make.authority)) return false;
  const certificate = new X509Certificate(await store.read(key));
  const authority = new X509Certificate(await store.read(make.authority));
  return (
    certificate.checkIssued(authority) &&
    certificate.verify(authority.publicKey) &&
    (runsOut(certificate, now) || lacksName(certificate, make))
  );
}

const runsOut = ({ validToDate }: X509Certificate, now: Date): boolean =>
  validToDate.getTime() - now.getTime() < RENEWAL_DAYS * DAY_MS;

/** `DNS:localhost, IP Address:127.0.0.1`, as Node writes them. */
function lacksName({ subjectAltName = "" }: X509Certificate, { names }: CertificateMaking): boolean {
  const held = subjectAltName.split(", ").map((entry) => entry.slice(entry.indexOf(":") + 1));
  return names.some((name) => !held.includes(name));
}
