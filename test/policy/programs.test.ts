/** Programs that are written badly on purpose are refused by the rules that they break, and both ways of running find the same. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { planned } from "../../checks/policy/resources";
import type { Kind } from "../../policy/framework/rule";
import { run } from "../checks/plan/programs";
import { PROGRAMS } from "../fixtures/policy/programs/all";
import type { Program } from "../fixtures/policy/programs/program";
import { runDirectly, runPack } from "./pack";
import { findAll, packFor } from "./support";

/** A stack, of which nothing is elsewhere. */
function packOf(kind: Kind) {
  const pack = packFor(kind);
  return { ...pack, surroundings: { ...pack.surroundings, source: "stack" as const } };
}

async function resourcesOf({ declare }: Program) {
  const { resources } = await run(() => {
    declare({});
    return {};
  });
  return planned({ resources, outputs: {}, project: "streaming", stack: "dev", warnings: [] });
}

describe.each(Object.entries(PROGRAMS))("%s", (_, program) => {
  const { refusedBy, unproved = [] } = program;
  const by = (findings: ReturnType<typeof findAll>, level: string): readonly string[] => [
    ...new Set(findings.filter((finding) => finding.level === level).map(({ rule }) => rule)),
  ];

  test("is refused on several nodes by the rules that it breaks, and by no others", async () => {
    const findings = findAll(await resourcesOf(program), packOf("multi-node"));
    expect([...by(findings, "mandatory")].sort()).toEqual([...refusedBy].sort());
    expect(by(findings, "cannot-prove")).toEqual(unproved);
  });

  test.each(["single-node", "multi-node"] as const)(
    "is judged the same by the pack and by the command, on a %s target",
    async (kind) => {
      const resources = await resourcesOf(program);
      expect(runPack(resources, packOf(kind))).toEqual(runDirectly(resources, packOf(kind)));
    },
  );
});

test("every program of the folder is in the list, and together they break most rules", () => {
  const files = readdirSync(join(__dirname, "../fixtures/policy/programs")).map((file) => file.replace(/\.ts$/, ""));
  expect(files.filter((file) => !["all", "index", "program"].includes(file)).sort()).toEqual(
    Object.keys(PROGRAMS).sort(),
  );
  expect(new Set(Object.values(PROGRAMS).flatMap(({ refusedBy }) => refusedBy)).size).toBeGreaterThan(35);
});
