/** Real brokers and database servers for one test file, in a folder of their own, on ports of their own. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Admin } from "@platformatic/kafka";
import { Brokers } from "../../../sandbox/kafka/brokers";
import { createAuthority, issue } from "../../../sandbox/operators/certificates";
import { sandboxLayout, type SandboxLayout } from "../../../sandbox/layout";
import { Servers } from "../../../sandbox/postgres/servers";
import { stopAll } from "../../../sandbox/processes";
import { waitFor } from "../../../sandbox/wait";
import { toolPath } from "../../../tools/paths";
import { queryOnce } from "./postgres-client";

const STACK = "providers";
const NAMESPACE = "test";
const START_DEADLINE_MS = 60_000;

interface Started {
  stop(): Promise<void>;
}

export interface TestKafka extends Started {
  /** Without authentication; its user may do anything. */
  readonly bootstrap: string;
  /** For users who log in by SCRAM, and may do what rules allow them. */
  readonly login: string;
  readonly admin: Admin;
  /** Stops the broker and starts it again on the same data. */
  restart(): Promise<void>;
}

export interface TestPostgres extends Started {
  readonly port: number;
  readonly password: string;
  /** Certificate of the authority that vouches for the server at 127.0.0.1, PEM. */
  readonly authority: string;
  sql(database: string, statement: string): Promise<void>;
  rows(database: string, query: string): Promise<readonly Record<string, unknown>[]>;
  halt(): Promise<void>;
  resume(): Promise<void>;
}

function ownLayout(): SandboxLayout {
  return sandboxLayout(STACK, mkdtempSync(path.join(tmpdir(), "streaming-servers-")));
}

async function cleanUp(layout: SandboxLayout): Promise<void> {
  await stopAll(layout);
  rmSync(layout.root, { recursive: true, force: true });
}

/** An authorizer, and logins by SCRAM over plain TCP on the clients' port. */
const SECURED: Readonly<Record<string, string>> = {
  "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
  "super.users": "User:ANONYMOUS",
  "listener.security.protocol.map": "CLIENT:SASL_PLAINTEXT,ADMIN:PLAINTEXT,CONTROLLER:PLAINTEXT",
  "sasl.enabled.mechanisms": "SCRAM-SHA-256,SCRAM-SHA-512",
  "listener.name.client.scram-sha-256.sasl.jaas.config":
    "org.apache.kafka.common.security.scram.ScramLoginModule required;",
  "listener.name.client.scram-sha-512.sasl.jaas.config":
    "org.apache.kafka.common.security.scram.ScramLoginModule required;",
};

export async function startKafka(brokers = 1): Promise<TestKafka> {
  const layout = ownLayout();
  const fleet = new Brokers(layout, { java: toolPath("java"), libs: toolPath("kafka-libs") });
  const members = Array.from({ length: brokers }, (_, nodeId) => ({ nodeId, pod: `broker-${nodeId}` }));
  const start = async (): Promise<void> => {
    for (const { nodeId, pod } of members) {
      await fleet.start({
        ...{ namespace: NAMESPACE, pod, podUid: pod, cluster: "kafka", nodeId, members, volume: pod },
        ...{ security: { kind: "plain" }, overrides: SECURED },
      });
    }
    for (const { pod } of members) {
      await waitFor(layout, { what: `broker ${pod}`, deadlineMs: START_DEADLINE_MS }, () =>
        fleet.answers(NAMESPACE, pod),
      );
    }
  };
  await start();
  const ports = await Promise.all(members.map(({ pod }) => fleet.portsOf(NAMESPACE, pod)));
  const bootstrap = `127.0.0.1:${ports[0]?.admin ?? 0}`;
  const admin = new Admin({ clientId: "test", bootstrapBrokers: [bootstrap] });
  return {
    bootstrap,
    login: `127.0.0.1:${ports[0]?.client ?? 0}`,
    admin,
    restart: async () => {
      for (const { pod } of members) await fleet.stop(NAMESPACE, pod);
      await start();
    },
    stop: async () => {
      await admin.close();
      await cleanUp(layout);
    },
  };
}

export async function startPostgres(): Promise<TestPostgres> {
  const layout = ownLayout();
  const servers = new Servers(layout, toolPath("postgres"));
  const cluster = "database";
  const authority = await createAuthority("test");
  const tls = await issue(authority, { commonName: "database", names: ["127.0.0.1"], use: "server" });
  const server = { namespace: NAMESPACE, cluster, initdb: [], parameters: {}, preload: [], hba: [], tls };
  const start = async (): Promise<void> => {
    await servers.start(server, cluster);
    await waitFor(layout, { what: "PostgreSQL", deadlineMs: START_DEADLINE_MS }, () =>
      servers.answers(NAMESPACE, cluster),
    );
  };
  await start();
  const password = "admin's test password";
  await servers.asSuperuser(NAMESPACE, cluster, "postgres", (client) =>
    client.query(`ALTER ROLE postgres PASSWORD '${password.replace("'", "''")}'`),
  );
  const port = await servers.portOf(NAMESPACE, cluster);
  const rows = (database: string, query: string): Promise<readonly Record<string, unknown>[]> =>
    queryOnce({ host: "127.0.0.1", port, user: "postgres", password, database }, query);
  return {
    port,
    password,
    authority: authority.certificate,
    rows,
    sql: async (database, statement) => {
      await rows(database, statement);
    },
    halt: () => servers.stop(NAMESPACE, cluster),
    resume: start,
    stop: () => cleanUp(layout),
  };
}
