/** The part of vitest's JSON report (which has Jest's form) that is counted. */
export interface VitestReport {
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/**
 * Tests that passed and failed. A file that failed without a failing test (it couldn't be loaded, or a hook failed) counts as one failure; so does a
 * run that ended badly although every test passed (an error that nobody caught).
 */
export function countTests({ testResults }: VitestReport, endedWell: boolean): Counts {
  const tests = testResults.flatMap((file) => file.assertionResults);
  const count = (status: string): number => tests.filter((test) => test.status === status).length;
  const brokenFiles = testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  );
  const failed = count("failed") + brokenFiles.length;
  return { passed: count("passed"), failed: failed === 0 && !endedWell ? 1 : failed };
}
