/** Rows that a database has to keep whatever happens to it. */
import { queryOnce } from "./postgres-client";

export async function insertRows(url: string, amount: number): Promise<void> {
  await queryOnce(url, "CREATE TABLE kept (number bigint PRIMARY KEY)");
  await queryOnce(url, `INSERT INTO kept SELECT generate_series(1, ${amount})`);
}

export async function rowsIn(url: string): Promise<number> {
  const [row] = await queryOnce(url, "SELECT count(*) AS amount FROM kept");
  return Number(row?.amount);
}
