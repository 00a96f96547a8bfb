/** The kafka provider's settings, with the environment variables that the real one falls back to. */
import { readFileSync } from "node:fs";
import { ConfigReader } from "../bridged/config";
import type { Props } from "../kind";

export interface KafkaSettings {
  readonly bootstrapServers: readonly string[];
  readonly sasl:
    | {
        readonly mechanism: "PLAIN" | "SCRAM-SHA-256" | "SCRAM-SHA-512";
        readonly username: string;
        readonly password: string;
      }
    | undefined;
  readonly tls:
    | {
        readonly ca?: string;
        readonly cert?: string;
        readonly key?: string;
        readonly passphrase?: string;
        readonly verify: boolean;
      }
    | undefined;
  /** How long one operation, the first connection included, may take. */
  readonly timeoutMs: number;
}

export const KAFKA_SETTINGS = [
  "bootstrapServers",
  "caCert",
  "caCertFile",
  "clientCert",
  "clientCertFile",
  "clientKey",
  "clientKeyFile",
  "clientKeyPassphrase",
  "kafkaVersion",
  "saslAwsAccessKey",
  "saslAwsContainerAuthorizationTokenFile",
  "saslAwsContainerCredentialsFullUri",
  "saslAwsCredsDebug",
  "saslAwsExternalId",
  "saslAwsProfile",
  "saslAwsRegion",
  "saslAwsRoleArn",
  "saslAwsSecretKey",
  "saslAwsSharedConfigFiles",
  "saslAwsToken",
  "saslMechanism",
  "saslOauthScopes",
  "saslPassword",
  "saslTokenUrl",
  "saslUsername",
  "skipTlsVerify",
  "timeout",
  "tlsEnabled",
] as const;

const MECHANISMS = { plain: "PLAIN", "scram-sha256": "SCRAM-SHA-256", "scram-sha512": "SCRAM-SHA-512" } as const;
const DEFAULT_TIMEOUT_SECONDS = 120;

export function kafkaSettings(config: Props, environment: NodeJS.ProcessEnv = process.env): KafkaSettings {
  const read = new ConfigReader(config, environment);
  return {
    bootstrapServers: read.texts("bootstrapServers"),
    sasl: sasl(read),
    tls: (read.flag("tlsEnabled", "KAFKA_ENABLE_TLS") ?? true) ? tls(read) : undefined,
    timeoutMs: (read.integer("timeout") ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
  };
}

function sasl(read: ConfigReader): KafkaSettings["sasl"] {
  const word = read.text("saslMechanism", "KAFKA_SASL_MECHANISM") ?? "plain";
  if (word === "aws-iam" || word === "oauthbearer") {
    throw new Error(
      `sasl mechanism "${word}" needs a cloud and is not available in the sandbox: use "scram-sha256", "scram-sha512" or "plain"`,
    );
  }
  if (!isMechanism(word)) {
    throw new Error(
      `[ERROR] Invalid sasl mechanism "${word}": can only be "scram-sha256", "scram-sha512", "aws-iam", "oauthbearer" or "plain"`,
    );
  }
  const username = read.text("saslUsername", "KAFKA_SASL_USERNAME") ?? "";
  const password = read.text("saslPassword", "KAFKA_SASL_PASSWORD") ?? "";
  return username === "" && password === "" ? undefined : { mechanism: MECHANISMS[word], username, password };
}

function isMechanism(word: string): word is keyof typeof MECHANISMS {
  return word in MECHANISMS;
}

function tls(read: ConfigReader): NonNullable<KafkaSettings["tls"]> {
  const ca = pem(read.text("caCert", "KAFKA_CA_CERT") ?? read.text("caCertFile"));
  const cert = pem(read.text("clientCert", "KAFKA_CLIENT_CERT") ?? read.text("clientCertFile"));
  const key = pem(read.text("clientKey", "KAFKA_CLIENT_KEY") ?? read.text("clientKeyFile"));
  const passphrase = read.text("clientKeyPassphrase", "KAFKA_CLIENT_KEY_PASSPHRASE");
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && key !== undefined && { cert, key }),
    ...(passphrase !== undefined && { passphrase }),
    verify: read.flag("skipTlsVerify", "KAFKA_SKIP_VERIFY") !== true,
  };
}

/** Certificates and keys are given as PEM text or as the path of a file that holds it. */
function pem(given: string | undefined): string | undefined {
  if (given === undefined || given.includes("-----BEGIN")) return given;
  const content = readFileSync(given, "utf8");
  if (!content.includes("-----BEGIN")) throw new Error("[ERROR] Error unable to decode pem");
  return content;
}
