/** Rows that a database has to keep whatever happens to it. */
import { Client } from "pg";

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export const insertRows = (url: string, amount: number): Promise<unknown> =>
  withClient(url, async (client) => {
    await client.query("CREATE TABLE kept (number bigint PRIMARY KEY)");
    await client.query("INSERT INTO kept SELECT generate_series(1, $1::bigint)", [amount]);
  });

export const rowsIn = (url: string): Promise<number> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ amount: string }>("SELECT count(*) AS amount FROM kept");
    return Number(rows[0]?.amount);
  });
