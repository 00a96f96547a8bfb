import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Change, Plain, PlainObject } from "../../../core/guard/change";
import { waiverText } from "../../../core/guard/text";
import { type ChangeWaiver, GUARD_RULE, judged } from "../../../core/guard/waivers";
import { changeOf, removalOf } from "./support";

const TOPIC = "kafka:index/topic:Topic";
const events: PlainObject = { name: "events", partitions: 6, config: { "retention.ms": "604800000" } };
const shorter = changeOf(TOPIC, events, { edit: ["config", "retention.ms"], to: "86400000" });
const TODAY = "2027-01-15";
const waiver: ChangeWaiver = {
  rule: GUARD_RULE,
  resource: "Topic/events",
  field: "config[retention.ms]",
  to: "86400000",
  reason: "The consumers archive daily.",
  owner: "platform",
  until: TODAY,
};
const refusedWith = (changed: Partial<ChangeWaiver>) =>
  judged([shorter], [{ ...waiver, ...changed }], TODAY)[0]?.refused;

describe("a waiver", () => {
  test("covers exactly its change, also on its last day, and a number as the text that it is", () => {
    expect(judged([shorter], [waiver], TODAY)).toMatchObject([{ refused: false, waiver: { owner: "platform" } }]);
    expect(refusedWith({ to: 86_400_000 })).toBe(false);
  });

  test.each<readonly [string, Partial<ChangeWaiver>]>([
    ["another topic's", { resource: "Topic/audit" }],
    ["another namespace's", { namespace: "ns" }],
    ["another field's", { field: "partitions" }],
    ["another value's", { to: "3600000" }],
    ["one without a value", { to: undefined }],
    ["one without a field", { field: undefined }],
    ["an expired one", { until: "2027-01-14" }],
    ["another rule's", { rule: "KAF-05" }],
  ])("%s doesn't cover it", (_, changed) => expect(refusedWith(changed)).toBe(true));

  test("of a removal needs no value", () => {
    const removal = judged([removalOf(TOPIC, events)], [{ ...waiver, field: "removed", to: undefined }], TODAY);
    expect(removal).toMatchObject([{ refused: false }]);
  });

  test("of a field that goes has no value, of a part its JSON, and the report writes both as they must be", () => {
    const config = (to: Plain) => changeOf(TOPIC, events, { edit: ["partitions"], to });
    const fewer = { ...config(3), to: undefined };
    const part = { ...config(3), to: { b: 1 } };
    const covered = (change: Change, changed: Partial<ChangeWaiver>) =>
      judged([change], [{ ...waiver, field: "partitions", ...changed }], TODAY)[0]?.refused === false;
    expect(covered(fewer, { to: undefined })).toBe(true);
    expect(covered(fewer, { to: "3" })).toBe(false);
    expect(covered(part, { to: '{"b":1}' })).toBe(true);
    expect(covered(part, { to: undefined })).toBe(false);
    expect(waiverText(fewer)).toContain('field: "partitions", reason');
    for (const change of [part, config(3), shorter]) {
      const written = parse(waiverText(change).replaceAll("…", "x")) as ChangeWaiver;
      expect(judged([change], [{ ...written, until: TODAY }], TODAY)[0]?.refused).toBe(false);
    }
  });

  test("isn't asked for where nothing is lost", () => {
    const longer = changeOf(TOPIC, events, { edit: ["config", "retention.ms"], to: "-1" });
    expect(judged([longer], [], TODAY)).toMatchObject([{ refused: false, waiver: null }]);
  });
});
