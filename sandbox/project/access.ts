import type { StackConfig } from "../../stacks/config";
import type { Aws } from "../aws/moto";
import type { SandboxLayout } from "../layout";
import { choosePorts } from "../ports";
import { platformEndpoints } from "./platforms";
import type { PlatformEndpoints } from "./platforms";

/** Where the sandbox has a platform's brokers and database. */
export interface PlatformAddresses extends PlatformEndpoints {
  readonly bootstrapServers: readonly string[];
  readonly databasePort: number;
}

/** Addresses of every platform that is switched on; ports that don't exist yet are chosen. */
export function addressesOf(layout: SandboxLayout, config: StackConfig): Promise<readonly PlatformAddresses[]> {
  return Promise.all(
    platformEndpoints(config).map(async (endpoints) => {
      const { kafka, database } = endpoints;
      const brokers = kafka.pods.map((pod) => `kafka/${kafka.namespace}/${pod}`);
      const db = `postgres/${database.namespace}/${database.cluster}`;
      const ports = await choosePorts(layout, [...brokers, db]);
      const bootstrapServers = brokers.map((name) => `127.0.0.1:${ports[name] ?? 0}`);
      return { ...endpoints, bootstrapServers, databasePort: ports[db] ?? 0 };
    }),
  );
}

/** `streaming:access` of the shadow project: the committed one, with the sandbox's cluster, its AWS and these addresses. */
export function accessValue(
  layout: SandboxLayout,
  addresses: readonly PlatformAddresses[],
  aws: Aws | undefined,
): Readonly<Record<string, unknown>> {
  const platforms = addresses.map(({ platform, kafka, bootstrapServers, database, databasePort }) => ({
    [platform]: {
      kafka: { bootstrapServers, tls: kafka.login !== undefined },
      postgres: { host: "127.0.0.1", port: databasePort, sslmode: database.sslmode },
    },
  }));
  const shared = { kubernetes: { context: layout.kube.context }, ...(aws && { aws: { endpoint: aws.endpoint } }) };
  return Object.assign(shared, ...platforms) as Record<string, unknown>;
}
