import * as certificates from "../../tools/certificates";
import type { KeyPair, Subject } from "../../tools/certificates";

export type { KeyPair, Subject };

const AUTHORITY_DAYS = 365;
const LEAF_DAYS = 90;

/** A new certificate authority, as operators make one per cluster. */
export const createAuthority = (commonName: string, now = new Date()): Promise<KeyPair> =>
  certificates.createAuthority(commonName, { days: AUTHORITY_DAYS, now });

/** A certificate by an authority, which may be somebody else's: elliptic or RSA, key in PKCS#8 or PKCS#1. */
export const issue = (authority: KeyPair, subject: Subject, now = new Date()): Promise<KeyPair> =>
  certificates.issue(authority, subject, { days: LEAF_DAYS, now });
