/** sequencer-db with everything that a platform's database has: pooler, backups, a bucket for them. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Plan } from "../../checks/plan";
import { schemaProblems } from "../../checks/schema/objects";
import { type Typed, multiNode, singleNode } from "../stacks/values";
import { at, comesAfter, countOf, find, kindOf, planOf } from "./planned";
import { COMPATIBLE, ON_AWS } from "./postgres/clusters";

const FULL: Typed = { pooler: { pools: { apphub_core: 8 } }, backup: { retention: "7d" } };

const withDatabase = (stack: ReturnType<typeof singleNode>, objectStore: Typed): Promise<Plan> =>
  planOf({
    ...stack,
    objectStore,
    apphub: { ...stack.apphub, sequencerDb: { ...stack.apphub.sequencerDb, ...FULL } },
  });

let single: Plan;
let multi: Plan;
let bare: Plan;
beforeAll(async () => {
  single = await withDatabase(singleNode(), { ...COMPATIBLE });
  multi = await withDatabase(multiNode(), { ...ON_AWS });
  bare = await planOf(singleNode());
}, 60_000);

test("every object is valid on either target", () => {
  for (const plan of [single, multi]) expect(schemaProblems(plan)).toEqual([]);
});

test("the write-ahead log has a volume of its own, with or without backups", () => {
  // max_wal_size 1 GiB, 512 MiB kept, 2 GiB for slots, and 12 h without an archive at 4.5 GiB a day of an idle server: 5.75 GiB, ÷ 0.8.
  for (const plan of [single, multi, bare])
    expect(at(find(plan, "Cluster", "sequencer-db"), "spec.walStorage.size")).toBe("8Gi");
});

test("backups are made at two each night, and kept for a week", () => {
  for (const plan of [single, multi]) {
    expect(at(find(plan, "ScheduledBackup", "sequencer-db-backups"), "spec.schedule")).toBe("0 0 2 * * *");
    expect(at(find(plan, "ObjectStore", "sequencer-db-backups"), "spec.retentionPolicy")).toBe("7d");
  }
});

describe("the bucket", () => {
  test("is there before the servers on AWS, with a role for their service account alone", () => {
    const servers = find(multi, "Cluster", "sequencer-db");
    const bucket = multi.resources.find((r) => r.custom && kindOf(r) === "Bucket");
    expect(bucket?.props).toMatchObject({ bucket: "acme-apphub-backups", forceDestroy: false });
    expect(bucket && comesAfter(multi, servers, bucket)).toBe(true);
    const role = find(multi, "Role", "acme-apphub-postgres");
    expect(at(role, "assumeRolePolicy")).toContain("system:serviceaccount:apphub-system:sequencer-db");
    expect(comesAfter(multi, servers, role)).toBe(true);
  });

  test("is somebody else's at an S3-compatible store, whose keys are there before the servers", () => {
    expect(single.resources.filter(({ type }) => type.includes("aws"))).toEqual([]);
    const keys = find(single, "Secret", "apphub-object-store");
    expect(comesAfter(single, find(single, "Cluster", "sequencer-db"), keys)).toBe(true);
  });

  test("isn't asked for where nothing is backed up", () => {
    expect(["ObjectStore", "Bucket", "ScheduledBackup"].map((kind) => countOf(bare, kind))).toEqual([0, 0, 0]);
    expect(at(find(bare, "Cluster", "sequencer-db"), "spec.plugins")).toBeUndefined();
  });
});

test("one PgBouncer may be away where there are two, and there is no budget for the only one", () => {
  expect(at(find(multi, "PodDisruptionBudget", "sequencer-db-pooler"), "spec.maxUnavailable")).toBe(1);
  expect(at(find(multi, "Pooler", "sequencer-db-pooler"), "spec.pgbouncer")).toEqual({
    poolMode: "transaction",
    parameters: {
      default_pool_size: "8",
      max_client_conn: "100",
      max_prepared_statements: "200",
      reserve_pool_size: "0",
    },
  });
  expect(countOf(single, "PodDisruptionBudget")).toBe(0);
});
