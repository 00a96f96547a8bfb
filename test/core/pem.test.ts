import { describe, expect, test } from "vitest";
import { authorityOf, chainOf, isWhole, keyOf } from "../../core/pem";

const block = (kind: string, content: string) => `-----BEGIN ${kind}-----\n${content}\n-----END ${kind}-----\n`;
const [LEAF, AUTHORITY, KEY] = [
  block("CERTIFICATE", "leaf"),
  block("CERTIFICATE", "authority"),
  block("PRIVATE KEY", "key"),
];

describe("a certificate with its chain and key", () => {
  test.each([
    ["as it is made", LEAF + AUTHORITY + KEY],
    ["with the key first", KEY + LEAF + AUTHORITY],
    ["with remarks between", `the brokers\n${LEAF}signed by\n${AUTHORITY}\n${KEY}`],
  ])("%s comes apart", (_, pem) => {
    expect(chainOf(pem)).toBe(LEAF + AUTHORITY);
    expect(authorityOf(pem)).toBe(AUTHORITY);
    expect(keyOf(pem)).toBe(KEY);
    expect(isWhole(pem)).toBe(true);
  });

  test.each([
    ["no chain", LEAF + KEY],
    ["no key", LEAF + AUTHORITY],
    ["a certificate cut short", LEAF + AUTHORITY.slice(0, 30) + KEY],
    ["nothing", ""],
  ])("with %s isn't whole", (_, pem) => expect(isWhole(pem)).toBe(false));
});

test("a placeholder stands for each part of what it stands for", () =>
  expect([chainOf("[secret]"), authorityOf("[secret]"), keyOf("[secret]")]).toEqual([
    "[secret]",
    "[secret]",
    "[secret]",
  ]));
