import { X509Certificate, createPrivateKey, generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { createAuthority, issue } from "../../sandbox/operators/certificates";

test("a server's certificate is its authority's, good for its names, and fits its key", async () => {
  const authority = await createAuthority("db");
  const pair = await issue(authority, { commonName: "db-rw", names: ["db-rw.ns.svc", "127.0.0.1"], use: "server" });
  const certificate = new X509Certificate(pair.certificate);
  const issuer = new X509Certificate(authority.certificate);
  expect(issuer.ca).toBe(true);
  expect(certificate.verify(issuer.publicKey)).toBe(true);
  expect(certificate.checkIssued(issuer)).toBe(true);
  expect(certificate.checkHost("db-rw.ns.svc")).toBe("db-rw.ns.svc");
  expect(certificate.checkIP("127.0.0.1")).toBe("127.0.0.1");
  expect(certificate.checkPrivateKey(createPrivateKey(pair.key))).toBe(true);
});

test("a user's own authority signs too, whatever its key is", async () => {
  const authority = await createAuthority("elliptic");
  const key = createPrivateKey(authority.key).export({ type: "sec1", format: "pem" }).toString();
  const pair = await issue({ ...authority, key }, { commonName: "x", use: "client" });
  expect(new X509Certificate(pair.certificate).verify(new X509Certificate(authority.certificate).publicKey)).toBe(true);
});

test("a key that isn't the authority's makes no certificate of it", async () => {
  const authority = await createAuthority("one");
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const key = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const pair = await issue({ ...authority, key }, { commonName: "x", use: "client" });
  expect(new X509Certificate(pair.certificate).verify(new X509Certificate(authority.certificate).publicKey)).toBe(
    false,
  );
});
