import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAuthority } from "../../sandbox/operators/certificates";
import { Plugin } from "../providers/conformance/plugin";
import { pluginCommand } from "./support/plugins";
import { queryOnce } from "./support/postgres-client";
import { startPostgres, type TestPostgres } from "./support/servers";
import { Started } from "./support/started";

let postgres: TestPostgres;
let plugin: Plugin;
const started = new Started();

const settings = () => ({
  host: "127.0.0.1",
  port: String(postgres.port),
  username: "postgres",
  password: postgres.password,
  sslmode: "disable",
  connectTimeout: "30",
});
const urn = (kind: string, name: string): string =>
  `urn:pulumi:dev::test::postgresql:index/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}::${name}`;

beforeAll(async () => {
  postgres = started.add(await startPostgres());
  plugin = started.add(await Plugin.start(pluginCommand("postgresql")));
  await plugin.configure(settings());
});
afterAll(() => started.stop());

const create = async (
  kind: string,
  name: string,
  inputs: Record<string, string | boolean | string[]>,
  under = plugin,
) => {
  const { inputs: checked, reasons } = await under.check(urn(kind, name), inputs);
  expect(reasons).toEqual([]);
  return under.create(urn(kind, name), checked, false);
};

describe("what the stacks do with it", () => {
  test("a role may do in its schema what was granted, and nothing else", async () => {
    const password = 'it\'s a "strange" \\ password';
    const role = await create("Role", "core", { name: "app core", login: true, password });
    const database = await create("Database", "sequencer", { name: "sequencer", owner: "postgres" });
    const schema = await create("Schema", "events", { name: "events", database: "sequencer", owner: "postgres" });
    await postgres.sql("sequencer", "CREATE TABLE events.log (id int)");
    const grants = [
      await create("Grant", "connect", {
        database: "sequencer",
        role: "app core",
        objectType: "database",
        privileges: ["CONNECT"],
      }),
      await create("Grant", "usage", {
        database: "sequencer",
        role: "app core",
        schema: "events",
        objectType: "schema",
        privileges: ["USAGE"],
      }),
      await create("Grant", "tables", {
        database: "sequencer",
        role: "app core",
        schema: "events",
        objectType: "table",
        privileges: ["SELECT"],
      }),
    ];
    const login = { host: "127.0.0.1", port: postgres.port, database: "sequencer", user: "app core", password };
    expect(await queryOnce(login, "SELECT * FROM events.log")).toEqual([]);
    await expect(queryOnce(login, "INSERT INTO events.log VALUES (1)")).rejects.toThrow(/permission denied/);
    expect(JSON.stringify(plugin.log)).not.toContain("strange");

    for (const grant of grants) await plugin.delete(grant);
    await postgres.sql("sequencer", "DROP TABLE events.log");
    await plugin.delete(schema);
    await plugin.delete(database);
    await plugin.delete(role);
    expect(await postgres.rows("postgres", "SELECT datname FROM pg_database WHERE datname = 'sequencer'")).toEqual([]);
    expect(await postgres.rows("postgres", "SELECT rolname FROM pg_roles WHERE rolname = 'app core'")).toEqual([]);
  });

  test("many grants on the same schema and database at the same time all succeed", async () => {
    const names = Array.from({ length: 12 }, (_, index) => `reader-${index}`);
    const roles = await Promise.all(names.map((name) => create("Role", name, { name })));
    await postgres.sql("postgres", "CREATE SCHEMA busy CREATE TABLE t (id int)");
    const grants = await Promise.all(
      names.flatMap((role) => [
        create("Grant", `${role}-connect`, {
          database: "postgres",
          role,
          objectType: "database",
          privileges: ["CONNECT"],
        }),
        create("Grant", `${role}-usage`, {
          database: "postgres",
          role,
          schema: "busy",
          objectType: "schema",
          privileges: ["USAGE"],
        }),
        create("Grant", `${role}-tables`, {
          database: "postgres",
          role,
          schema: "busy",
          objectType: "table",
          privileges: ["SELECT", "INSERT"],
        }),
      ]),
    );
    const acl = await postgres.rows(
      "postgres",
      "SELECT count(*)::int AS n FROM pg_class, aclexplode(relacl) a JOIN pg_roles r ON r.oid = a.grantee WHERE relname = 't' AND rolname LIKE 'reader-%'",
    );
    expect(acl).toEqual([{ n: 24 }]);
    await Promise.all(grants.map((grant) => plugin.delete(grant)));
    await Promise.all(roles.map((role) => plugin.delete(role)));
    await postgres.sql("postgres", "DROP SCHEMA busy CASCADE");
    expect(await postgres.rows("postgres", "SELECT rolname FROM pg_roles WHERE rolname LIKE 'reader-%'")).toEqual([]);
  });

  test("an administrator who is no superuser manages databases, schemas and grants of roles that it made", async () => {
    await postgres.sql("postgres", "CREATE ROLE manager LOGIN CREATEDB CREATEROLE PASSWORD 'managers-password'");
    const manager = await Plugin.start(pluginCommand("postgresql"));
    await manager.configure({ ...settings(), username: "manager", password: "managers-password", superuser: "false" });
    const made = [
      await create("Role", "owner", { name: "layer-owner" }, manager),
      await create("Role", "guest", { name: "layer-guest" }, manager),
      await create("Database", "layers", { name: "layers", owner: "layer-owner" }, manager),
      await create("Schema", "gold", { name: "gold", database: "layers", owner: "layer-owner" }, manager),
      await create(
        "Grant",
        "guest",
        { database: "layers", role: "layer-guest", schema: "gold", objectType: "schema", privileges: ["USAGE"] },
        manager,
      ),
    ];
    expect(made.map(({ id }) => id)).toEqual([
      "layer-owner",
      "layer-guest",
      "layers",
      "layers.gold",
      "layer-guest_layers_gold_schema",
    ]);
    for (const resource of made.reverse()) await manager.delete(resource);
    await manager.stop();
    await postgres.sql("postgres", "DROP ROLE manager");
  });
});

describe("a server that isn't ready", () => {
  test("is waited for when it comes up late", async () => {
    await postgres.halt();
    const creation = create("Role", "patient", { name: "patient" });
    await postgres.resume();
    const role = await creation;
    expect(role.id).toBe("patient");
    expect(plugin.log.join("\n")).toContain(`waiting for the PostgreSQL server at 127.0.0.1:${postgres.port}`);
    await plugin.delete(role);
  });

  test("may go away in the middle of many changes: each is done once it is back", async () => {
    const names = Array.from({ length: 15 }, (_, index) => `steadfast-${index}`);
    const creations = Promise.all(names.map((name) => create("Role", name, { name })));
    const [roles] = await Promise.all([creations, postgres.halt().then(() => postgres.resume())]);
    const found = await postgres.rows(
      "postgres",
      "SELECT count(*)::int AS n FROM pg_roles WHERE rolname LIKE 'steadfast-%'",
    );
    expect(found).toEqual([{ n: names.length }]);
    for (const role of roles) await plugin.delete(role);
  });

  test("is named with the reason when the time is up, and the password isn't", async () => {
    const lonely = await Plugin.start(pluginCommand("postgresql"));
    await lonely.configure({ ...settings(), port: "1", connectTimeout: "1" });
    const attempt = lonely.import(urn("Role", "core"), "core");
    await expect(attempt).rejects.toThrow(
      /connecting to PostgreSQL server 127\.0\.0\.1 \(scheme: postgres\): dial tcp 127\.0\.0\.1:1: connect: connection refused/,
    );
    await expect(attempt).rejects.not.toThrow(new RegExp(postgres.password));
    await lonely.stop();
  });

  test("refuses a wrong password at once", async () => {
    const stranger = await Plugin.start(pluginCommand("postgresql"));
    await stranger.configure({ ...settings(), password: "guessed" });
    await expect(stranger.import(urn("Role", "core"), "core")).rejects.toThrow(
      /pq: password authentication failed for user "postgres"/,
    );
    await stranger.stop();
  });
});

describe("TLS", () => {
  const connect = async (tls: Record<string, string>): Promise<void> => {
    const careful = await Plugin.start(pluginCommand("postgresql"));
    const { sslmode, ...withoutMode } = settings();
    expect(sslmode).toBe("disable");
    await careful.configure({ ...withoutMode, ...tls });
    await careful.import(urn("Role", "core"), "core").finally(() => careful.stop());
  };
  const folder = mkdtempSync(path.join(tmpdir(), "streaming-test-"));
  const [ours, theirs] = [path.join(folder, "ours.pem"), path.join(folder, "theirs.pem")];
  beforeAll(async () => {
    writeFileSync(ours, postgres.authority);
    writeFileSync(theirs, (await createAuthority("somebody else")).certificate);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("is used without asking for it, and sslmode verify-full asks who vouches for the server", async () => {
    await connect({});
    await connect({ sslmode: "verify-full", sslrootcert: ours });
    await expect(connect({ sslmode: "verify-full", sslrootcert: theirs })).rejects.toThrow(/certificate/);
    await expect(connect({ host: "localhost", sslmode: "verify-full", sslrootcert: ours })).rejects.toThrow(
      /localhost/,
    );
    await connect({ host: "localhost", sslmode: "verify-ca", sslrootcert: ours });
  });

  test("modes that the real provider's driver doesn't know are refused", async () => {
    await expect(connect({ sslmode: "prefer" })).rejects.toThrow(/pq: unsupported sslmode "prefer"/);
  });
});
