/** What the cases of the postgresql provider find on the server. */
import type { BehindItsBack } from "./cases";

export interface PostgresWorld {
  /** Runs a statement as an administrator who isn't the provider. */
  readonly sql: (database: string, statement: string) => Promise<void>;
}

/** Statements in the database `postgres`, one after the other. */
export const run =
  (...statements: readonly string[]): BehindItsBack<PostgresWorld> =>
  async ({ sql }) => {
    for (const statement of statements) await sql("postgres", statement);
  };

/** Two roles, and a schema with two tables. */
export const prepare = run(
  'CREATE ROLE "conformance-reader"',
  'CREATE ROLE "conformance-writer"',
  'CREATE SCHEMA "conformance-layer"',
  'CREATE TABLE "conformance-layer".one (id int)',
  'CREATE TABLE "conformance-layer"."two-words" (id int)',
);
export const cleanUp = run(
  'DROP SCHEMA IF EXISTS "conformance-layer" CASCADE',
  'DROP OWNED BY "conformance-writer"',
  'DROP ROLE "conformance-writer"',
);
export const dropReader = run('DROP OWNED BY "conformance-reader"', 'DROP ROLE "conformance-reader"');
