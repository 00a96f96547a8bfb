import { afterAll, beforeAll } from "vitest";
import { Plugin } from "../providers/conformance/plugin";
import { databaseCases, extensionCases, roleCases, schemaCases } from "../providers/conformance/postgresql";
import { databaseGrantCases, schemaGrantCases, tableGrantCases } from "../providers/conformance/postgresql-grants";
import { defaultPrivilegesCases, grantRoleCases } from "../providers/conformance/postgresql-memberships";
import type { PostgresWorld } from "../providers/conformance/postgresql-world";
import { conformance, type Subject } from "../providers/conformance/run";
import { pluginCommand } from "./support/plugins";
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
beforeAll(async () => {
  postgres = started.add(await startPostgres());
  plugin = started.add(await Plugin.start(pluginCommand("postgresql")));
  await plugin.configure(settings());
});
afterAll(() => started.stop());

const subject = (): Subject<PostgresWorld> => ({ plugin, world: postgres });
conformance(roleCases, subject);
conformance(databaseCases, subject);
conformance(schemaCases, subject);
conformance(extensionCases, subject);
conformance(tableGrantCases, subject);
conformance(databaseGrantCases, subject);
conformance(schemaGrantCases, subject);
conformance(defaultPrivilegesCases, subject);
conformance(grantRoleCases, subject);
