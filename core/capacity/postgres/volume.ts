import { sumOf } from "../numbers";

/** One table's growth. */
export interface TableLoad {
  readonly name: string;
  readonly rowsPerSecond: number;
  /** Bytes of a row with its share of the indexes. */
  readonly rowBytes: number;
  readonly retentionMs: number;
  /** VACUUM FULL is run on it: it writes a second copy first [PostgreSQL docs, VACUUM]. */
  readonly vacuumFull: boolean;
}

/** Dead rows between vacuums, as a factor; assumed. */
export const BLOAT = 1.2;
/** Share of a volume that may be filled: an alert stands at 80 %. */
export const USABLE_SHARE = 0.8;

/** Bytes of a table without bloat: rows/s × retention × row. */
export const tableBytes = (t: TableLoad): number => (t.rowsPerSecond * t.retentionMs * t.rowBytes) / 1000;

/** Bytes of all tables without bloat. */
export const tablesBytes = (tables: readonly TableLoad[]): number => sumOf(tables, tableBytes);

/** Bytes that the data volume must take: Σ tables × bloat + the largest table that is rewritten by VACUUM FULL. */
export function databaseBytes(tables: readonly TableLoad[]): number {
  const rewritten = tables.filter((t) => t.vacuumFull).map(tableBytes);
  return tablesBytes(tables) * BLOAT + Math.max(0, ...rewritten);
}
