import { expect, test } from "vitest";
import { measureGuard } from "../../../checks/policy/bench";

test("ten times the resources take about ten times as long: a hundred times would be each with each", () => {
  measureGuard(500);
  expect(measureGuard(5_000) / measureGuard(500)).toBeLessThan(40);
});
