import { describe, expect, test } from "vitest";
import { jsonOf } from "../../../checks/pr/json";
import { MOST_CHARACTERS, markdownOf } from "../../../checks/pr/markdown";
import type { Review } from "../../../checks/pr/review";
import { verdictOf } from "../../../checks/pr/verdict";
import type { Finding } from "../../../policy/framework/run";
import { capacity, change, review } from "./support";

const finding: Finding = {
  rule: "KAF-01",
  name: "kaf-01-rf-brokers",
  severity: "high",
  level: "mandatory",
  resource: "Topic/events",
  namespace: "",
  urn: "",
  path: "replicationFactor",
  message: "must be 3, got 1",
  waived: false,
};
const withFindings = (...findings: readonly Finding[]): Review => ({
  ...review(),
  policy: { ...review().policy, findings },
});

describe("the verdict", () => {
  test.each<readonly [string, Review]>([
    ["a lossy change without a waiver", review({ changes: [change()] })],
    ["an alert that goes", review({ alerts: [change({ class: "in place" })] })],
    ["a mandatory finding", withFindings(finding)],
    [
      "a proof that fails",
      review({ capacity: { before: null, after: capacity({ ok: false, faults: ["too small"] }) } }),
    ],
  ])("%s refuses", (_, refused) => expect(verdictOf([review(), refused])).toBe("refused"));

  test.each<readonly [string, Review]>([
    ["nothing changed", review()],
    ["a waived change", review({ changes: [change({ refused: false })] })],
    ["a waived finding", withFindings({ ...finding, waived: true })],
    ["an advisory finding", withFindings({ ...finding, level: "advisory" })],
    ["what can't be proved", withFindings({ ...finding, level: "cannot-prove" })],
  ])("%s is clean", (_, clean) => expect(verdictOf([clean])).toBe("clean"));
});

describe("the comment", () => {
  test("says first what is refused and why, with the loss and how to waive it", () => {
    const text = markdownOf([review({ changes: [change()] })], "main");
    expect(text.split("\n")[0]).toBe("# ❌ Refused");
    expect(text).toContain("- **prod**: 1 change(s) lose data, can't be made, or lift a protection");
    expect(text).toContain("Lost: 1,000 records, 2.5 GiB, 144 h.");
    expect(text).toContain('rule: CHG-01, resource: Topic/events, field: "config[retention.ms]", to: "86400000"');
  });

  test("shows sizes and costs that change, and where the load ends before and after", () => {
    const after = capacity({
      bottleneck: { factor: 3.5, what: "the slots of Flink are taken" },
      sizes: [{ path: "streamflow.kafka.volume", value: 200, unit: "GiB", formula: "", overridden: false }],
      cost: { "volume-gib": 600 },
    });
    const text = markdownOf([review({ capacity: { before: capacity(), after } })], "main");
    expect(text).toContain(
      "at 3.5× the load, the slots of Flink are taken (before: at 1.8× the load, the brokers' disk is full)",
    );
    expect(text).toContain("| `streamflow.kafka.volume` | 100 | 200 | GiB |");
    expect(text).toContain("| volume-gib | 300 | 600 |");
  });

  test("counts what is new instead of listing it", () => {
    const added = [1, 2, 3].map((i) =>
      change({ resource: `Topic/t${i}`, field: "added", class: "in place", refused: false }),
    );
    expect(markdownOf([review({ changes: added })], "main")).toContain("| `Topic` | 3 |");
  });

  test("fits into a comment however much changes, and keeps what is refused", () => {
    const many = Array.from({ length: 3000 }, (_, i) => change({ resource: `Topic/topic-${i}`, refused: i === 0 }));
    const text = markdownOf([review({ changes: many }), review({ stack: "dev", changes: many })], "main");
    expect(text.length).toBeLessThanOrEqual(MOST_CHARACTERS);
    expect(text).toContain("Topic/topic-0");
    expect(text).toMatch(/… and \d+ more/);
  });

  test("a cell can't break its table", () => {
    const text = markdownOf([review({ changes: [change({ from: "a|b\nc" })] })], "main");
    expect(text).toContain("a\\|b c → 86400000");
  });
});

test("as data, every change names its stack, and what isn't known is null", () => {
  const report = jsonOf([review({ changes: [change({ loss: { hours: 1 } })] })], "main");
  expect(report).toMatchObject({
    verdict: "refused",
    changes: [
      { stack: "prod", class: "data loss", refused: true, loss: { records: null, GiB: null, hours: 1 }, waiver: null },
    ],
    capacity: { before: { prod: { ok: true } }, after: { prod: { ok: true } } },
    alerts: [],
  });
});
