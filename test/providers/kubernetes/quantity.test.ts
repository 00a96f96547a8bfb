import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalQuantity } from "../../../sandbox/providers/kubernetes/diff/quantity";

test.each([
  ["1000m", "1"],
  ["0.25", "250m"],
  ["1Gi", "1024Mi"],
  ["1k", "1e3"],
  ["1.5Gi", "1536Mi"],
  ["-1", "-1000m"],
  ["100M", "0.1G"],
])("%s and %s are the same quantity", (a, b) => {
  expect(canonicalQuantity(a)).toBe(canonicalQuantity(b));
});

test.each([
  ["1G", "1Gi"],
  ["1", "2"],
  ["1m", "1u"],
])("%s and %s are different quantities", (a, b) => {
  expect(canonicalQuantity(a)).not.toBe(canonicalQuantity(b));
});

test("a number is the same quantity as its text", () => {
  fc.assert(fc.property(fc.nat(), (n) => canonicalQuantity(n) === canonicalQuantity(String(n))));
});

test("text that is no quantity stays as it is", () => {
  expect(["", "10%", "big", "1 Gi", "."].map(canonicalQuantity)).toEqual(["", "10%", "big", "1 Gi", "."]);
});
