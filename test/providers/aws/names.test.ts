import { describe, expect, test } from "vitest";
import { bucketNameComplaint, prefixOf, uniqueName } from "../../../sandbox/providers/aws/names";

describe("a made-up name", () => {
  const now = new Date("2026-02-03T04:05:06.789Z");

  test("is the prefix, the time and a counter", () => {
    expect(uniqueName("logs-", now)).toMatch(/^logs-202602030405067890[0-9a-f]{8}$/);
  });

  test("is never given twice", () => {
    expect(uniqueName("logs-", now)).not.toBe(uniqueName("logs-", now));
  });

  test("gives its prefix back; another name has none", () => {
    expect(prefixOf(uniqueName("logs-"))).toBe("logs-");
    expect(prefixOf("logs-2026")).toBe("");
  });
});

describe("a bucket's name", () => {
  test.each([
    ["ab", "must contain from 3 to 63 characters"],
    ["b".repeat(64), "must contain from 3 to 63 characters"],
    ["Upper", "only lowercase alphanumeric characters and hyphens allowed"],
    ["under_score", "only lowercase alphanumeric characters and hyphens allowed"],
    ["10.0.0.1", "must not be formatted as an IP address"],
    [".start", "cannot start with a period"],
    ["end.", "cannot end with a period"],
    ["two..dots", "can be only one period between labels"],
  ])("%s is refused", (name, words) => expect(bucketNameComplaint(name, "eu-central-1")).toContain(words));

  test.each(["abc", "a-b.c-1", "b".repeat(63)])("%s is taken", (name) =>
    expect(bucketNameComplaint(name, "eu-central-1")).toBeUndefined(),
  );

  test("may be older in the oldest region", () => {
    expect(bucketNameComplaint("Old_Bucket", "us-east-1")).toBeUndefined();
    expect(bucketNameComplaint("no spaces", "us-east-1")).toContain("only alphanumeric characters");
  });
});
