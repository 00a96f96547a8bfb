/** Each rule against two good platforms: nothing is said of them, and one broken field is told by its rule, and by no other. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { nameOf, type Kind, type Rule } from "../../policy/framework/rule";
import type { Finding } from "../../policy/framework/run";
import { RULES } from "../../policy/rules";
import {
  BAD,
  type Broken,
  type Change,
  VARIANTS,
  broken,
  find,
  findAll,
  goodResources,
  isTold,
  packFor,
  resourcesOf,
} from "./support";

const KINDS: readonly Kind[] = ["single-node", "multi-node"];
const packs = { "single-node": packFor("single-node"), "multi-node": packFor("multi-node") };

const told = ({ rule, level, resource, path, message }: Finding): string =>
  `${level} ${rule} ${resource} ${path}: ${message}`;

describe.each(KINDS)("a good platform on a %s target", (kind) => {
  test("passes every rule, and even advice has nothing to add", () => {
    const expected =
      kind === "multi-node"
        ? ["advisory PG-05 Cluster/ledger-db : has no Pooler: each of up to 90 clients is a server process"]
        : [];
    expect(findAll(goodResources(kind), packs[kind]).map(told)).toEqual(expected);
  });
});

test.each(VARIANTS)("made otherwise, and as well: $what ($on)", (one: Change) => {
  const findings = findAll(broken(one), packs[one.on]);
  expect(findings.filter(({ level }) => level !== "advisory").map(told)).toEqual([]);
});

describe.each(RULES)("$id", (rule) => {
  const own = BAD.filter((one) => one.rule === rule.id);

  test.each(own)("tells $what on a $on target", (one: Broken) => {
    const findings = findAll(broken(one), packs[one.on]);
    const all = findings.map(told).join("\n");
    expect(isTold(one, findings), all).toBe(true);
    const others = findings.filter(({ level, rule: id }) => level === "mandatory" && id !== rule.id);
    const { also = [] } = one;
    expect(
      [...new Set(others.map((finding) => finding.rule))].filter((id) => !also.includes(id)),
      all,
    ).toEqual([]);
  });

  test("has a broken field on every target that it is for", () => {
    expect([...new Set(own.map(({ on }) => on))].sort()).toEqual(
      KINDS.filter((kind) => rule.level[kind] !== "off").sort(),
    );
  });

  test("is missed in each of its cases where it is left out, or never complains", () => {
    const mute: Rule = { ...rule, check: () => [] };
    for (const rules of [RULES.filter((one) => one !== rule), RULES.map((one) => (one === rule ? mute : one))])
      expect(own.filter((one) => isTold(one, find(broken(one), rules, packs[one.on])))).toEqual([]);
    expect(own.length).toBeGreaterThan(0);
  });

  test("tells its own bad example, and has nothing to say of the mended one", () => {
    const { bad, good, target, workload } = rule.example;
    const pack = packFor(target, { workload: workload === undefined ? {} : (parse(workload) as unknown) });
    expect(find(resourcesOf(bad), [rule], pack).map(({ level }) => level)).toContain("mandatory");
    expect(find(resourcesOf(good), [rule], pack).map(told)).toEqual([]);
  });

  test("says what it is about in words, and its file is named as in CrossGuard", () => {
    for (const text of [rule.description, rule.why, rule.remedy]) expect(text).toMatch(/^[A-Z].*\.$/s);
    expect(existsSync(join(__dirname, "../../policy/rules", `${nameOf(rule)}.ts`))).toBe(true);
  });
});

test("every case belongs to a rule, and every file of the folder is in the list", () => {
  const ids = RULES.map(({ id }) => id);
  expect(BAD.filter(({ rule }) => !ids.includes(rule))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
  const files = readdirSync(join(__dirname, "../../policy/rules")).filter((file) => file !== "index.ts");
  expect(files.map((file) => file.replace(/\.ts$/, "")).sort()).toEqual(RULES.map(nameOf).sort());
});
