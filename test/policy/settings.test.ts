/** Levels, arguments and waivers of one stack. */
import { describe, expect, test } from "vitest";
import { ConfigError } from "../../core/problems";
import { withArguments } from "../../policy/framework/settings";
import { Waivers } from "../../policy/framework/waivers";
import { RULES } from "../../policy/rules";
import { BAD, type Broken, broken, findAll, packFor } from "./support";

const caseOf = (rule: string, on: Broken["on"] = "multi-node"): Broken => {
  const found = BAD.find((one) => one.rule === rule && one.on === on);
  if (found === undefined) throw new Error(`${rule} has no case`);
  return found;
};

const findings = (one: Broken, changes: object) =>
  findAll(broken(one), packFor(one.on, changes)).filter(({ rule }) => rule === one.rule || rule === "WAIVERS");

describe("a level", () => {
  const one = caseOf("SEC-05");

  test("makes a rule's findings advice", () => {
    expect(findings(one, { policies: { "SEC-05": { level: "advisory" } } }).map(({ level }) => level)).toEqual([
      "advisory",
      "advisory",
    ]);
  });

  test("switches a rule off", () => {
    expect(findings(one, { policies: { "SEC-05": { level: "off" } } })).toEqual([]);
  });
});

test("arguments replace a rule's own, on the target that the stack has", () => {
  const strict = findAll(
    broken({ ...caseOf("CAP-01"), path: "spec.replicas", object: "Deployment/orders", value: 3 }),
    packFor("multi-node", { policies: { "CAP-01": { share: 0.3 } } }),
  );
  expect(strict.filter(({ rule }) => rule === "CAP-01").map(({ message }) => message)[0]).toMatch(
    /must be at most 14.2: 30 % of the 47.5/,
  );
});

test("arguments that the CLI is given replace the stack's; faulty ones are told all at once", () => {
  const [rule] = RULES;
  if (rule === undefined) throw new Error("there is no rule");
  const settings = packFor("multi-node").settings.of(rule);
  expect(withArguments(rule, settings, {})).toBe(settings);
  expect(withArguments(rule, settings, { share: 0.5 })).toEqual({ level: "mandatory", args: { share: 0.5 } });
  expect(() => withArguments(rule, settings, { share: 2, shares: 0.5 })).toThrow(
    /The policy pack's config of CAP-01 has 2 problem\(s\)[^]*share +must be[^]*, got 2[^]*shares +is not a setting; did you mean share\?/,
  );
});

test("faults are told all at once, with the nearest rule for a wrong one", () => {
  const refused = () =>
    packFor("multi-node", {
      policies: {
        "CAP-01": { share: 2 },
        "SEC-55": { level: "off" },
        "KAF-01": { lowest: 2 },
        "AVL-01": { level: "none" },
      },
      waivers: [{ rule: "SEC-05", resource: "Deployment/orders", reason: "", owner: "team", until: "soon" }],
    });
  expect(refused).toThrow(ConfigError);
  expect(refused).toThrow(
    /policies\["?SEC-55"?\]?\.?.*is no rule's id; did you mean SEC-0\d\?|policies\.SEC-55 +is no rule's id/,
  );
  const fault = new Map<string, string>();
  try {
    refused();
  } catch (error) {
    for (const { path, message } of (error as ConfigError).problems) fault.set(path, message);
  }
  expect(Object.fromEntries(fault)).toMatchObject({
    "waivers[0].reason": "must not be empty",
    "waivers[0].until": 'must be a day in quotes, such as "2027-03-31"',
    "policies.AVL-01.level": "must be one of mandatory, advisory, off",
  });
});

describe("a waiver", () => {
  const one = caseOf("KAF-07");
  const waiver = {
    rule: "KAF-07",
    resource: "KafkaNodePool/controller",
    reason: "two racks",
    owner: "sre",
    until: "2027-03-31",
  };

  test("lets the finding pass, and stands in the report", () => {
    const [finding] = findings(one, { waivers: [waiver] });
    expect(finding).toMatchObject({
      rule: "KAF-07",
      waived: true,
      waiver: { reason: "two racks", owner: "sre", until: "2027-03-31" },
    });
  });

  test("covers its resource and its namespace only", () => {
    for (const other of [{ resource: "KafkaNodePool/broker" }, { namespace: "elsewhere" }, { rule: "KAF-08" }])
      expect(
        findings(one, { waivers: [{ ...waiver, ...other }] }).map(({ rule, waived, level }) => [rule, waived, level]),
      ).toEqual([
        ["KAF-07", false, "mandatory"],
        ["WAIVERS", false, "mandatory"],
      ]);
  });

  test("that is expired covers nothing, and is a finding itself", () => {
    const told = findings(one, { waivers: [{ ...waiver, until: "2026-11-20" }] });
    expect(told.map(({ rule, waived }) => [rule, waived])).toEqual([
      ["KAF-07", false],
      ["WAIVERS", false],
    ]);
    expect(told[1]?.message).toBe(
      "the waiver of KAF-07 for KafkaNodePool/controller ended on 2026-11-20; sre must renew it or mend the resource",
    );
  });

  test("holds on its last day", () => {
    expect(findings(one, { waivers: [{ ...waiver, until: "2026-11-21" }] }).map(({ waived }) => waived)).toEqual([
      true,
    ]);
  });

  test("that covers nothing is a finding", () => {
    const waivers = new Waivers([waiver], "2026-11-21");
    expect(waivers.faults()).toEqual([
      {
        resource: "KafkaNodePool/controller",
        path: "waivers[0]",
        message: "the waiver of KAF-07 for KafkaNodePool/controller covers nothing that was found; remove it",
      },
    ]);
  });
});
