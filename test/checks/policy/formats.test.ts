/** One report in every format. */
import { describe, expect, test } from "vitest";
import { printJson } from "../../../checks/policy/formats/json";
import { printJunit } from "../../../checks/policy/formats/junit";
import { printMarkdown } from "../../../checks/policy/formats/markdown";
import { printSarif } from "../../../checks/policy/formats/sarif";
import { printText } from "../../../checks/policy/formats/text";
import { type Report, isRefused, judge } from "../../../checks/policy/report";
import { RULES } from "../../../policy/rules";
import { listed } from "../../../checks/policy/resources";
import { packFor } from "../../policy/support";

const POD = (name: string, image: string) => ({
  type: "kubernetes:core/v1:Pod",
  name,
  urn: `${name}.yaml#0`,
  props: {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "kube-system" },
    spec: { containers: [{ name: "a", image, resources: { limits: { cpu: "1", memory: "1Gi" } } }] },
  },
});

function reportOf(images: Readonly<Record<string, string>>): Report {
  const waivers =
    "waived" in images
      ? [{ rule: "SEC-02", resource: "Pod/waived", reason: "a <test> & more", owner: "sre", until: "2027-03-31" }]
      : [];
  const resources = listed(
    Object.entries(images).map(([name, image]) => POD(name, image)),
    "list",
  );
  const sources = new Map(
    resources.map(({ urn }) => [urn, { file: `a folder/${urn.split("#")[0] ?? ""}`, line: 3 }] as const),
  );
  return judge(
    RULES,
    { resources, sources, skipped: [{ file: "values.yaml", line: 1, reason: "has no apiVersion and kind" }] },
    packFor("single-node", { waivers }),
  );
}

const MIXED = { bad: "app:latest", waived: "app:latest", tagged: 'app:1"<&>' };

test("json has findings, counts and what was skipped, each with these fields and no others", () => {
  const { findings, counts, skipped, ...rest } = JSON.parse(printJson(reportOf(MIXED))) as {
    findings: unknown[];
    counts: unknown;
    skipped: unknown;
  };
  expect(findings).toContainEqual({
    rule: "SEC-02",
    level: "mandatory",
    resource: "Pod/bad",
    namespace: "kube-system",
    path: "spec.containers[0].image",
    message: "is app:latest, must be a version: latest is whatever was built last",
    waived: false,
  });
  expect(findings).toContainEqual(
    expect.objectContaining({ resource: "Pod/waived", level: "mandatory", waived: true }),
  );
  expect(rest).toEqual({});
  expect(counts).toEqual({
    mandatory: 1,
    advisory: 1,
    "cannot-prove": 0,
    waived: 1,
    resources: 3,
    rules: RULES.length,
    skipped: 1,
  });
  expect(skipped).toEqual([{ file: "values.yaml", line: 1, reason: "has no apiVersion and kind" }]);
});

test("text has what refuses first, and counts at the end", () => {
  expect(printText(reportOf(MIXED))).toMatchInlineSnapshot(`
    "refused   SEC-02  Pod/bad in kube-system (a folder/bad.yaml:3)
                      spec.containers[0].image: is app:latest, must be a version: latest is whatever was built last
    advised   SEC-02  Pod/tagged in kube-system (a folder/tagged.yaml:3)
                      spec.containers[0].image: is app:1"<&>, should have a digest: a tag can be moved
    waived    SEC-02  Pod/waived in kube-system (a folder/waived.yaml:3)
                      spec.containers[0].image: is app:latest, must be a version: latest is whatever was built last [until 2027-03-31, sre: a <test> & more]
    skipped values.yaml:1: has no apiVersion and kind
    1 refused, 1 advised, 0 not to be proved, 1 waived; 42 rules, 3 resources, 1 document skipped
    "
  `);
});

test("markdown says the verdict, and folds what doesn't refuse", () => {
  expect(printMarkdown(reportOf(MIXED))).toMatchInlineSnapshot(`
    "**Policies: refused.** 1 refused, 1 advised, 0 not to be proved, 1 waived; 42 rules, 3 resources, 1 document skipped.

    | Rule | Resource | Where | What |
    | --- | --- | --- | --- |
    | SEC-02 | Pod/bad (kube-system) | \`spec.containers[0].image\` | is app:latest, must be a version: latest is whatever was built last |

    <details><summary>1 advised</summary>

    | Rule | Resource | Where | What |
    | --- | --- | --- | --- |
    | SEC-02 | Pod/tagged (kube-system) | \`spec.containers[0].image\` | is app:1"<&>, should have a digest: a tag can be moved |

    </details>

    <details><summary>1 waived</summary>

    | Rule | Resource | Where | What |
    | --- | --- | --- | --- |
    | SEC-02 | Pod/waived (kube-system) | \`spec.containers[0].image\` | is app:latest, must be a version: latest is whatever was built last (until 2027-03-31, sre: a <test> & more) |

    </details>
    "
  `);
  expect(printMarkdown(reportOf({}))).toMatch(/^\*\*Policies: pass\.\*\* 0 refused/);
});

describe("sarif", () => {
  const log = (report: Report) => JSON.parse(printSarif(report, "target.yaml")) as Sarif;

  test("names every rule, and points every result at one of them and at a line", () => {
    const { version, runs } = log(reportOf(MIXED));
    expect(version).toBe("2.1.0");
    const [run] = runs;
    expect(run?.tool.driver.rules.map(({ id }) => id)).toEqual([...RULES.map(({ id }) => id), "WAIVERS"]);
    for (const result of run?.results ?? []) {
      expect(run?.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
      expect(result.locations[0]?.physicalLocation).toEqual({
        artifactLocation: { uri: expect.stringMatching(/^a%20folder\/\w+\.yaml$/) as string },
        region: { startLine: 3 },
      });
    }
    expect(run?.results.map(({ level }) => level)).toEqual(["error", "warning", "error"]);
  });

  test("marks waived results as suppressed, with the reason", () => {
    const suppressed = log(reportOf(MIXED)).runs[0]?.results.filter(({ suppressions }) => suppressions !== undefined);
    expect(suppressed?.map(({ suppressions }) => suppressions)).toEqual([
      [{ kind: "external", status: "accepted", justification: "a <test> & more (sre, until 2027-03-31)" }],
    ]);
  });
});

describe("junit", () => {
  test("has a suite for each rule, a failure for what refuses, and counts that agree", () => {
    const xml = printJunit(reportOf(MIXED));
    expect(xml.match(/<testsuite /g)).toHaveLength(RULES.length + 1);
    expect(xml.match(/<failure /g)).toHaveLength(1);
    expect(xml).toContain(
      `<testsuites name="streaming policies" tests="${xml.match(/<testcase /g)?.length ?? 0}" failures="1" errors="0">`,
    );
  });

  test("escapes what XML reads otherwise", () => {
    const xml = printJunit(reportOf(MIXED));
    expect(xml).toContain("app:1&quot;&lt;&amp;&gt;");
    expect(xml).toContain('<skipped message="waived until 2027-03-31 by sre: a &lt;test&gt; &amp; more"/>');
  });
});

test("only a mandatory finding that nobody waived refuses", () => {
  expect([
    isRefused(reportOf({ bad: "app:latest" })),
    isRefused(reportOf({ waived: "app:latest" })),
    isRefused(reportOf({ tagged: "app:1" })),
  ]).toEqual([true, false, false]);
});

interface Sarif {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly locations: readonly { readonly physicalLocation: unknown }[];
      readonly suppressions?: unknown;
    }[];
  }[];
}
