import { describe, expect, test } from "vitest";
import { backupFault, type ScheduledBackup } from "../../../sandbox/operators/cloudnativepg/backups";
import { decide } from "../../../sandbox/operators/kinds/cnpg-scheduled-backup";
import { clusterWith } from "./cluster";

const cluster = { name: "db" };

test("a cluster is backed up only in the ways that it is configured for", () => {
  expect(backupFault(clusterWith(), { cluster })).toContain("no barmanObjectStore section");
  expect(backupFault(clusterWith({ backup: { barmanObjectStore: {} } }), { cluster })).toBeUndefined();
  expect(backupFault(clusterWith(), { cluster, method: "volumeSnapshot" })).toContain("no volumeSnapshot section");
  const plugin = { cluster, method: "plugin", pluginConfiguration: { name: "barman" } } as const;
  expect(backupFault(clusterWith(), plugin)).toContain('"barman"');
  expect(backupFault(clusterWith({ plugins: [{ name: "barman" }] }), plugin)).toBeUndefined();
});

describe("a scheduled backup", () => {
  const scheduled = (immediate: boolean, lastCheckTime?: string): ScheduledBackup => ({
    apiVersion: "postgresql.cnpg.io/v1",
    kind: "ScheduledBackup",
    metadata: { name: "nightly", namespace: "ns", uid: "s" },
    spec: { schedule: "0 0 2 * * *", immediate, cluster },
    ...(lastCheckTime === undefined ? {} : { status: { lastCheckTime } }),
  });
  const at = (text: string): Date => new Date(text);

  test("a new one waits for its time, unless it is to begin at once", () => {
    expect(decide(scheduled(false), at("2026-01-01T12:00:00Z"))).toEqual({
      due: false,
      next: at("2026-01-02T02:00:00Z"),
    });
    expect(decide(scheduled(true), at("2026-01-01T12:00:00Z")).due).toBe(true);
  });

  test("it is due once for each of its times", () => {
    expect(decide(scheduled(false, "2026-01-01T12:00:00Z"), at("2026-01-02T01:59:59Z")).due).toBe(false);
    expect(decide(scheduled(false, "2026-01-01T12:00:00Z"), at("2026-01-02T02:00:00Z")).due).toBe(true);
    expect(decide(scheduled(false, "2026-01-02T02:00:00Z"), at("2026-01-02T02:00:01Z")).due).toBe(false);
  });
});
