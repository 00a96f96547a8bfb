import { expect, test } from "vitest";
import { countTests, describeFailures } from "../../tools/test-report";

const file = (status: string, ...tests: string[]) => ({
  name: "/project/test/a.test.ts",
  status,
  message: status === "failed" ? "Error: no such module" : "",
  assertionResults: tests.map((result) => ({
    status: result,
    fullName: `brokers are ${result}`,
    failureMessages: result === "failed" ? ["AssertionError: expected 1 to be 2\n    at a.test.ts:3:1"] : [],
  })),
});

test("passed and failed tests are summed over the files", () => {
  const report = { testResults: [file("passed", "passed", "passed"), file("failed", "passed", "failed")] };
  expect(countTests(report, false)).toEqual({ passed: 3, failed: 1 });
});

test("a file that can't be loaded is a failure, though none of its tests ran", () => {
  expect(countTests({ testResults: [file("failed")] }, false)).toEqual({ passed: 0, failed: 1 });
});

test("a file whose hook failed after its tests is a failure", () => {
  expect(countTests({ testResults: [file("failed", "passed")] }, false)).toEqual({ passed: 1, failed: 1 });
});

test("a run that ended badly although every test passed is a failure", () => {
  expect(countTests({ testResults: [file("passed", "passed")] }, false)).toEqual({ passed: 1, failed: 1 });
});

test("a run in which all went well has no failure", () => {
  expect(countTests({ testResults: [file("passed", "passed")] }, true)).toEqual({ passed: 1, failed: 0 });
});

test("each failure is described by file, test and reason; what passed isn't", () => {
  const report = { testResults: [file("passed", "passed"), file("failed", "passed", "failed")] };
  expect(describeFailures(report, "/project")).toEqual([
    "test/a.test.ts > brokers are failed\n  AssertionError: expected 1 to be 2\n      at a.test.ts:3:1",
  ]);
});

test("a file that can't be loaded is described by its reason", () => {
  expect(describeFailures({ testResults: [file("failed")] }, "/project")).toEqual([
    "test/a.test.ts\n  Error: no such module",
  ]);
});

test("a long reason is described by its beginning, without colours", () => {
  const long = Array.from({ length: 25 }, (_, i) => `\u001b[31mline ${i + 1}\u001b[39m`).join("\n");
  const [description = ""] = describeFailures({ testResults: [{ ...file("failed"), message: long }] }, "/project");
  expect(description.split("\n").slice(0, 2)).toEqual(["test/a.test.ts", "  line 1"]);
  expect(description.split("\n").slice(-2)).toEqual(["  line 20", "  … 5 more lines"]);
});
