import { roundUp, sumOf } from "../numbers";
import { GiB, MiB } from "../../units";
import type { TableLoad } from "./volume";

/** WAL of a row: row + index + its share of full-page images, about twice the row; assumed. */
const WRITE_AMPLIFICATION = 2;
/** A segment is 16 MiB and `archive_timeout` is 5 min with CloudNativePG: an idle server archives at most 288 a day [CloudNativePG docs, postgresql_conf]. */
const SEGMENT = 16 * MiB;
export const IDLE_WAL_PER_DAY = 288 * SEGMENT;
/** `wal_keep_size` that CloudNativePG sets [CloudNativePG docs, postgresql_conf]. */
export const WAL_KEEP = 512 * MiB;

/** Bytes of WAL per second: Σ rows/s × row × 2. */
export const walRate = (tables: readonly TableLoad[]): number =>
  sumOf(tables, (t) => t.rowsPerSecond * t.rowBytes * WRITE_AMPLIFICATION);

/** Bytes archived per day: what is written, at least what an idle server archives. */
export const walPerDay = (tables: readonly TableLoad[]): number => Math.max(IDLE_WAL_PER_DAY, walRate(tables) * 86_400);

/** Bytes per second that pile up while the archive is away: an idle server too ends a segment at every `archive_timeout`. */
export const archiveRate = (tables: readonly TableLoad[]): number => walPerDay(tables) / 86_400;

export interface WalNeed {
  readonly maxWalSize: number;
  /** `max_slot_wal_keep_size`: unlimited by default, which lets one dead standby fill the disk [CloudNativePG docs, replication]. */
  readonly slotCap: number;
  readonly archiveOutageMs: number;
  readonly bytesPerSecond: number;
}

/** Bytes on the WAL volume: max_wal_size + wal_keep_size + slots' cap + archive outage × WAL rate. */
export const walBytes = (n: WalNeed): number =>
  n.maxWalSize + WAL_KEEP + n.slotCap + (n.archiveOutageMs / 1000) * n.bytesPerSecond;

/** `max_wal_size`: 1 GiB is PostgreSQL's default and enough below 1 MiB/s; then what ten minutes write, up to pgtune's 8 GiB for OLTP. */
export const maxWalSizeFor = (bytesPerSecond: number): number =>
  Math.min(8 * GiB, Math.max(GiB, roundUp(bytesPerSecond * 600, GiB)));

/** WAL segments archived per day, one object each; at least what `archive_timeout` makes an idle server archive. */
export const walPutsPerDay = (tables: readonly TableLoad[]): number => walPerDay(tables) / SEGMENT;
