/** The provider's connection to the brokers: opened by the first operation that needs it, patient with brokers that start late. */
import { setTimeout as delay } from "node:timers/promises";
import type { Admin, Connection } from "@platformatic/kafka";
import type { CallContext } from "../kind";
import { waitFor } from "../bridged/wait";
import type { KafkaSettings } from "./config";
import { asReported, isConnectionError, isPassing, NoControllerError, unreachable } from "./errors";
import { library } from "./library";

const RETRY_MS = 250;
const REQUEST_TIMEOUT_MS = 30_000;

export class KafkaClient {
  private admin: Admin | undefined;
  private reached: Promise<void> | undefined;

  constructor(private readonly settings: KafkaSettings) {}

  get timeoutMs(): number {
    return this.settings.timeoutMs;
  }

  /**
   * Runs one operation against the brokers; errors come out in the provider's words. Where a broker goes away meanwhile,
   * or isn't quite up yet, it is waited for and the operation runs again: `repeated` tells it that the first run may have had its effect.
   */
  async run<T>(context: CallContext, work: (admin: Admin, repeated: boolean) => Promise<T>): Promise<T> {
    const admin = (this.admin ??= open(this.settings));
    const deadline = Date.now() + this.timeoutMs;
    for (let repeated = false; ; repeated = true) {
      await this.reach(admin, context);
      try {
        return await work(admin, repeated);
      } catch (error) {
        if (!isPassing(error) || context.signal.aborted || Date.now() > deadline) throw asReported(error);
        // Asked anew what brokers there are.
        if (isConnectionError(error) || error instanceof NoControllerError) this.reached = undefined;
        await delay(RETRY_MS);
      }
    }
  }

  /** The same with one connection to the controller (or who speaks for it), for requests that the admin client has no method for. */
  async runRaw<T>(context: CallContext, work: (connection: Connection, repeated: boolean) => Promise<T>): Promise<T> {
    return this.run(context, async (admin, repeated) => {
      const { controllerId } = await admin.metadata({ topics: [] });
      const connection = (await admin.connectToBrokers([controllerId])).get(controllerId);
      if (connection === undefined)
        throw new NoControllerError(`no connection to the controller, broker ${controllerId}`);
      return work(connection, repeated);
    });
  }

  async close(): Promise<void> {
    await this.admin?.close();
  }

  /** Shared by operations that start at the same time; a failure is tried again by the next one. */
  private async reach(admin: Admin, context: CallContext): Promise<void> {
    const attempt = (this.reached ??= this.connect(admin, context));
    await attempt.catch((error: unknown) => {
      this.reached = undefined;
      throw error;
    });
  }

  private async connect(admin: Admin, context: CallContext): Promise<void> {
    const { bootstrapServers, timeoutMs } = this.settings;
    if (bootstrapServers.length === 0) throw new Error("no bootstrap_servers provided");
    let announced = false;
    const retryOn = (error: unknown): boolean => {
      if (!isConnectionError(error)) return false;
      if (!announced) context.status(`waiting for a broker at ${bootstrapServers.join(", ")}`);
      announced = true;
      return true;
    };
    const probe = async (): Promise<true> => {
      await admin.metadata({ topics: [], forceUpdate: true });
      return true;
    };
    const options = { timeoutMs, everyMs: RETRY_MS, signal: context.signal, retryOn, onTimeout: unreachable };
    await waitFor(probe, options).catch((error: unknown) => {
      throw asReported(error);
    });
  }
}

function open({ bootstrapServers, sasl, tls }: KafkaSettings): Admin {
  const { Admin } = library();
  return new Admin({
    clientId: "terraform-provider-kafka",
    bootstrapBrokers: [...bootstrapServers],
    autocreateTopics: false,
    retries: 0,
    timeout: REQUEST_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    ...(sasl && { sasl }),
    ...(tls && { tls: tlsOptions(tls), tlsServerName: true }),
  });
}

function tlsOptions({ verify, ...material }: NonNullable<KafkaSettings["tls"]>): {
  rejectUnauthorized: boolean;
  ca?: string;
  cert?: string;
  key?: string;
} {
  return { ...material, rejectUnauthorized: verify };
}
