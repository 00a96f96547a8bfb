import { describe, expect, test } from "vitest";
import { allTags, removedTags, tagsFound } from "../../../sandbox/providers/aws/tags";
import { UNKNOWN } from "../../../sandbox/providers/kind";

const settings = {
  defaultTags: { project: "streaming", stage: "dev" },
  ignoreTags: { keys: ["cost"], keyPrefixes: ["kubernetes.io/"] },
};
const found = (tags: Readonly<Record<string, string>>) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

describe("all tags", () => {
  test("are the provider's and the resource's, which win", () => {
    expect(allTags(settings, { stage: "prod", team: "sre" })).toEqual({
      project: "streaming",
      stage: "prod",
      team: "sre",
    });
  });

  test("are known only where each tag is", () => {
    expect(allTags(settings, { team: UNKNOWN })).toBe(UNKNOWN);
    expect(allTags(settings, UNKNOWN)).toBe(UNKNOWN);
  });

  test("leave out what is to be ignored", () => {
    expect(allTags(settings, { cost: "1", "kubernetes.io/name": "x" })).toEqual(settings.defaultTags);
  });
});

describe("what is found", () => {
  test("belongs to the resource unless it is the provider's", () => {
    const tags = found({ ...settings.defaultTags, team: "sre", "aws:cloudformation": "x", cost: "1" });
    expect(tagsFound(settings, tags, {})).toEqual({
      tags: { team: "sre" },
      tagsAll: { ...settings.defaultTags, team: "sre" },
    });
  });

  test("belongs to it where the program repeats a default", () => {
    const state = { tags: { stage: "dev" } };
    expect(tagsFound(settings, found(settings.defaultTags), state).tags).toEqual({ stage: "dev" });
  });

  test("shows a default that somebody changed", () => {
    expect(tagsFound(settings, found({ ...settings.defaultTags, stage: "other" }), {}).tags).toEqual({
      stage: "other",
    });
  });
});

test("tags that are gone from the program are removed by key", () => {
  expect(removedTags({ tagsAll: { a: "1", b: "2" } }, { tagsAll: { b: "3" } })).toEqual(["a"]);
});
