import { expect, test, vi } from "vitest";
import { answersAtLast } from "../../sandbox/operators/poll";

/** Says these one after the other. */
function saying(...answers: readonly boolean[]) {
  const left = [...answers];
  return vi.fn(() => Promise.resolve(left.shift() ?? false));
}

test("one answer is enough", async () => {
  const probe = saying(true);
  expect(await answersAtLast(probe, 0)).toBe(true);
  expect(probe).toHaveBeenCalledTimes(1);
});

test("two answers that are late in a row mean nothing", async () => {
  expect(await answersAtLast(saying(false, false, true), 0)).toBe(true);
});

test("three do", async () => {
  const probe = saying(false, false, false, true);
  expect(await answersAtLast(probe, 0)).toBe(false);
  expect(probe).toHaveBeenCalledTimes(3);
});
