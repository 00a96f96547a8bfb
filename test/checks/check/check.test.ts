import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { reportOf } from "../../../checks/check/report";
import { checkStack } from "../../../checks/check/stacks";

const FIXTURE = readFileSync(join(__dirname, "../../fixtures/golden/single-node.yaml"), "utf8");

let project: string;
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "check-"));
  writeFileSync(join(project, "Pulumi.yaml"), "name: streaming\n");
});
afterAll(() => rmSync(project, { recursive: true }));

function checkText(text: string) {
  writeFileSync(join(project, "Pulumi.some.yaml"), text);
  return checkStack(project, "some");
}

test("a sound stack is told in one line", async () => {
  expect(await checkText(FIXTURE)).toEqual({
    subject: "Pulumi.some.yaml",
    ok: true,
    text: expect.stringMatching(/^\d+ resources; \d+ Kubernetes objects fit their schemas$/) as string,
  });
});

test("all faults of a stack are found at once", async () => {
  const faulty = FIXTURE.replace("brokers: 1,", "brokerz: 1,").replace("retention: 3d", "retention: 3 days");
  const { ok, text } = await checkText(faulty);
  expect(ok).toBe(false);
  expect(text).toMatch(/^Pulumi\.some\.yaml has \d+ problem\(s\)\n/);
  expect(text).toContain("apphub.redpanda.brokerz");
  expect(text).toContain('apphub.topics["apphub.ingestion.telemetry"].retention');
});

test("the report tells what is well first and what is wrong in full", () => {
  expect(
    reportOf([
      { subject: "Pulumi.a.yaml", ok: false, text: "Pulumi.a.yaml has 1 problem(s)\n  x  must be y" },
      { subject: "types", ok: true, text: "no errors" },
    ]),
  ).toBe("ok  types          no errors\n\nPulumi.a.yaml has 1 problem(s)\n  x  must be y\n");
});
