import { expect, test } from "vitest";
import { countTests } from "../../tools/test-counts";

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((result) => ({ status: result })),
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
