import { describe, expect, test } from "vitest";
import { jsonOf } from "../../../checks/pr/json";
import { MOST_CHARACTERS, markdownOf } from "../../../checks/pr/markdown";
import type { Review } from "../../../checks/pr/review";
import { verdictOf } from "../../../checks/pr/verdict";
import type { Finding } from "../../../policy/framework/run";
import { capacity, change, pullRequest, review } from "./support";

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
const WAIVER = {
  rule: "CHG-01",
  resource: "Topic/events",
  field: "config[retention.ms]",
  to: "86400000",
  reason: "agreed",
  owner: "data",
  until: "2030-01-01",
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
  test("says first what is refused and why, with the loss, the setting that decides, and how to waive it", () => {
    const text = markdownOf(pullRequest(review({ changes: [change()] })));
    expect(text.split("\n")[0]).toBe("# ❌ Refused");
    expect(text).toContain("- **prod**: 1 change(s) lose data, can't be made, or lift a protection");
    expect(text).toContain(
      "| `Topic/events` | `config[retention.ms]` | `604800000` → `86400000` | data loss | 1,000 records, 2.5 GiB, 144 h | Records older than 1d are deleted. Unchanged with `streaming:apphub.topics.events.retention: 7d`. |",
    );
    expect(text).toContain('rule: CHG-01, resource: Topic/events, field: "config[retention.ms]", to: "86400000"');
  });

  test("shows what was edited, folded where it is much", () => {
    const edit = (i: number) => ({ path: ["a", `b${i}`], key: `a.b${i}`, from: i, to: undefined });
    const few = markdownOf(pullRequest(review({ edits: [edit(1)] })));
    expect(few).toContain("| `streaming:a.b1` | `1` | `–` |");
    expect(few).not.toContain("edited setting(s)");
    const many = markdownOf(pullRequest(review({ edits: Array.from({ length: 11 }, (_, i) => edit(i)) })));
    expect(many).toContain("<summary>11 edited setting(s)</summary>");
  });

  test("shows sizes and costs that change, and where the load ends before and after", () => {
    const after = capacity({
      bottleneck: { factor: 3.5, what: "the slots of Flink are taken" },
      sizes: [{ path: "streamflow.kafka.volume", value: 200, unit: "GiB", formula: "", overridden: false }],
      cost: { "volume-gib": 600 },
    });
    const text = markdownOf(pullRequest(review({ capacity: { before: capacity(), after } })));
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
    expect(markdownOf(pullRequest(review({ changes: added })))).toContain("| `Topic` | 3 |");
  });

  test("tells the same change of several resources once, and each that goes by itself", () => {
    const claims = (refused: boolean) =>
      [0, 1, 2, 3].map((i) => {
        const { loss, ...lossless } = change({ resource: `Claim/data-${i}`, urn: String(i), field: "size", refused });
        expect(loss).toBeDefined();
        return lossless;
      });
    const told = (refused: boolean) => markdownOf(pullRequest(review({ changes: claims(refused) })));
    expect(told(false)).toContain("| `Claim/data-0`, `Claim/data-1`, `Claim/data-2` and 1 more | `size` |");
    expect(told(true)).toContain("| `Claim/data-0`, `Claim/data-1`, `Claim/data-2`, `Claim/data-3` | `size` |");
    const gone = ["a", "b"].map((name) => change({ resource: `Claim/${name}`, urn: name, field: "removed" }));
    expect(markdownOf(pullRequest(review({ changes: gone })))).toContain("| `Claim/a` | `removed` |");
  });

  test("names stacks whose file is gone", () => {
    const text = markdownOf({ ...pullRequest(review()), removedStacks: ["old"] });
    expect(text).toContain("> Pulumi.old.yaml is gone: what it deployed stays");
  });

  test.each([
    [
      "changes",
      (i: number) => ({ changes: [change({ resource: `Topic/topic-${i}`, urn: String(i), refused: i === 0 })] }),
    ],
    ["edited settings", (i: number) => ({ edits: [{ path: [], key: `k${i}`, from: "x".repeat(500), to: i }] })],
    [
      "waivers with long reasons",
      (i: number) => ({
        changes: [
          change({ urn: String(i), from: i, refused: false, waiver: { ...WAIVER, reason: "r".repeat(2_000) } }),
        ],
      }),
    ],
    [
      "findings",
      (i: number) => ({
        policy: { ...review().policy, findings: [{ ...finding, resource: `Topic/${i}`, message: "m".repeat(3_000) }] },
      }),
    ],
    [
      "proofs that fail",
      (i: number) => ({
        capacity: { before: null, after: capacity({ ok: false, faults: [`${i}${"f".repeat(2_000)}`] }) },
      }),
    ],
  ] as readonly (readonly [string, (i: number) => Partial<Review>])[])(
    "fits, however many %s there are, and begins as ever",
    (_, part) => {
      const parts = Array.from({ length: 3_000 }, (__, i) => review(part(i)));
      const all = review({
        changes: parts.flatMap(({ changes }) => changes),
        edits: parts.flatMap(({ edits }) => edits),
        policy: { ...review().policy, findings: parts.flatMap(({ policy }) => policy.findings) },
        capacity: {
          before: null,
          after: capacity({ ok: false, faults: parts.flatMap(({ capacity: { after } }) => after.faults) }),
        },
      });
      const text = markdownOf(pullRequest(all, { ...all, stack: "dev" }));
      expect(text.length).toBeLessThanOrEqual(MOST_CHARACTERS);
      expect(text).toMatch(/^# ❌ Refused\n\nCompared with main\.\n\n- \*\*prod\*\*: /);
      expect(text).toMatch(/… and [\d,]+ more/);
    },
  );

  test("fits even where the stacks alone are too many", () => {
    const stacks = Array.from({ length: 2_000 }, (_, i) => review({ stack: `s${i}`, changes: [change()] }));
    expect(markdownOf(pullRequest(...stacks)).length).toBeLessThanOrEqual(MOST_CHARACTERS);
  });

  test.each([
    ["a|b\nc", "`a\\|b c`"],
    ["</details><script>", "`</details><script>`"],
    ["a `code` b", "``a `code` b``"],
    ["@everyone", "`@everyone`"],
  ])("a value such as %j is shown as it is", (from, cell) => {
    expect(markdownOf(pullRequest(review({ changes: [change({ from })] })))).toContain(`| ${cell} → `);
  });

  test("what somebody wrote in a reason or a message breaks nothing", () => {
    const waiver = { ...WAIVER, reason: "see </details> | <b>" };
    const text = markdownOf(pullRequest(review({ changes: [change({ refused: false, waiver })] })));
    expect(text).toContain("Waived until 2030-01-01 by data: see &lt;/details> \\| &lt;b>.");
    expect(markdownOf(pullRequest(withFindings({ ...finding, message: "got <x>" })))).toContain("got &lt;x>");
  });
});

test("as data, every change names its stack, and what isn't known is null", () => {
  const report = jsonOf(pullRequest(review({ changes: [change({ loss: { hours: 1 } })] })));
  expect(report).toMatchObject({
    verdict: "refused",
    changes: [
      {
        stack: "prod",
        class: "data loss",
        refused: true,
        loss: { records: null, GiB: null, hours: 1 },
        waiver: null,
        setting: { key: "streaming:apphub.topics.events.retention", keep: "7d", line: 12 },
      },
    ],
    edits: [],
    removedStacks: [],
    capacity: { before: { prod: { ok: true } }, after: { prod: { ok: true } } },
    alerts: [],
  });
});
