import path from "node:path";
import { stripVTControlCharacters } from "node:util";

/** The part of vitest's JSON report (which has Jest's form) that is counted and told. */
export interface VitestReport {
  readonly testResults: readonly TestFile[];
}

interface TestFile {
  /** The file's path. */
  readonly name: string;
  readonly status: string;
  /** Why the file couldn't be run, or what its hook failed with. */
  readonly message: string;
  readonly assertionResults: readonly {
    readonly status: string;
    readonly fullName: string;
    readonly failureMessages: readonly string[] | null;
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
  const failed = count("failed") + testResults.filter(isBroken).length;
  return { passed: count("passed"), failed: failed === 0 && !endedWell ? 1 : failed };
}

/** What failed and why, a paragraph each, paths from `root`: told at the end, as of a long run's output often only the end is kept. */
export function describeFailures({ testResults }: VitestReport, root: string): readonly string[] {
  return testResults.flatMap((file) => {
    const name = path.relative(root, file.name);
    if (isBroken(file)) return [paragraph(name, file.message)];
    return file.assertionResults
      .filter(({ status }) => status === "failed")
      .map((test) => paragraph(`${name} > ${test.fullName}`, (test.failureMessages ?? []).join("\n")));
  });
}

/** Failed without a failing test. */
const isBroken = ({ status, assertionResults }: TestFile): boolean =>
  status === "failed" && !assertionResults.some((test) => test.status === "failed");

/** Lines of a message that are shown: the whole of it stands further up. */
const SHOWN_LINES = 20;

function paragraph(title: string, message: string): string {
  const lines = stripVTControlCharacters(message).trimEnd().split("\n");
  const more = lines.length > SHOWN_LINES ? [`… ${lines.length - SHOWN_LINES} more lines`] : [];
  return [title, ...[...lines.slice(0, SHOWN_LINES), ...more].map((line) => `  ${line}`.trimEnd())].join("\n");
}
