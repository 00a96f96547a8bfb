/** Each rule against two good platforms: nothing is said of them, and one broken field is told by its rule, and by no other. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { listed } from "../../checks/policy/resources";
import { nameOf, type Kind } from "../../policy/framework/rule";
import type { Finding } from "../../policy/framework/run";
import { mapOf } from "../../policy/framework/value";
import { RULES } from "../../policy/rules";
import { BAD, type Broken, broken, find, findAll, goodResources, packFor, says } from "./support";

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

describe.each(RULES)("$id", (rule) => {
  const own = BAD.filter((one) => one.rule === rule.id);

  test.each(own)("tells $what on a $on target", (one: Broken) => {
    const { level = "mandatory", also = [] } = one;
    const findings = findAll(broken(one), packs[one.on]);
    const all = findings.map(told).join("\n");
    const said = findings.filter((finding) => finding.rule === rule.id && finding.level === level);
    expect(
      said.some((finding) => says(finding, one)),
      all,
    ).toBe(true);
    const others = findings.filter((finding) => finding.level === "mandatory" && finding.rule !== rule.id);
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

  test("is the only one that tells its cases: without it they pass", () => {
    const rest = RULES.filter((other) => other !== rule);
    const [first] = own;
    if (first === undefined) throw new Error(`${rule.id} has no case`);
    expect(find(broken(first), rest, packs[first.on]).map(({ rule: id }) => id)).not.toContain(rule.id);
  });

  test("tells its own bad example, and has nothing to say of the mended one", () => {
    const { bad, good, target, workload } = rule.example;
    const pack = packFor(target, { workload: workload === undefined ? {} : (parse(workload) as unknown) });
    expect(find(exampleResources(bad), [rule], pack).filter(({ level }) => level !== "cannot-prove")).not.toEqual([]);
    expect(find(exampleResources(good), [rule], pack).map(told)).toEqual([]);
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

/** Manifests as documents, or resources as a list. */
function exampleResources(yaml: string) {
  const contents = parseAllDocuments(yaml).map((document) => document.toJS() as unknown);
  const [first] = contents;
  if (Array.isArray(first)) return listed(first, "example");
  return contents.map((content, i) => {
    const { apiVersion, kind, metadata } = content as { apiVersion: string; kind: string; metadata: { name: string } };
    const version = apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`;
    return {
      urn: String(i),
      type: `kubernetes:${version}:${kind}`,
      name: metadata.name,
      props: mapOf(content as object),
    };
  });
}
