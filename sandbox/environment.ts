import fs from "node:fs";
import path from "node:path";
import { UserError } from "../core/problems";
import { pathEntries } from "../tools/paths";
import { writeIfChanged } from "./files";
import type { SandboxLayout } from "./layout";
import type { Sandbox } from "./lifecycle";
import { addressesOf } from "./project/access";
import type { PlatformAddresses } from "./project/access";
import { readCommitted } from "./project/committed";
import { sandboxVariables } from "./project/environment";
import { capture } from "./project/pulumi";
import type { KafkaLogin } from "./project/platforms";
import { shadowStackFile } from "./project/shadow";

/** What `eval` in a shell takes to speak to the sandbox. */
export async function exportLines(sandbox: Sandbox): Promise<readonly string[]> {
  const { layout, stackFile } = sandbox;
  if (!fs.existsSync(layout.kube.kubeconfig)) {
    throw new UserError(`The sandbox ${layout.stack} was never started: run npm run sandbox -- start ${layout.stack}.`);
  }
  const addresses = await addressesOf(layout, readCommitted(stackFile));
  const secrets = await secretsOf(layout);
  const platforms = addresses.map((platform) => platformVariables(layout, platform, secrets));
  const variables = { ...sandboxVariables(layout), ...Object.assign({}, ...platforms) } as Record<string, string>;
  return [
    ...Object.entries(variables).map(([name, value]) => `export ${name}=${quoted(value)}`),
    `export PATH=${quoted(pathEntries().join(path.delimiter))}:"$PATH"`,
  ];
}

/** For a POSIX shell. */
export const quoted = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`;

/** Config key to value, decrypted; empty until the first start has made them. */
type Secrets = ReadonlyMap<string, string>;

function platformVariables(
  layout: SandboxLayout,
  platform: PlatformAddresses,
  secrets: Secrets,
): Record<string, string> {
  const { prefix, kafka, bootstrapServers, database, databasePort } = platform;
  const bootstrap = bootstrapServers.join(",");
  const properties = path.join(layout.dir, "clients", `${platform.platform}.properties`);
  const settings = [`bootstrap.servers=${bootstrap}`, ...securityOf(kafka.login, properties, secrets)];
  writeIfChanged(properties, `${settings.join("\n")}\n`, 0o600);
  const password = encodeURIComponent(secrets.get(database.passwordKey) ?? "");
  const address = `${database.role}:${password}@127.0.0.1:${databasePort}/${database.name}`;
  return {
    [`${prefix}_KAFKA_BOOTSTRAP`]: bootstrap,
    [`${prefix}_KAFKA_PROPERTIES`]: properties,
    [`${prefix}_DATABASE_URL`]: `postgresql://${address}?sslmode=${database.sslmode}`,
  };
}

/** As Kafka's own tools read it. */
function securityOf(login: KafkaLogin | undefined, properties: string, secrets: Secrets): readonly string[] {
  if (!login) return ["security.protocol=PLAINTEXT"];
  const authority = properties.replace(/properties$/, "ca.crt");
  writeIfChanged(authority, certificatesIn(secrets.get(login.authorityKey) ?? ""), 0o600);
  const module = "org.apache.kafka.common.security.scram.ScramLoginModule";
  const password = secrets.get(login.passwordKey) ?? "";
  return [
    "security.protocol=SASL_SSL",
    `sasl.mechanism=${login.mechanism}`,
    `sasl.jaas.config=${module} required username="${login.user}" password="${password}";`,
    "ssl.truststore.type=PEM",
    `ssl.truststore.location=${authority}`,
  ];
}

/** The certificates of a PEM text, without the keys. */
const certificatesIn = (pem: string): string =>
  [...pem.matchAll(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n?/g)].map(([text]) => text).join("");

/** Out of the encrypted config, by the CLI. */
async function secretsOf(layout: SandboxLayout): Promise<Secrets> {
  if (!fs.existsSync(shadowStackFile(layout))) return new Map();
  const json = await capture(layout, ["config", "--show-secrets", "--json", "--non-interactive"]);
  const values = JSON.parse(json) as Readonly<Record<string, { readonly value?: string }>>;
  return new Map(Object.entries(values).map(([key, { value = "" }]) => [key, value]));
}
