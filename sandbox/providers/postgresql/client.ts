/**
 * The provider's connections. None is kept: an idle one would stand in the way of dropping its database. Servers that
 * start late are waited for, and transactions that collide with another one's catalog change are run again.
 */
import { Client, type QueryResultRow } from "pg";
import { waitFor } from "../bridged/wait";
import type { CallContext } from "../kind";
import type { PostgresSettings } from "./config";
import { asDriver, isContention, isNotReady } from "./errors";
import { explain } from "./sql";

const RETRY_MS = 250;
const ATTEMPTS = 5;
const FOR_EVER_MS = 2 ** 40;

export interface Session {
  readonly database: string;
  rows<Row extends QueryResultRow>(sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
  run(sql: string): Promise<void>;
}

export class PostgresClient {
  private open = 0;
  private readonly queue: (() => void)[] = [];

  constructor(readonly settings: PostgresSettings) {}

  /**
   * One connection without a transaction, for questions and for statements that refuse one; `database` is the provider's
   * own where empty. Where the server goes away meanwhile, it is waited for and the work is done again: `repeated` tells
   * it that the first time may have had its effect.
   */
  async session<T>(
    database: string,
    context: CallContext,
    work: (session: Session, repeated: boolean) => Promise<T>,
  ): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.once(database, context, (session) => work(session, attempt > 1));
      } catch (error) {
        if (attempt === ATTEMPTS || !isNotReady(causeOf(error))) throw error;
      }
    }
  }

  /** A transaction is run again where it lost against another one, and where the server went away before the commit was certain. */
  async transaction<T>(database: string, context: CallContext, work: (session: Session) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const pending: Pending<T> = {};
      try {
        return await this.once(database, context, (session) => inTransaction(session, work, pending));
      } catch (error) {
        const cause = causeOf(error);
        if (attempt === ATTEMPTS || !(isNotReady(cause) || isContention(cause))) throw error;
        if (pending.commit !== undefined && (await this.wasCommitted(pending.commit.id, context))) {
          return pending.commit.result;
        }
      }
    }
  }

  private async once<T>(database: string, context: CallContext, work: (session: Session) => Promise<T>): Promise<T> {
    const name = database === "" ? this.settings.database : database;
    await this.enter();
    try {
      const client = await this.connect(name, context);
      try {
        return await work(sessionOf(client, name, [this.settings.password]));
      } finally {
        await client.end().catch(() => undefined); // the work is done or has failed already
      }
    } finally {
      this.leave();
    }
  }

  /** The server remembers what became of a transaction whose client it lost. */
  private async wasCommitted(id: string, context: CallContext): Promise<boolean> {
    const sql = "SELECT pg_xact_status($1::xid8) AS status";
    const [row] = await this.session("", context, (session) => session.rows<{ status: string | null }>(sql, [id]));
    return row?.status === "committed";
  }

  private async connect(database: string, context: CallContext): Promise<Client> {
    const { host, port, username, password, ssl, connectTimeoutMs } = this.settings;
    let announced = false;
    const retryOn = (error: unknown): boolean => {
      if (!isNotReady(error)) return false;
      if (!announced) context.status(`waiting for the PostgreSQL server at ${host}:${port}`);
      announced = true;
      return true;
    };
    const attempt = async (): Promise<Client> => {
      const client = new Client({
        host,
        port,
        database,
        user: username,
        password,
        ssl,
        connectionTimeoutMillis: connectTimeoutMs,
        application_name: "Terraform provider",
      });
      client.on("error", () => undefined); // a broken connection fails the query under way; this one is not for it
      await client.connect();
      return client;
    };
    const timeoutMs = connectTimeoutMs === 0 ? FOR_EVER_MS : connectTimeoutMs;
    const failed = (error: unknown): Error =>
      new Error(
        `error connecting to PostgreSQL server ${host} (scheme: postgres): ${asDriver(error, [password]).message}`,
      );
    let last: unknown;
    return waitFor(attempt, { timeoutMs, everyMs: RETRY_MS, signal: context.signal, retryOn, onTimeout: failed }).catch(
      (error: unknown) => {
        last = error;
        throw error instanceof Error && error.message.startsWith("error connecting") ? error : failed(last);
      },
    );
  }

  private async enter(): Promise<void> {
    const { maxConnections } = this.settings;
    if (maxConnections > 0 && this.open >= maxConnections) await new Promise<void>((resume) => this.queue.push(resume));
    this.open++;
  }

  private leave(): void {
    this.open--;
    this.queue.shift()?.();
  }
}

function sessionOf(client: Client, database: string, secrets: readonly string[]): Session {
  const rows = async <Row extends QueryResultRow>(
    sql: string,
    parameters: readonly unknown[] = [],
  ): Promise<readonly Row[]> => {
    try {
      return (await client.query<Row>(sql, [...parameters])).rows;
    } catch (error) {
      throw asDriver(error, secrets);
    }
  };
  const run = async (sql: string): Promise<void> => {
    await rows(sql);
  };
  return { database, rows, run };
}

/** Set once a transaction's work is done and only its commit is missing. */
interface Pending<T> {
  commit?: { readonly id: string; readonly result: T };
}

async function inTransaction<T>(
  session: Session,
  work: (session: Session) => Promise<T>,
  pending: Pending<T>,
): Promise<T> {
  await session.run("BEGIN");
  try {
    const result = await work(session);
    const [row] = await session.rows<{ id: string }>("SELECT pg_current_xact_id()::text AS id");
    pending.commit = { id: row?.id ?? "", result };
  } catch (error) {
    await session.run("ROLLBACK").catch(() => undefined); // the first error is the one to tell
    throw error;
  }
  await explain("could not commit transaction", () => session.run("COMMIT"));
  return pending.commit.result;
}

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}
