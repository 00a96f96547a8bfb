import fc from "fast-check";
import { expect, test } from "vitest";
import { contains, formatPath, parsePath } from "../../../sandbox/providers/kubernetes/diff/property-path";

test.each([
  ["spec.containers[0].image", ["spec", "containers", 0, "image"]],
  ['metadata.annotations["a.b/c"]', ["metadata", "annotations", "a.b/c"]],
  ["spec.containers[*].env", ["spec", "containers", "*", "env"]],
])("%s has the steps of the path", (text, steps) => {
  expect(parsePath(text)).toEqual(steps);
});

test("what is formatted parses to the same steps", () => {
  const name = fc.string({ minLength: 1 }).filter((text) => !text.includes("\\") && text !== "*");
  const path = fc.tuple(name, fc.array(fc.oneof(name, fc.nat(99)))).map(([first, rest]) => [first, ...rest]);
  fc.assert(
    fc.property(path, (steps) => {
      expect(parsePath(formatPath(steps))).toEqual(steps);
    }),
  );
});

test("a path contains itself and what is below it, nothing beside it", () => {
  const spec = parsePath("spec.containers[*].image");
  expect(contains(spec, parsePath("spec.containers[3].image"))).toBe(true);
  expect(contains(spec, parsePath("spec.containers[3].image.x"))).toBe(true);
  expect(contains(spec, parsePath("spec.containers[3]"))).toBe(false);
  expect(contains(spec, parsePath("spec.volumes[3].image"))).toBe(false);
});
