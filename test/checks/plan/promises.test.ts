/** What is left out of traces, because the SDK takes one for each of its promises. */
import { expect, test, vi } from "vitest";
import { leaveOutPromises } from "../../../checks/plan/promises";

/** The SDK's function takes a trace in the same way. */
function module(): { debuggablePromise: (name: string) => string } {
  return { debuggablePromise: (name) => `${name}: ${new Error("of a promise").stack ?? ""}` };
}

test("the SDK's promises have none, and others go on having theirs", () => {
  const sdk = module();
  leaveOutPromises(sdk);
  expect(sdk.debuggablePromise("first")).toBe("first: Error: of a promise");
  expect(new Error("of a bug").stack).toContain("promises.test.ts");
});

test("who looks for promises that leak gets them", () => {
  vi.stubEnv("PULUMI_DEBUG_PROMISE_LEAKS", "true");
  const sdk = module();
  leaveOutPromises(sdk);
  expect(sdk.debuggablePromise("first")).toContain("promises.test.ts");
  vi.unstubAllEnvs();
});
