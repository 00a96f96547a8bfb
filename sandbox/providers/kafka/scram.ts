/** `kafka.UserScramCredential`: the brokers keep a salted hash, so the password itself is only in the state. */
import { pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { intAtLeast, oneOf } from "../bridged/check";
import type { BridgedResource } from "../bridged/resource";
import { integer, text, type Schema } from "../bridged/schema";
import { waitFor } from "../bridged/wait";
import type { CallContext, Props, Value } from "../kind";
import type { KafkaClient } from "./client";
import { CODES, codeOf, serverError } from "./errors";
import { library } from "./library";

const SALT_BYTES = 64;
const MECHANISMS = {
  "SCRAM-SHA-256": { code: 1, digest: "sha256", bytes: 32 },
  "SCRAM-SHA-512": { code: 2, digest: "sha512", bytes: 64 },
} as const;

const notBlank = (value: Value, name: string): string | undefined =>
  typeof value === "string" && value.trim() === ""
    ? `expected "${name}" to not be an empty string or whitespace`
    : undefined;
const notHere = (): string =>
  "write-only passwords are not available in the sandbox: use password, which the state keeps encrypted";

const schema: Schema = {
  username: { type: "string", required: true, forceNew: true },
  scramMechanism: { type: "string", required: true, forceNew: true, validate: oneOf(Object.keys(MECHANISMS)) },
  scramIterations: { type: "int", default: 4096, validate: intAtLeast(4096) },
  password: { type: "string", secret: true, conflictsWith: "passwordWo", validate: notBlank },
  passwordWo: { type: "string", secret: true, conflictsWith: "password", validate: notHere },
  passwordWoVersion: { type: "string" },
};

export function scramResource(client: KafkaClient): BridgedResource {
  const upsert = async (props: Props, context: CallContext): Promise<void> => {
    const name = text(props, "username");
    const iterations = integer(props, "scramIterations");
    const { code, digest, bytes } = mechanismOf(props);
    const salt = randomBytes(SALT_BYTES);
    const saltedPassword = await promisify(pbkdf2)(text(props, "password"), salt, iterations, bytes, digest);
    await client.runRaw(context, (connection) =>
      library().alterUserScramCredentialsV0.api.async(
        connection,
        [],
        [{ name, mechanism: code, iterations, salt, saltedPassword }],
      ),
    );
    await settle(props, iterations, context);
  };
  /** Brokers learn of a credential a moment after the controller took it; a login before that would fail. */
  const settle = (props: Props, iterations: number | undefined, context: CallContext): Promise<true> =>
    waitFor(async () => ((await iterationsOf(client, props, context)) === iterations ? true : undefined), {
      timeoutMs: client.timeoutMs,
      everyMs: 100,
      signal: context.signal,
      onTimeout: () => new Error(`timeout while waiting for the credential of ${text(props, "username")}`),
    });

  return {
    token: "kafka:index/userScramCredential:UserScramCredential",
    schema,
    refuse: (planned) =>
      planned.password === undefined && planned.passwordWo === undefined
        ? "either 'password' or 'password_wo' must be specified"
        : undefined,
    importState: parseScramId,

    async create(planned, context) {
      await upsert(planned, context);
      return { id: `${text(planned, "username")}|${text(planned, "scramMechanism")}`, state: planned };
    },
    async read(id, state, context) {
      const scramIterations = await iterationsOf(client, state, context);
      return scramIterations === undefined ? undefined : { id, state: { ...state, scramIterations } };
    },
    async update(_id, _olds, planned, context) {
      await upsert(planned, context);
      return planned;
    },
    async delete(_id, state, context) {
      const deletion = { name: text(state, "username"), mechanism: mechanismOf(state).code };
      await client.runRaw(context, (connection) =>
        library().alterUserScramCredentialsV0.api.async(connection, [deletion], []),
      );
      await settle(state, undefined, context);
    },
  };
}

async function iterationsOf(client: KafkaClient, props: Props, context: CallContext): Promise<number | undefined> {
  return client.runRaw(context, async (connection) => {
    try {
      const { results } = await library().describeUserScramCredentialsV0.api.async(connection, [
        { name: text(props, "username") },
      ]);
      const [result] = results;
      if (result !== undefined && result.errorCode !== 0 && result.errorCode !== CODES.resourceNotFound)
        throw serverError(result.errorCode, result.errorMessage);
      return result?.credentialInfos.find(({ mechanism }) => mechanism === mechanismOf(props).code)?.iterations;
    } catch (error) {
      if (codeOf(error) === CODES.resourceNotFound) return undefined;
      throw error;
    }
  });
}

function mechanismOf(props: Props): (typeof MECHANISMS)[keyof typeof MECHANISMS] {
  return text(props, "scramMechanism") === "SCRAM-SHA-256" ? MECHANISMS["SCRAM-SHA-256"] : MECHANISMS["SCRAM-SHA-512"];
}

/** `user|SCRAM-SHA-512|password`; the password is not readable from a broker. */
export function parseScramId(id: string): Props {
  const [username = "", scramMechanism = "", password, ...rest] = id.split("|");
  const segments = id.split("|").length;
  if (segments < 2 || rest.length > 0) {
    throw new Error(
      "failed importing resource; expected format is username|scram_mechanism (for write-only passwords) or username|scram_mechanism|password" +
        ` (legacy) - got ${segments} segments instead of 2 or 3`,
    );
  }
  return { username, scramMechanism, ...(password !== undefined && { password }) };
}
