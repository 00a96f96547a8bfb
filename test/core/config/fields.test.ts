import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { choice, count, cpu, duration, kubernetesName, rate, size } from "../../../core/config/fields";

/** The first message of the refusal, or `accepted`. */
const said = (schema: z.ZodType, value: unknown): string =>
  schema.safeParse(value).error?.issues[0]?.message ?? "accepted";

describe("quantities", () => {
  test.each([
    [duration(), "7d", { text: "7d", ms: 604_800_000 }],
    [size(), "20Gi", { text: "20Gi", bytes: 21_474_836_480 }],
    [size(), "20G", { text: "20G", bytes: 20_000_000_000 }],
    [cpu(), "500m", { text: "500m", millicores: 500 }],
    [cpu(), "2", { text: "2", millicores: 2000 }],
    [rate(), "50000/min", { text: "50000/min", perSecond: 50_000 / 60 }],
  ])("%# reads %s", (schema, text, value) => expect(schema.parse(text)).toEqual(value));

  test.each([
    [duration(), "7 days", "must be a whole number with ms, s, m, h or d, such as 7d"],
    [duration(), "1.5h", "must be a whole number with ms, s, m, h or d, such as 7d"],
    [duration(), 7, "must be a whole number with ms, s, m, h or d, such as 7d"],
    [duration({ min: "1h" }), "59m", "must be at least 1h"],
    [duration({ max: "1d" }), "25h", "must be at most 1d"],
    [size(), "20GB", "must be a size with Ki, Mi, Gi, Ti (or k, M, G, T), such as 20Gi"],
    [size(), "20", "must be a size with Ki, Mi, Gi, Ti (or k, M, G, T), such as 20Gi"],
    [size({ min: "20Gi" }), "20G", "must be at least 20Gi"],
    [cpu(), 2, 'must be cores in quotes, whole or in thousandths, such as "2" or 500m'],
    [cpu(), "0", "must be at least 1m"],
    [rate(), "100", "must be events per s, min, h or d, such as 100/s or 50000/min"],
  ])("%# refuses %j", (schema, value, message) => expect(said(schema, value)).toBe(message));

  test("a limit is included", () => expect(said(size({ min: "20Gi", max: "20Gi" }), "20Gi")).toBe("accepted"));

  test("a limit that is no quantity is a fault of the schema", () =>
    expect(() => size({ min: "20" })).toThrow("the limit"));

  test("no text at all makes a quantity throw", () =>
    fc.assert(
      fc.property(fc.string(), (text) => {
        size().safeParse(text);
        duration().safeParse(text);
        cpu().safeParse(text);
        rate().safeParse(text);
      }),
    ));
});

describe("other fields", () => {
  test.each([
    [count(1, 3), 0, "must be at least 1"],
    [count(1, 3), 4, "must be at most 3"],
    [count(1, 3), "2", "must be a whole number without quotes"],
    [count(1, 3), 1.5, "must be a whole number without quotes"],
    [choice(["a", "b"]), "c", "must be one of a, b"],
    [
      kubernetesName(),
      "Gp3",
      "must be lower-case letters, digits, - and ., starting and ending with a letter or digit",
    ],
  ])("%# refuses %j", (schema, value, message) => expect(said(schema, value)).toBe(message));
});
