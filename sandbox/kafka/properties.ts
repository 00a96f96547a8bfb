/** What one broker is configured with, and how that reads as Kafka's `server.properties`. */

export interface BrokerPorts {
  /** The only port that is meant for clients; advertised. */
  readonly client: number;
  /** Without authentication: other brokers, and the sandbox itself. */
  readonly admin: number;
  readonly controller: number;
}

/** How clients speak to the brokers: anybody in clear, or as the platform secures it. */
export type ClientSecurity = { readonly kind: "plain" } | SecuredClients;

export interface SecuredClients {
  readonly kind: "secured";
  /** PEM files: the broker's private key and certificate chain in one, and the authorities whose clients are trusted. */
  readonly tls?: { readonly keystore: string; readonly truststore: string };
  /** Clients show a certificate of a trusted authority. */
  readonly clientCertificates?: boolean;
  /** Clients log in with user and password; none where they need not. */
  readonly mechanisms: readonly ScramMechanism[];
  /** Users that need no ACL; without this list there are no ACLs at all. */
  readonly superUsers?: readonly string[];
}

export type ScramMechanism = "SCRAM-SHA-256" | "SCRAM-SHA-512";

export interface Voter {
  readonly nodeId: number;
  readonly controllerPort: number;
}

export interface BrokerConfig {
  readonly nodeId: number;
  /** The failure domain, where the platform names one. */
  readonly rack?: string;
  readonly ports: BrokerPorts;
  readonly voters: readonly Voter[];
  /** Brokers of the cluster: bounds the replication of Kafka's own topics. */
  readonly brokers: number;
  readonly security: ClientSecurity;
  readonly logDir: string;
  /** Kafka settings that the platform's configuration asks for; they win over the ones below. */
  readonly overrides: Readonly<Record<string, string>>;
}

/** Every listener binds and advertises this address: nothing of a sandbox is reachable from outside the machine. */
const LOOPBACK = "127.0.0.1";

export function serverProperties(config: BrokerConfig): string {
  const entries = Object.entries(brokerSettings(config)).map(([key, value]) => `${key}=${escape(value)}`);
  return `${entries.join("\n")}\n`;
}

export function brokerSettings(config: BrokerConfig): Readonly<Record<string, string>> {
  return {
    ...roles(config),
    ...listeners(config),
    ...security(config.security),
    "log.dirs": config.logDir,
    ...replication(config.brokers),
    ...SMALL_AND_QUICK,
    ...config.overrides,
  };
}

function roles({ nodeId, voters, rack }: BrokerConfig): Record<string, string> {
  const isVoter = voters.some((v) => v.nodeId === nodeId);
  return {
    "process.roles": isVoter ? "broker,controller" : "broker",
    "node.id": String(nodeId),
    "controller.quorum.voters": voters.map((v) => `${v.nodeId}@${LOOPBACK}:${v.controllerPort}`).join(","),
    "controller.listener.names": "CONTROLLER",
    ...(rack === undefined ? {} : { "broker.rack": rack }),
  };
}

function listeners({ nodeId, voters, ports, security }: BrokerConfig): Record<string, string> {
  const clients = [`CLIENT://${LOOPBACK}:${ports.client}`, `ADMIN://${LOOPBACK}:${ports.admin}`];
  const isVoter = voters.some((v) => v.nodeId === nodeId);
  return {
    listeners: [...clients, ...(isVoter ? [`CONTROLLER://${LOOPBACK}:${ports.controller}`] : [])].join(","),
    "advertised.listeners": clients.join(","),
    "listener.security.protocol.map": `CLIENT:${protocolOf(security)},ADMIN:PLAINTEXT,CONTROLLER:PLAINTEXT`,
    "inter.broker.listener.name": "ADMIN",
  };
}

function protocolOf(security: ClientSecurity): string {
  if (security.kind === "plain") return "PLAINTEXT";
  const transport = security.tls ? "SSL" : "PLAINTEXT";
  return security.mechanisms.length > 0 ? `SASL_${transport}` : transport;
}

function security(clients: ClientSecurity): Record<string, string> {
  return clients.kind === "plain" ? {} : { ...logins(clients), ...encryption(clients), ...authorization(clients) };
}

function logins({ mechanisms }: SecuredClients): Record<string, string> {
  if (mechanisms.length === 0) return {};
  const login = "org.apache.kafka.common.security.scram.ScramLoginModule required;";
  const perMechanism = mechanisms.map((m) => [`listener.name.client.${m.toLowerCase()}.sasl.jaas.config`, login]);
  return {
    "sasl.enabled.mechanisms": mechanisms.join(","),
    ...(Object.fromEntries(perMechanism) as Record<string, string>),
  };
}

function encryption({ tls, clientCertificates }: SecuredClients): Record<string, string> {
  if (!tls) return {};
  return {
    "listener.name.client.ssl.keystore.type": "PEM",
    "listener.name.client.ssl.keystore.location": tls.keystore,
    "listener.name.client.ssl.truststore.type": "PEM",
    "listener.name.client.ssl.truststore.location": tls.truststore,
    "listener.name.client.ssl.client.auth": clientCertificates === true ? "required" : "none",
  };
}

function authorization({ superUsers }: SecuredClients): Record<string, string> {
  if (!superUsers) return {};
  return {
    "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    // The brokers themselves speak on the loopback listeners that ask for no login.
    "super.users": ["ANONYMOUS", ...superUsers].map((user) => `User:${user}`).join(";"),
    "allow.everyone.if.no.acl.found": "false",
  };
}

/** Survives the loss of one broker where there are three; a single broker must not wait for others. */
function replication(brokers: number): Record<string, string> {
  const factor = String(brokers >= 3 ? 3 : 1);
  const inSync = brokers >= 3 ? "2" : "1";
  return {
    "default.replication.factor": factor,
    "min.insync.replicas": inSync,
    "offsets.topic.replication.factor": factor,
    "transaction.state.log.replication.factor": factor,
    "transaction.state.log.min.isr": inSync,
    "share.coordinator.state.topic.replication.factor": factor,
    "share.coordinator.state.topic.min.isr": inSync,
  };
}

/** A broker for a handful of clients on a machine that it shares with a dozen others. */
const SMALL_AND_QUICK: Readonly<Record<string, string>> = {
  "auto.create.topics.enable": "false",
  "delete.topic.enable": "true",
  "num.partitions": "1",
  "offsets.topic.num.partitions": "3",
  "transaction.state.log.num.partitions": "3",
  "share.coordinator.state.topic.num.partitions": "3",
  "group.initial.rebalance.delay.ms": "0",
  "num.network.threads": "1",
  "num.io.threads": "2",
  "num.replica.fetchers": "1",
  "log.cleaner.threads": "1",
  "log.cleaner.dedupe.buffer.size": "2097152",
  // A deleted topic's files go at once, so that a topic made anew under the same name never meets them.
  "log.segment.delete.delay.ms": "1000",
  "controlled.shutdown.enable": "true",
  // A broker that was killed is admitted again only when its former session has ended.
  "broker.session.timeout.ms": "4000",
  "broker.heartbeat.interval.ms": "1000",
  "controller.quorum.election.timeout.ms": "500",
  "controller.quorum.fetch.timeout.ms": "2000",
};

/** Java's properties format: a backslash escapes, line ends end the value. */
function escape(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}
