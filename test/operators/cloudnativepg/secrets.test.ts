import { expect, test } from "vitest";
import { loginSecret } from "../../../sandbox/operators/cloudnativepg/secrets";
import { clusterWith } from "./cluster";

const text = (secret: ReturnType<typeof loginSecret>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(secret.data as Record<string, string>).map(([key, value]) => [
      key,
      Buffer.from(value, "base64").toString(),
    ]),
  );

test("an application finds its connection in every form that the operator writes", () => {
  const secret = loginSecret(clusterWith(), "app", { user: "core", password: "p", database: "sequencer" });
  expect(secret).toMatchObject({
    type: "kubernetes.io/basic-auth",
    metadata: { name: "db-app", labels: { "cnpg.io/reload": "true" } },
  });
  expect(text(secret)).toMatchInlineSnapshot(`
    {
      "dbname": "sequencer",
      "fqdn-jdbc-uri": "jdbc:postgresql://db-rw.ns.svc.cluster.local:5432/sequencer?password=p&user=core",
      "fqdn-uri": "postgresql://core:p@db-rw.ns.svc.cluster.local:5432/sequencer",
      "host": "db-rw",
      "jdbc-uri": "jdbc:postgresql://db-rw.ns:5432/sequencer?password=p&user=core",
      "password": "p",
      "pgpass": "db-rw:5432:sequencer:core:p
    ",
      "port": "5432",
      "uri": "postgresql://core:p@db-rw.ns:5432/sequencer",
      "user": "core",
      "username": "core",
    }
  `);
});

test("a password with special characters survives its way into the URIs", () => {
  const password = "a/b@c:d?e&f";
  const { uri, "jdbc-uri": jdbc } = text(loginSecret(clusterWith(), "app", { user: "core", password, database: "x" }));
  expect(decodeURIComponent(new URL(uri ?? "").password)).toBe(password);
  expect(new URL((jdbc ?? "").replace("jdbc:", "")).searchParams.get("password")).toBe(password);
});
