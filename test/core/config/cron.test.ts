import { Cron } from "croner";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isCron } from "../../../core/config/cron";

describe("a cron schedule", () => {
  test.each(["0 3 * * *", "*/15 * * * *", "0,30 8-18 * * 1-5", "5 4 1 1 7", "0 0-23/2 * * *"])("%s is one", (text) =>
    expect(isCron(text)).toBe(true),
  );

  test.each([
    ["four fields", "0 3 * *"],
    ["six fields, as where seconds come first", "0 0 3 * * *"],
    ["a word", "@daily"],
    ["minute 60", "60 3 * * *"],
    ["hour 24", "0 24 * * *"],
    ["day 0", "0 0 0 * *"],
    ["a range backwards", "0 18-8 * * *"],
    ["a step of nothing", "*/0 * * * *"],
    ["two spaces", "0  3 * * *"],
    ["nothing", ""],
  ])("%s is none", (_, text) => expect(isCron(text)).toBe(false));

  test("that is taken here is taken by a scheduler", () => {
    const field = (least: number, most: number) =>
      fc.oneof(
        fc.constant("*"),
        fc.integer({ min: least, max: most }).map(String),
        fc.integer({ min: 1, max: 5 }).map((step) => `*/${step}`),
        fc
          .tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }))
          .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
      );
    const schedule = fc.tuple(field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 7));
    fc.assert(
      fc.property(schedule, (fields) => {
        const text = fields.join(" ");
        expect(isCron(text)).toBe(true);
        expect(() => new Cron(text, { paused: true })).not.toThrow();
      }),
    );
  });
});
