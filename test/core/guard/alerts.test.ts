import { describe, expect, test } from "vitest";
import type { PlainObject } from "../../../core/guard/change";
import { needsWaiver } from "../../../core/guard/change";
import { changes } from "../../../core/guard/changes";
import { removalOf, resource } from "./support";

describe("alerts", () => {
  const RULE = "kubernetes:monitoring.coreos.com/v1:PrometheusRule";
  const alert = (changed: PlainObject = {}): PlainObject => ({
    alert: "HighLag",
    expr: "sum(lag) by (topic) > 1000",
    for: "5m",
    labels: { severity: "warning" },
    ...changed,
  });
  const props = (...rules: readonly PlainObject[]): PlainObject => ({
    metadata: { name: "kafka", namespace: "ns" },
    spec: { groups: [{ name: "kafka", rules }] },
  });
  const edits = (...rules: readonly PlainObject[]) =>
    changes([resource(RULE, props(alert()))], [resource(RULE, props(...rules))]);

  test.each([
    ["a higher threshold", { expr: "sum(lag) by (topic) > 5000" }, "HighLag.expr", "loosened"],
    ["a lower threshold", { expr: "sum(lag) by (topic) > 10" }, "HighLag.expr", "tightened"],
    ["a longer wait", { for: "30m" }, "HighLag.for", "loosened"],
    ["no wait", { for: undefined }, "HighLag.for", "tightened"],
    ["a lower severity", { labels: { severity: "info" } }, "HighLag.labels.severity", "loosened"],
    ["another expression", { expr: "max(lag) > 1000" }, "HighLag.expr", "it watches something else"],
  ])("%s", (_, changed, field, why) => {
    const [change] = edits(alert(changed));
    expect(change).toMatchObject({ field, class: "in place" });
    expect(change?.why).toContain(why);
  });

  test.each([
    ["lag > 10 and rate > 1", "lag > 20 and rate > 1", "loosened"],
    ["lag > 10 and rate > 1", "lag > 20 and rate > 0.5", "watches something else"],
    ['max(up{job="a"}) == 0', 'max(up{job="a"}) == 1', "watches something else"],
    ["rate(x[5m]) > 1", "rate(x[10m]) > 1", "watches something else"],
    ["used / (size > 0) > 0.8", "used / (size > 0) > 0.95", "loosened"],
    ["x > bool 1", "x > bool 2", "loosened"],
    ["absent(up) == 1 or y < 3", "absent(up) == 1 or y < 5", "tightened"],
  ])("%s → %s is %s", (from, to, why) => {
    const found = changes([resource(RULE, props(alert({ expr: from })))], [resource(RULE, props(alert({ expr: to })))]);
    expect(found[0]?.why).toContain(why);
    expect(found[0]?.loosened === true).toBe(why === "loosened");
  });

  test("a threshold from below is loosened by going down", () => {
    const low = (n: number) => props(alert({ expr: `free_bytes < ${n}` }));
    const [change] = changes([resource(RULE, low(100))], [resource(RULE, low(10))]);
    expect(change?.why).toContain("loosened");
  });

  test("an alert that is taken out of its group needs a waiver, a new one doesn't", () => {
    expect(edits().map((c) => [c.field, needsWaiver(c)])).toEqual([["HighLag", true]]);
    expect(edits(alert(), alert({ alert: "Other" })).map((c) => [c.field, needsWaiver(c)])).toEqual([["Other", false]]);
  });

  test("one of several rules of an alert goes: the others are told apart by their severity", () => {
    const critical = alert({ expr: "sum(lag) by (topic) > 5000", labels: { severity: "critical" } });
    const found = changes([resource(RULE, props(alert(), critical))], [resource(RULE, props(critical))]);
    expect(found.map((c) => [c.field, c.guarded])).toEqual([["[HighLag#1]", true]]);
  });

  test("a rule that goes with its alerts needs a waiver; one that only records doesn't", () => {
    expect(needsWaiver(removalOf(RULE, props(alert())))).toBe(true);
    expect(needsWaiver(removalOf(RULE, props({ record: "lag:sum", expr: "sum(lag)" })))).toBe(false);
  });

  test("an alert that moves to another rule hasn't gone", () => {
    const [old, other] = [resource(RULE, props(alert(), alert({ alert: "B" })), {}, "a"), "b"];
    const moved = changes(
      [old],
      [resource(RULE, props(alert()), {}, "a"), resource(RULE, props(alert({ alert: "B" })), {}, other)],
    );
    expect(moved.filter(needsWaiver)).toEqual([]);
    const all = changes([old], [resource(RULE, props(alert(), alert({ alert: "B" })), {}, other)]);
    expect(all.filter(needsWaiver)).toEqual([]);
    const half = changes([old], [resource(RULE, props(alert()), {}, other)]);
    expect(half.filter(needsWaiver)).toHaveLength(1);
  });

  test("another team is another label", () => {
    const [change] = edits(alert({ labels: { severity: "warning", team: "sre" } }));
    expect(change).toMatchObject({ field: "HighLag.labels.team", to: "sre", class: "in place" });
  });
});
