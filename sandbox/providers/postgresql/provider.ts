/** Stand-in for the postgresql plugin (cyrilgdn's Terraform provider behind Pulumi's bridge). */
import { checkConfig, diffConfig } from "../bridged/config";
import { bridgedKind, type BridgedResource } from "../bridged/resource";
import type { ProviderDefinition } from "../kind";
import { PostgresClient } from "./client";
import { configFailures, POSTGRES_SETTINGS, postgresSettings } from "./config";
import { databaseResource } from "./database";
import { defaultPrivilegesResource } from "./default-privileges";
import { extensionResource } from "./extension";
import { grantResource } from "./grant";
import { grantRoleResource } from "./grant-role";
import { roleResource } from "./role";
import { schemaResource } from "./schema";

/** The resource types that are played. */
export function postgresqlResources(client: PostgresClient): readonly BridgedResource[] {
  return [
    roleResource(client),
    databaseResource(client),
    schemaResource(client),
    grantResource(client),
    defaultPrivilegesResource(client),
    grantRoleResource(client),
    extensionResource(client),
  ];
}

export const provider: ProviderDefinition = {
  name: "postgresql",
  version: "3.18.1",
  acceptSecrets: false,
  checkConfig(news) {
    const { inputs, failures } = checkConfig(POSTGRES_SETTINGS, news);
    return Promise.resolve({ inputs, failures: [...failures, ...configFailures(news)] });
  },
  diffConfig: (oldInputs, news) => Promise.resolve(diffConfig(oldInputs, news)),
  configure(config) {
    const client = new PostgresClient(postgresSettings(config));
    return Promise.resolve({
      kinds: postgresqlResources(client).map(bridgedKind),
      close: () => Promise.resolve(),
    });
  },
};
