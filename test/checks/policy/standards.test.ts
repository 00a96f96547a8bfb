/** What other programs read is valid by their own definitions. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv-draft-04";
import { parse as parseJunit } from "junit2json";
import { describe, expect, test } from "vitest";
import { printJunit } from "../../../checks/policy/formats/junit";
import { printSarif } from "../../../checks/policy/formats/sarif";
import { type Report, judge } from "../../../checks/policy/report";
import { listed } from "../../../checks/policy/resources";
import { reportOf } from "../../../checks/pr/findings";
import { RULES } from "../../../policy/rules";
import { change, review } from "../pr/support";
import { packFor } from "../../policy/support";

const pod = (name: string) => ({
  type: "kubernetes:core/v1:Pod",
  name,
  props: {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "default" },
    spec: { containers: [{ name: "a", image: "app:latest" }] },
  },
});
const waivers = [
  { rule: "SEC-02", resource: "Pod/waived", reason: "a <test> & more", owner: "sre", until: "2027-03-31" },
];
const ofRules: Report = judge(
  RULES,
  { resources: listed([pod("bad"), pod("waived")], "list"), sources: new Map(), skipped: [] },
  packFor("single-node", { waivers }),
);
const ofPullRequest = reportOf([review({ changes: [change()] })]);

describe.each([
  ["rules", ofRules],
  ["a pull request", ofPullRequest],
])("the report of %s", (_, report) => {
  test("is SARIF 2.1.0 by its schema", () => {
    const schema = JSON.parse(
      readFileSync(join(__dirname, "../../fixtures/policy/sarif-schema-2.1.0.json"), "utf8"),
    ) as object;
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    validate(JSON.parse(printSarif(report, "Pulumi.yaml")));
    expect(validate.errors).toBeNull();
  });

  test("is JUnit's XML by a parser of it, with a failure for each finding that refuses", async () => {
    const suites = await parseJunit(printJunit(report));
    if (suites === undefined || suites === null || !("testsuite" in suites)) throw new Error("no testsuites");
    const cases = suites.testsuite.flatMap((suite) => suite.testcase ?? []);
    const failed = cases.filter((c) => c.failure !== undefined).length;
    expect(failed).toBe(report.counts.mandatory);
    expect(failed).toBeGreaterThan(0);
  });
});
