import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { removeUnfitCertificate, servingCertificate } from "../../sandbox/control-plane/credentials";
import { sandboxLayout } from "../../sandbox/layout";
import { createAuthority, issue } from "../../tools/certificates";

const NOW = new Date("2026-11-28T12:00:00Z");
const server = async (days: number) =>
  issue(await createAuthority("api", { days, now: NOW }), { commonName: "api", use: "server" }, { days, now: NOW });

let root: string;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "credentials-"));
  fs.mkdirSync(layout().kube.pki, { recursive: true });
});
afterEach(() => fs.rmSync(root, { recursive: true }));

const layout = () => sandboxLayout("dev", root);
const write = (name: "apiserver.crt" | "apiserver.key", text: string): void =>
  fs.writeFileSync(path.join(layout().kube.pki, name), text);
const files = (): readonly string[] => fs.readdirSync(layout().kube.pki).sort();

describe("the API server's certificate is there once the server has written all of it", () => {
  test("with its key", async () => {
    const { certificate, key } = await server(365);
    write("apiserver.crt", certificate);
    write("apiserver.key", key);
    expect(servingCertificate(layout())?.subject).toBe("CN=api");
    removeUnfitCertificate(layout(), NOW);
    expect(files()).toEqual(["apiserver.crt", "apiserver.key"]);
  });

  test.each([
    ["neither file", undefined, undefined],
    ["an empty certificate", 0, undefined],
    ["half a certificate", 0.5, undefined],
    ["a certificate whose key is still to come", 1, undefined],
    ["an empty key", 1, 0],
    ["half a key", 1, 0.5],
    ["a key without its certificate", undefined, 1],
  ])("not with %s; the next start makes it anew", async (_, ofCertificate, ofKey) => {
    const { certificate, key } = await server(365);
    const part = (text: string, share: number): string => text.slice(0, text.length * share);
    if (ofCertificate !== undefined) write("apiserver.crt", part(certificate, ofCertificate));
    if (ofKey !== undefined) write("apiserver.key", part(key, ofKey));
    expect(servingCertificate(layout())).toBeUndefined();
    removeUnfitCertificate(layout(), NOW);
    expect(files()).toEqual([]);
  });

  test("not with another certificate's key", async () => {
    write("apiserver.crt", (await server(365)).certificate);
    write("apiserver.key", (await server(365)).key);
    expect(servingCertificate(layout())).toBeUndefined();
  });
});

test.each([
  [29, []],
  [31, ["apiserver.crt", "apiserver.key"]],
])("a certificate that ends in %i days: another is made for it below 30", async (days, left) => {
  const { certificate, key } = await server(days);
  write("apiserver.crt", certificate);
  write("apiserver.key", key);
  removeUnfitCertificate(layout(), NOW);
  expect(files()).toEqual(left);
});
