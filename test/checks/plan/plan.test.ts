import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PlannedResource, planStack, projectName, redact, stackNameOf } from "../../../checks/plan";
import { Secret } from "../../../checks/plan/values";
import { ConfigError, UserError } from "../../../core/problems";

const PROJECT = join(__dirname, "../../..");
const FIXTURE = readFileSync(join(PROJECT, "test/fixtures/golden/single-node.yaml"), "utf8");

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "plan-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function planText(text: string) {
  const stackFile = join(folder, "Pulumi.some.yaml");
  writeFileSync(stackFile, text);
  return planStack({ projectDir: PROJECT, stackFile });
}
const problemsOf = (text: string) =>
  planText(text).then(
    () => "none",
    (error: unknown) => (error instanceof ConfigError ? error.message.replaceAll(`${folder}/`, "") : error),
  );

describe("a stack's plan", () => {
  test("is the same each time, and alone or beside others", async () => {
    const plans = [await planText(FIXTURE), ...(await Promise.all([planText(FIXTURE), planText(FIXTURE)]))];
    const [first = "", ...others] = plans.map((plan) => JSON.stringify(plan));
    expect(first).toContain("StatefulSet");
    for (const other of others) expect(other).toBe(first);
  });

  test("has placeholders for secrets that the file lacks, and they are secrets", async () => {
    const { resources } = await planText(FIXTURE);
    const secrets = resources
      .filter(({ props }) => holds(props, (value) => value instanceof Secret))
      .map(({ type }) => type);
    expect(secrets).toEqual(
      expect.arrayContaining([
        "kubernetes:core/v1:Secret",
        "postgresql:index/role:Role",
        "pulumi:providers:postgresql",
      ]),
    );
  });

  test("never shows a secret when it is redacted", async () => {
    const { resources } = await planText(FIXTURE);
    const role = named(resources, "postgresql:index/role:Role");
    expect(redact(role.props)).toMatchObject({ password: "[secret]" });
  });

  test("takes project and stack from the files' names", async () => {
    const { project, stack, outputs } = await planText(FIXTURE);
    expect([project, stack]).toEqual(["streaming", "some"]);
    expect(outputs).toMatchObject({ apphub: { namespace: "apphub-system" } });
  });
});

describe("what is refused", () => {
  test("a password in clear", async () => {
    expect(await problemsOf(`${FIXTURE}  streaming:apphubSequencerDbPassword: hunter2\n`)).toMatchInlineSnapshot(`
      "Pulumi.some.yaml has 1 problem(s)
        streaming:apphubSequencerDbPassword  must be encrypted; set it with pulumi config set --secret streaming:apphubSequencerDbPassword"
    `);
  });

  test("what the YAML reader refuses", async () => {
    expect(await problemsOf(FIXTURE.replace("storageClass: local-path", "storageClass: 2024-01-01")))
      .toMatchInlineSnapshot(`
      "Pulumi.some.yaml has 1 problem(s)
        target.storageClass  must be quoted: Pulumi takes it for a date and changes it; write "2024-01-01""
    `);
  });

  test("what the config's schema refuses, all at once and by the file's name", async () => {
    const message = await problemsOf(
      FIXTURE.replace("brokers: 1,", "brokerz: 1,").replace("retention: 3d", "retention: 3"),
    );
    expect(message).toMatch(/^Pulumi\.some\.yaml has \d+ problem\(s\)\n/);
    expect(message).toContain("apphub.redpanda.brokerz");
    expect(message).toContain('apphub.topics["apphub.ingestion.telemetry"].retention');
  });

  test("a file that isn't there, naming the stacks that are", async () => {
    await expect(planStack({ projectDir: PROJECT, stackFile: join(PROJECT, "Pulumi.nope.yaml") })).rejects.toThrow(
      "Pulumi.nope.yaml doesn't exist; stacks with a config here: dev, prod",
    );
  });

  test("a folder without a project", () => {
    expect(() => projectName(folder)).toThrow(UserError);
  });
});

test.each([
  ["Pulumi.dev.yaml", "dev"],
  ["/a/b/Pulumi.eu.west.yaml", "eu.west"],
  ["fixtures/other.yml", "other"],
])("%s is the stack %s", (file, stack) => expect(stackNameOf(file)).toBe(stack));

function named(resources: readonly PlannedResource[], type: string): PlannedResource {
  const found = resources.find((resource) => resource.type === type);
  if (found === undefined) throw new Error(`no ${type}`);
  return found;
}

function holds(value: unknown, is: (value: unknown) => boolean): boolean {
  return (
    is(value) || (typeof value === "object" && value !== null && Object.values(value).some((item) => holds(item, is)))
  );
}
