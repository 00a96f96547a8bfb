import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Change } from "../../../core/guard/change";
import { wallText, waivedText, waiverText } from "../../../core/guard/text";
import { type ChangeWaiver, judged } from "../../../core/guard/waivers";

const shrunk: Change = {
  urn: "urn:pulumi:prod::streaming::kubernetes:postgresql.cnpg.io/v1:Cluster::db",
  type: "kubernetes:postgresql.cnpg.io/v1:Cluster",
  resource: "Cluster/sequencer-db",
  namespace: "apphub-system",
  field: "spec.storage.size",
  from: "20Gi",
  to: "10Gi",
  class: "impossible",
  why: "a volume can't shrink",
};
const removed: Change = {
  ...shrunk,
  field: "removed",
  from: "there",
  to: null,
  class: "data loss",
  why: "the volumes are deleted",
  loss: { records: 1_209_600, GiB: 1.15, hours: 168 },
};

describe("the wall says", () => {
  test("which field of what, what is found and wanted, and how to let it pass", () => {
    expect(wallText(shrunk)).toBe(
      [
        "CHG-01 apphub-system/Cluster/sequencer-db spec.storage.size: 20Gi → 10Gi is impossible: a volume can't shrink",
        '  if it is wanted, add to streaming:waivers: { rule: CHG-01, resource: Cluster/sequencer-db, field: "spec.storage.size", to: "10Gi", reason: …, owner: …, until: "YYYY-MM-DD" }',
      ].join("\n"),
    );
  });

  test("which setting decides", () => {
    const setting = { key: "streaming:apphub.sequencerDb.minVolume", keep: "20Gi" };
    expect(wallText(shrunk, setting).split("\n")[1]).toBe(
      "  unchanged with streaming:apphub.sequencerDb.minVolume: 20Gi",
    );
    expect(wallText(removed, { key: "streaming:apphub", keep: undefined }).split("\n")[1]).toBe(
      "  decided by streaming:apphub",
    );
  });

  test("what is lost with a resource that goes", () => {
    expect(wallText(removed).split("\n")[0]).toBe(
      "CHG-01 apphub-system/Cluster/sequencer-db removed: data loss: the volumes are deleted; lost: 1,209,600 records, 1.15 GiB, 168 h",
    );
  });

  test("who lets a change pass, and until when", () => {
    const waiver = {
      ...{ rule: "CHG-01", resource: shrunk.resource, field: shrunk.field, to: "10Gi" },
      ...{ reason: "moved by hand", owner: "platform", until: "2027-01-31" },
    };
    expect(waivedText(shrunk, waiver)).toBe(
      "CHG-01 apphub-system/Cluster/sequencer-db spec.storage.size: let pass until 2027-01-31 by platform: moved by hand",
    );
  });
});

test.each([
  ["a new value", shrunk],
  ["a removal", removed],
  ["a number", { ...shrunk, to: 3 }],
])("the entry that it proposes covers %s, and only that", (_, change) => {
  const waiver = parse(waiverText(change).replace("YYYY-MM-DD", "2027-01-31")) as ChangeWaiver;
  const [covered, other] = judged([change, { ...change, resource: "Cluster/another" }], [waiver], "2027-01-31");
  expect([covered?.refused, other?.refused]).toEqual([false, true]);
});
