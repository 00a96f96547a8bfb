import "reflect-metadata";
import * as x509 from "@peculiar/x509";
import { createPrivateKey, randomBytes, webcrypto } from "node:crypto";
import { isIP } from "node:net";

/** Certificates as operators and `npm run secrets` make them. */

/** A certificate and its private key (PKCS#8), both PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

export interface Subject {
  readonly commonName: string;
  /** DNS names and IP addresses that a server's certificate is good for. */
  readonly names?: readonly string[];
  /** Peers are both: they serve each other. */
  readonly use: "server" | "client" | "peer";
}

/** How long a certificate is good for. */
export interface Validity {
  readonly days: number;
  readonly now?: Date;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const DAY_MS = 86_400_000;

/** A new certificate authority that signs servers and clients, and no other authority. */
export async function createAuthority(commonName: string, validity: Validity): Promise<KeyPair> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...period(validity),
    serialNumber: serial(),
    name: [{ CN: [commonName] }],
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: pem(certificate), key: await privatePem(keys.privateKey) };
}

/** A certificate by an authority, which may be somebody else's: elliptic or RSA, key in PKCS#8 or PKCS#1. */
export async function issue(authority: KeyPair, subject: Subject, validity: Validity): Promise<KeyPair> {
  const issuer = new x509.X509Certificate(authority.certificate);
  const signer = await signingKey(authority.key);
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.create({
    ...period(validity),
    serialNumber: serial(),
    subject: [{ CN: [subject.commonName] }],
    issuer: issuer.subjectName.toJSON(),
    publicKey: keys.publicKey,
    signingKey: signer.key,
    signingAlgorithm: signer.algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension(USAGES[subject.use]),
      ...alternativeNames(subject.names ?? []),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  });
  return { certificate: pem(certificate), key: await privatePem(keys.privateKey) };
}

const USAGES = {
  server: [x509.ExtendedKeyUsage.serverAuth],
  client: [x509.ExtendedKeyUsage.clientAuth],
  peer: [x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth],
};

function alternativeNames(names: readonly string[]): readonly x509.Extension[] {
  if (names.length === 0) return [];
  return [
    new x509.SubjectAlternativeNameExtension(
      names.map((value) => ({ type: isIP(value) ? "ip" : "dns", value }) as const),
    ),
  ];
}

async function signingKey(key: string) {
  const parsed = createPrivateKey(key);
  const der = parsed.export({ type: "pkcs8", format: "der" });
  const algorithm =
    parsed.asymmetricKeyType === "rsa"
      ? ({ name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } as const)
      : ({ ...ALGORITHM, namedCurve: CURVES[parsed.asymmetricKeyDetails?.namedCurve ?? ""] ?? "P-256" } as const);
  return { key: await webcrypto.subtle.importKey("pkcs8", der, algorithm, false, ["sign"]), algorithm };
}

/** OpenSSL's names of curves, in WebCrypto's. */
const CURVES: Readonly<Record<string, string>> = { prime256v1: "P-256", secp384r1: "P-384", secp521r1: "P-521" };

async function privatePem(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", key));
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" })
    .export({ type: "pkcs8", format: "pem" })
    .toString();
}

const pem = (certificate: x509.X509Certificate): string => `${certificate.toString("pem")}\n`;

/** Positive, as a leading bit would make it negative. */
const serial = (): string => `00${randomBytes(15).toString("hex")}`;

/** Good from a minute ago, as clocks differ. */
const period = ({ days, now = new Date() }: Validity) => ({
  notBefore: new Date(now.getTime() - 60_000),
  notAfter: new Date(now.getTime() + days * DAY_MS),
});
