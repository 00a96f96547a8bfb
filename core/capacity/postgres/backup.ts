/** What backups keep in the bucket [CloudNativePG docs, backup: full only, recovery window]. */
export interface BackupPlan {
  readonly windowMs: number;
  readonly periodMs: number;
  readonly databaseBytes: number;
  readonly walPerDay: number;
  /** Stored ÷ original, 1 = uncompressed, the default. */
  readonly compression: number;
}

/** Fulls kept: ceil(window ÷ period) + 1, as the first base before the window is needed to restore its beginning. */
export const fullsKept = (windowMs: number, periodMs: number): number => Math.ceil(windowMs / periodMs) + 1;

/** Bytes in the bucket: fulls × database × c + window × WAL per day × c. */
export const backupBytes = (b: BackupPlan): number =>
  (fullsKept(b.windowMs, b.periodMs) * b.databaseBytes + (b.windowMs / 86_400_000) * b.walPerDay) * b.compression;
