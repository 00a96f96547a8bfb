import { createHash } from "node:crypto";
import { DatabaseError } from "pg";
import { describe, expect, test } from "vitest";
import { configFailures, postgresSettings } from "../../../sandbox/providers/postgresql/config";
import { asDriver, isContention, isNotReady } from "../../../sandbox/providers/postgresql/errors";
import { samePassword, searchPathOf, settingOf } from "../../../sandbox/providers/postgresql/role-read";

describe("a role's password", () => {
  const md5 = (password: string, role: string): string =>
    `md5${createHash("md5")
      .update(password + role)
      .digest("hex")}`;

  test("is the remembered one where the server's hash fits", () => {
    expect(samePassword("secret", md5("secret", "app"), "app")).toBe("secret");
    expect(samePassword("secret", md5("other", "app"), "app")).toBe(md5("other", "app"));
  });

  test("can't be told from a SCRAM hash, so the remembered one stands", () => {
    expect(samePassword("secret", "SCRAM-SHA-256$4096:abc", "app")).toBe("secret");
  });

  test("is the server's hash where nothing is remembered", () => {
    expect(samePassword("", "SCRAM-SHA-256$4096:abc", "app")).toBe("SCRAM-SHA-256$4096:abc");
    expect(samePassword("secret", "", "app")).toBe("");
  });
});

test("a role's settings are found among its configuration", () => {
  const config = ['search_path=app, "Odd One"', "statement_timeout=1000", "role=other"];
  expect(searchPathOf(config)).toEqual(["app", "Odd One"]);
  expect(settingOf(config, "statement_timeout")).toBe("1000");
  expect(settingOf(config, "role")).toBe("other");
  expect(searchPathOf([])).toEqual([]);
});

describe("errors", () => {
  const refused = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:5432"), {
    code: "ECONNREFUSED",
    address: "127.0.0.1",
    port: 5432,
  });
  const serverError = (message: string, code: string): DatabaseError =>
    Object.assign(new DatabaseError(message, message.length, "error"), { code });

  test("read as the real provider's driver writes them", () => {
    expect(asDriver(serverError('role "app" already exists', "42710"), []).message).toBe(
      'pq: role "app" already exists',
    );
    expect(asDriver(new AggregateError([refused]), []).message).toBe(
      "dial tcp 127.0.0.1:5432: connect: connection refused",
    );
  });

  test("never hold a password", () => {
    expect(asDriver(new Error("cannot log in with hunter2"), ["hunter2", ""]).message).toBe("cannot log in with XXXX");
  });

  test("of the moment are told from lasting ones", () => {
    expect(isNotReady(new AggregateError([refused]))).toBe(true);
    expect(isNotReady(serverError("the database system is starting up", "57P03"))).toBe(true);
    expect(isNotReady(serverError("password authentication failed", "28P01"))).toBe(false);
    expect(isContention(serverError("tuple concurrently updated", "XX000"))).toBe(true);
    expect(isContention(serverError("permission denied", "42501"))).toBe(false);
  });
});

describe("settings", () => {
  test("fall back to the variables that every PostgreSQL client reads", () => {
    const environment = {
      PGHOST: "db",
      PGPORT: "5433",
      PGUSER: "admin",
      PGPASSWORD: "secret",
      PGDATABASE: "shop",
      PGSSLMODE: "disable",
      PGCONNECT_TIMEOUT: "9",
    };
    expect(postgresSettings({}, environment)).toMatchObject({
      ...{
        host: "db",
        port: 5433,
        username: "admin",
        password: "secret",
        database: "shop",
        ssl: false,
        connectTimeoutMs: 9000,
      },
      ...{ superuser: true, maxConnections: 20 },
    });
  });

  test("the program's own come first; TLS is required unless it says otherwise", () => {
    expect(postgresSettings({ host: "here", port: "1", superuser: "false" }, { PGHOST: "there" })).toMatchObject({
      ...{ host: "here", port: 1, username: "postgres", database: "postgres", superuser: false },
      ...{ ssl: { rejectUnauthorized: false }, connectTimeoutMs: 180_000 },
    });
  });

  test("that can't be are refused", () => {
    expect(configFailures({ scheme: "mysql", maxConnections: "-5" }).map(({ reason }) => reason)).toEqual([
      'could not validate provider configuration: expected scheme to be one of ["postgres","awspostgres","gcppostgres"], got mysql',
      "could not validate provider configuration: expected max_connections to be at least (-1), got -5",
    ]);
    expect(() => postgresSettings({ awsRdsIamAuth: "true" }, {})).toThrow("not available in the sandbox");
  });
});
