import { Client, type ClientConfig } from "pg";

/** The rows of one statement, on a connection of its own. */
export async function queryOnce(
  login: string | ClientConfig,
  statement: string,
): Promise<readonly Record<string, unknown>[]> {
  const client = new Client(login);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}
