import type { CallContext } from "../providers/kind";
import { KafkaClient } from "../providers/kafka/client";
import { scramResource } from "../providers/kafka/scram";
import type { ScramMechanism } from "./properties";

/** Work on running brokers, by their port that asks for no login. The requests themselves are those of the kafka provider's stand-in. */

export interface Login {
  readonly user: string;
  readonly password: string;
  readonly mechanism: ScramMechanism;
}

const TIMEOUT_MS = 20_000;
const ITERATIONS = 4096;

/** Runs `work` with a client of the brokers at these ports, which is closed afterwards. */
export async function administer<T>(
  adminPorts: readonly number[],
  work: (client: KafkaClient, context: CallContext) => Promise<T>,
): Promise<T> {
  const bootstrapServers = adminPorts.map((port) => `127.0.0.1:${port}`);
  const client = new KafkaClient({ bootstrapServers, sasl: undefined, tls: undefined, timeoutMs: TIMEOUT_MS });
  try {
    return await work(client, contextOf());
  } finally {
    await client.close();
  }
}

/** Gives users that the brokers don't know their passwords; what the brokers know stays. */
export async function ensureLogins(adminPort: number, logins: readonly Login[]): Promise<void> {
  if (logins.length === 0) return;
  await administer([adminPort], async (client, context) => {
    const scram = scramResource(client);
    for (const { user, password, mechanism } of logins) {
      const state = { username: user, scramMechanism: mechanism, scramIterations: ITERATIONS, password };
      if (!(await scram.read("", state, context))) await scram.create(state, context);
    }
  });
}

/** What the provider's resources want of their caller; nobody watches here. */
function contextOf(): CallContext {
  const nobody = (): void => undefined;
  return { urn: "", timeout: 0, signal: AbortSignal.timeout(TIMEOUT_MS), status: nobody, warn: nobody };
}
