/** What a pull request lets pass from now on is told: waivers, rules that are less strict, alerts that the program loosens. */
import { describe, expect, test } from "vitest";
import { loosenedByProgram } from "../../../checks/pr/loosened";
import { ruleChanges, uselessWaivers } from "../../../checks/pr/rule-changes";
import type { WaiverConfig } from "../../../core/config/policies";
import { needsWaiver } from "../../../core/guard/change";
import { type Settings, settingsFor } from "../../../policy/framework/settings";
import { RULES } from "../../../policy/rules";
import { change } from "./support";

const WAIVER: WaiverConfig = {
  rule: "CHG-01",
  resource: "Topic/events",
  field: "partitions",
  to: 3,
  reason: "agreed",
  owner: "data",
  until: "2030-01-01",
};
const TODAY = "2027-01-15";
const settings = (waivers: readonly WaiverConfig[], policies = {}): Settings =>
  settingsFor(RULES, "multi-node", { waivers, policies }).settings;

describe("settings of rules", () => {
  test("a waiver that comes and one that goes", () => {
    const after = settings([WAIVER]);
    expect(ruleChanges(settings([]), after)).toMatchObject([
      { resource: "Waiver/CHG-01 Topic/events partitions 3", from: null, to: "until 2030-01-01 by data: agreed" },
    ]);
    expect(ruleChanges(after, settings([]))).toMatchObject([{ to: null, why: "it isn't let pass any more" }]);
    expect(ruleChanges(after, settings([WAIVER]))).toEqual([]);
  });

  test("a waiver that only lasts longer is another one", () => {
    const longer = ruleChanges(settings([WAIVER]), settings([{ ...WAIVER, until: "2031-01-01" }]));
    expect(longer.map(({ from, to }) => [from === null, to === null])).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  test.each([
    ["off", "the rule is less strict"],
    ["advisory", "the rule is less strict"],
  ])("a rule that becomes %s", (level, why) => {
    const weaker = settings([], { "KAF-01": { level } });
    expect(ruleChanges(settings([]), weaker)).toMatchObject([
      { resource: "Rule/KAF-01", from: "mandatory", to: level, why },
    ]);
    expect(ruleChanges(weaker, settings([]))).toMatchObject([{ why: "the rule is stricter" }]);
  });

  test("nothing is told where nobody knows what was before", () => {
    expect(ruleChanges(undefined, settings([WAIVER]))).toEqual([]);
    expect(uselessWaivers(undefined, settings([WAIVER]), [], TODAY)).toEqual([]);
  });
});

describe("a waiver of a change", () => {
  const useless = (waiver: WaiverConfig, before: readonly WaiverConfig[], used: boolean) => {
    const after = settings([waiver]);
    const covered = used ? [change({ waiver: after.waivers[0] ?? null })] : [];
    return uselessWaivers(settings(before), after, covered, TODAY);
  };
  test("that is new and covers none is a finding", () => {
    expect(useless(WAIVER, [], false)).toMatchObject([
      { rule: "WAIVERS", level: "mandatory", resource: "Topic/events", path: "waivers[0]", waived: false },
    ]);
  });
  test("that covers one, was there before, or is expired or another rule's isn't", () => {
    expect(useless(WAIVER, [], true)).toEqual([]);
    expect(useless(WAIVER, [WAIVER], false)).toEqual([]);
    expect(useless({ ...WAIVER, until: "2027-01-14" }, [], false)).toEqual([]);
    expect(useless({ ...WAIVER, rule: "KAF-01" }, [], false)).toEqual([]);
  });
});

describe("an alert that is loosened", () => {
  const alert = change({ class: "in place", field: "Lag.expr", loosened: true });
  const other = { ...alert, field: "Down.for" };
  test("by the program needs a waiver, by the load it follows doesn't", async () => {
    const found = await loosenedByProgram([alert, other], () => Promise.resolve([other]));
    expect(found.map((c) => [c.field, needsWaiver(c)])).toEqual([
      ["Lag.expr", false],
      ["Down.for", true],
    ]);
  });
  test("elsewhere excuses nothing", async () => {
    const elsewhere = { ...other, urn: "urn:other" };
    expect((await loosenedByProgram([other], () => Promise.resolve([elsewhere]))).some(needsWaiver)).toBe(false);
  });
});
