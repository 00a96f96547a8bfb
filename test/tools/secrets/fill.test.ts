import { X509Certificate, createPrivateKey } from "node:crypto";
import { describe, expect, test } from "vitest";
import { certificatesOf, keyOf } from "../../../core/pem";
import type { SecretKey } from "../../../stacks/secrets";
import { createAuthority } from "../../../tools/certificates";
import { type SecretStore, fillSecrets } from "../../../tools/secrets/fill";

const NOW = new Date("2026-06-01T00:00:00Z");
const later = (days: number) => new Date(NOW.getTime() + days * 86_400_000);

const certificate = (...names: readonly string[]): SecretKey => ({
  key: "certificate",
  description: "",
  make: { kind: "certificate", authority: "authority", commonName: "brokers", names },
});
const AUTHORITY: SecretKey = { key: "authority", description: "", make: { kind: "authority", commonName: "ours" } };
const KEYS = [
  { key: "password", description: "", make: "password" } as const,
  AUTHORITY,
  certificate("*.brokers.svc", "127.0.0.1"),
];

function storeOf(held: Record<string, string> = {}): SecretStore & { readonly held: Record<string, string> } {
  return {
    held,
    has: (key) => key in held,
    read: (key) => Promise.resolve(held[key] ?? ""),
    write: (key, value) => {
      held[key] = value;
      return Promise.resolve();
    },
  };
}

async function filled(keys: readonly SecretKey[] = KEYS) {
  const store = storeOf();
  await fillSecrets(keys, store, NOW);
  return store;
}

test("what others give is left to them", async () => {
  const given = { key: "webhook", description: "", make: "given" } as const;
  const store = await filled([given, ...KEYS]);
  expect(Object.keys(store.held).sort()).toEqual(["authority", "certificate", "password"]);
});

describe("what is missing is made", () => {
  test("once", async () => {
    const store = storeOf();
    expect(await fillSecrets(KEYS, store, NOW)).toEqual([
      { key: "password", done: "created" },
      { key: "authority", done: "created" },
      { key: "certificate", done: "created" },
    ]);
    const before = { ...store.held };
    expect(await fillSecrets(KEYS, store, NOW)).toEqual([]);
    expect(store.held).toEqual(before);
  });

  test("a password is long, and another every time", async () => {
    const [one, other] = [await filled(), await filled()];
    expect(one.held["password"]).toMatch(/^[\w-]{32}$/);
    expect(one.held["password"]).not.toBe(other.held["password"]);
  });

  test("a certificate is the authority's, holds its names, comes with its chain, and fits its key", async () => {
    const { held } = await filled();
    const [own = "", chain = ""] = certificatesOf(held["certificate"] ?? "");
    const [leaf, authority] = [new X509Certificate(own), new X509Certificate(held["authority"] ?? "")];
    expect(chain).toBe(certificatesOf(held["authority"] ?? "")[0]);
    expect(leaf.checkIssued(authority) && leaf.verify(authority.publicKey)).toBe(true);
    expect(leaf.checkPrivateKey(createPrivateKey(keyOf(held["certificate"] ?? "")))).toBe(true);
    expect(leaf.checkHost("broker-1.brokers.svc")).toBe("*.brokers.svc");
    expect(leaf.checkIP("127.0.0.1")).toBe("127.0.0.1");
    expect(authority.ca).toBe(true);
  });
});

describe("a certificate", () => {
  test("is renewed 90 days before its end, by the same authority", async () => {
    const store = await filled();
    expect(await fillSecrets(KEYS, store, later(639))).toEqual([]);
    const { authority, certificate: before } = { ...store.held };
    expect(await fillSecrets(KEYS, store, later(641))).toEqual([{ key: "certificate", done: "renewed" }]);
    expect(store.held["authority"]).toBe(authority);
    expect(store.held["certificate"]).not.toBe(before);
    expect(await fillSecrets(KEYS, store, later(641))).toEqual([]);
  });

  test("is made anew when another name is asked of it", async () => {
    const store = await filled();
    const more = [AUTHORITY, certificate("*.brokers.svc", "127.0.0.1", "brokers.example")];
    expect(await fillSecrets(more, store, NOW)).toEqual([{ key: "certificate", done: "renewed" }]);
    expect(new X509Certificate(store.held["certificate"] ?? "").checkHost("brokers.example")).toBe("brokers.example");
    expect(await fillSecrets(more, store, NOW)).toEqual([]);
  });

  test("of another authority is left to whoever made it", async () => {
    const store = await filled();
    const company = await createAuthority("company", { days: 100, now: NOW });
    store.held["authority"] = company.certificate + company.key;
    expect(await fillSecrets(KEYS, store, later(800))).toEqual([]);
  });
});
