import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nearest, written } from "../../../core/config/faults";
import { ConfigError } from "../../../core/problems";
import { parseConfig } from "../../../stacks/config";
import { singleNode, values } from "../../stacks/values";

describe("nearest", () => {
  const known = ["partitions", "replication", "retention", "retentionBytes"];
  test.each([
    ["retenton", "retention"],
    ["Retention", "retention"],
    ["partition", "partitions"],
    ["retention_bytes", "retentionBytes"],
    ["volume", undefined],
    ["", undefined],
  ])("%j is meant as %s", (word, meant) => expect(nearest(word, known)).toBe(meant));

  test("a known word is its own nearest", () => {
    for (const word of known) expect(nearest(word, known)).toBe(word);
  });
});

test.each([
  [["apphub", "redpanda", "brokers"], "apphub.redpanda.brokers"],
  [["target", "nodes", 0, "cpu"], "target.nodes[0].cpu"],
  [["apphub", "topics", "apphub.core.events", "retention"], 'apphub.topics["apphub.core.events"].retention'],
])("a path is written as the CLI takes it: %j", (path, text) => expect(written(path)).toBe(text));

test("whatever is typed, a user reads our words and sees no exception", () => {
  const places = ["target", "access", "apphub", "operators", "other"] as const;
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.jsonValue(), (place, junk) => {
      try {
        parseConfig(values({ ...singleNode(), [place]: junk }));
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError);
        expect(String(error)).not.toMatch(/Invalid input|undefined|\[object/);
      }
    }),
    { numRuns: 500 },
  );
});

test("whatever is typed inside a platform, a user reads our words and sees no exception", () => {
  const base = singleNode();
  const section = fc.constantFrom("redpanda", "topics", "sequencerDb");
  fc.assert(
    fc.property(
      section,
      fc.dictionary(
        fc.constantFrom("brokers", "cpu", "memory", "volume", "instances", "apphub.core.events"),
        fc.jsonValue(),
      ),
      (name, junk) => {
        try {
          parseConfig(values({ ...base, apphub: { ...base.apphub, [name]: { ...base.apphub[name], ...junk } } }));
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError);
          expect(String(error)).not.toMatch(/Invalid input|undefined|\[object/);
        }
      },
    ),
    { numRuns: 500 },
  );
});
