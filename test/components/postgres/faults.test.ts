import { describe, expect, test } from "vitest";
import { PostgresConfig } from "../../../components/postgres/config";
import { postgresFaults } from "../../../components/postgres/faults";
import { TargetConfig } from "../../../core/config/target";
import { type Typed, multiNode, singleNode } from "../../stacks/values";

const TARGETS = { "single-node": singleNode().target, "multi-node": multiNode().target };

/** `path: message`, of settings that are right one by one. */
const told = (settings: Typed, kind: keyof typeof TARGETS, hasStore: boolean | undefined = true): readonly string[] =>
  postgresFaults(["db"], PostgresConfig.parse(settings), {
    target: TargetConfig.parse(TARGETS[kind]),
    hasStore,
  }).map(({ path, message }) => `${path.join(".")}: ${message}`);

const backup = { retention: "7d" };

describe("good settings", () => {
  test("on a single node", () => expect(told({ instances: 1, backup }, "single-node")).toEqual([]));
  test("on many nodes", () => expect(told({ instances: 3, backup }, "multi-node")).toEqual([]));
  test("without backups and a place for them", () => expect(told({ instances: 1 }, "single-node", false)).toEqual([]));
});

describe("bad settings", () => {
  test("standbys on a single node", () =>
    expect(told({ instances: 2 }, "single-node")).toEqual([
      "db.instances: must be 1 on a single-node target: standbys that share the node are lost with it",
    ]));

  test("a lone server on many nodes", () =>
    expect(told({ instances: 2 }, "multi-node")).toEqual([
      "db.instances: must be at least 3 on a multi-node target, so that one may be lost",
    ]));

  test("more servers than nodes", () =>
    expect(told({ instances: 7 }, "multi-node")).toEqual([
      "db.instances: must be at most 6, the number of nodes: each instance has one to itself",
    ]));

  test("backups without a place for them", () =>
    expect(told({ instances: 1, backup }, "single-node", false)).toEqual([
      "db.backup: must be left out without objectStore: backups have no other place",
    ]));

  test("a time between backups that no clock can say", () =>
    expect(told({ instances: 1, backup: { ...backup, period: "36h" } }, "single-node")).toEqual([
      "db.backup.period: must be one of 6h, 12h, 1d, 7d",
    ]));

  test("a recovery window that doesn't end with a day", () =>
    expect(told({ instances: 1, backup: { retention: "36h" } }, "single-node")).toEqual([
      "db.backup.retention: must be whole days, such as 7d",
    ]));

  test("a recovery window that ends before the next backup", () =>
    expect(told({ instances: 1, backup: { retention: "3d", period: "7d" } }, "single-node")).toEqual([
      "db.backup.period: must be at most the retention of 3d",
    ]));
});
