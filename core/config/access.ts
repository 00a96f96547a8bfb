/** `streaming:access`: plain addresses at which the machine that runs `pulumi up` reaches what the stack makes. */
import { z } from "zod";
import { choice, flag, port, settings, text } from "./fields";

/** What the API server gives to Services of type NodePort, unless it is told otherwise. */
const NODE_PORTS = { first: 30_000, last: 32_767 } as const;

const KafkaAccess = settings({
  bootstrapServers: z
    .array(
      z
        .string({ error: "must be host:port" })
        .regex(/^[^:\s]+:\d{1,5}$/, { error: "must be host:port, such as 127.0.0.1:31092" }),
      { error: "must be a list of host:port" },
    )
    .min(1, { error: "must have at least one address" })
    .describe("Brokers' addresses as the runner sees them."),
  tls: flag().describe(
    "true on a multi-node target, where brokers speak TLS and ask for a login; false on a single node.",
  ),
});

const PostgresAccess = settings({
  host: text().describe("Host of the primary as the runner sees it."),
  port: port().describe("Its port."),
  sslmode: choice(["disable", "require", "verify-ca", "verify-full"]).describe("As libpq's sslmode."),
});

export type KafkaAccess = z.output<typeof KafkaAccess>;
export type PostgresAccess = z.output<typeof PostgresAccess>;

/** What a platform with brokers and a database needs. */
export interface FullAccess {
  readonly kafka: KafkaAccess;
  readonly postgres: PostgresAccess;
  /** Address ranges from which the runner comes. */
  readonly runners: readonly string[];
}

/** Every platform may have brokers, a database, or both. */
export const PlatformAccess = settings({
  kafka: KafkaAccess.optional().describe("Where topics and users are made."),
  postgres: PostgresAccess.optional().describe("Where databases, roles, schemas and grants are made."),
});
export type PlatformAccess = z.output<typeof PlatformAccess>;

export const AccessConfig = settings({
  kubernetes: settings({ context: text().describe("Context of the kubeconfig; absent = the current one.") })
    .optional()
    .describe("Which cluster."),
  aws: settings({ endpoint: text().describe("One address for every AWS service; absent = real AWS.") })
    .optional()
    .describe("Which AWS."),
  runners: z
    .array(z.cidrv4({ error: "must be an address range, such as 10.20.0.0/24" }), { error: "must be a list of ranges" })
    .default([])
    .describe(
      "Address ranges that may reach brokers and databases from outside the platforms: those of machines that run `pulumi up` away from the cluster's nodes.",
    ),
  apphub: PlatformAccess.optional().describe("AppHub's brokers and database."),
  corePlatform: PlatformAccess.optional().describe("core-platform's brokers and database."),
  streamflow: PlatformAccess.optional().describe("StreamFlow's brokers and database."),
  streamhouse: PlatformAccess.optional().describe("Streamhouse's database."),
});
export type AccessConfig = z.output<typeof AccessConfig>;

/** The port of `host:port`. */
export const portOf = (address: string): number => Number(address.slice(address.lastIndexOf(":") + 1));
/** The host of `host:port`. */
export const hostOf = (address: string): string => address.slice(0, address.lastIndexOf(":"));

/** True where a NodePort Service can offer exactly this port. */
export const isNodePort = (p: number): boolean => p >= NODE_PORTS.first && p <= NODE_PORTS.last;
