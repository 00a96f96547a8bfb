/** What the Pulumi CLI runs: reads the stack's config, refuses it with everything that is wrong, or declares the stack. */
import * as pulumi from "@pulumi/pulumi";
import { ConfigError, UserError } from "../core/problems";
import { daysLeft } from "./certificate";
import { type StackConfig, parseConfig } from "./config";
import { type StackOutputs, program } from "./program";
import { type SecretKey, secretKeys } from "./secrets";

export = (): StackOutputs => {
  const file = `Pulumi.${pulumi.getStack()}.yaml`;
  try {
    const values = pulumi.runtime.allConfig();
    const config = parseConfig(values, file);
    requireSecrets(config, values, file);
    return program(config);
  } catch (error) {
    // A user's mistake is told without the stack of the program that found it.
    throw error instanceof UserError ? new pulumi.RunError(error.message) : error;
  }
};

/** All missing and broken secrets at once, before the first resource; the SDK would name them one at a time. */
function requireSecrets(config: StackConfig, values: Readonly<Record<string, string>>, file: string): void {
  const keys = secretKeys(config);
  const problems = keys.flatMap((secret) => {
    const message = faultOf(secret, values[secret.key] ?? "");
    return message === undefined ? [] : [{ path: secret.key, message }];
  });
  if (problems.length > 0) throw new ConfigError(file, problems);
  for (const { key, make } of keys) if (isCertificate(make)) warnOfExpiry(key, values[key] ?? "");
}

const isCertificate = (make: SecretKey["make"]): boolean => typeof make !== "string" && make.kind === "certificate";

function faultOf({ key, description, make }: SecretKey, value: string): string | undefined {
  if (value === "") {
    const command = `pulumi config set --secret ${key}`;
    const remedy =
      make === "given" ? `Set it with ${command}` : `Make it with npm run secrets, or set it with ${command}`;
    return `is a missing secret: ${description} ${remedy}`;
  }
  return isCertificate(make) && daysLeft(value) === undefined
    ? "must be PEM: a certificate, its authority's certificate, and the private key"
    : undefined;
}

function warnOfExpiry(key: string, value: string): void {
  const days = daysLeft(value) ?? 0;
  if (days < WARNING_DAYS)
    void pulumi.log.warn(
      `${key}: the certificate ${days < 0 ? "has run out" : `runs out in ${days} day(s)`}; npm run secrets renews it`,
    );
}

const WARNING_DAYS = 60;
