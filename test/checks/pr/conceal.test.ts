/** A password that somebody wrote in plain text is in no report, whatever the format. */
import { describe, expect, test } from "vitest";
import { concealed } from "../../../checks/pr/conceal";
import { reportOf } from "../../../checks/pr/findings";
import { jsonOf } from "../../../checks/pr/json";
import { markdownOf } from "../../../checks/pr/markdown";
import { printJunit } from "../../../checks/policy/formats/junit";
import { printSarif } from "../../../checks/policy/formats/sarif";
import type { Plain } from "../../../core/guard/change";
import { change, pullRequest, review } from "./support";

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const PASSWORD = "correct-horse-battery";
const containers = "spec.template.spec.containers.app";

const CASES: readonly (readonly [what: string, type: string, field: string, value: Plain])[] = [
  ["a variable", DEPLOYMENT, `${containers}.env.DATABASE_PASSWORD.value`, PASSWORD],
  [
    "a variable that is new",
    DEPLOYMENT,
    `${containers}.env.DATABASE_PASSWORD`,
    { name: "DATABASE_PASSWORD", value: PASSWORD },
  ],
  ["a container that is new", DEPLOYMENT, containers, { name: "app", env: [{ name: "API_TOKEN", value: PASSWORD }] }],
  ["an argument", DEPLOYMENT, `${containers}.args`, ["serve", `--password=${PASSWORD}`]],
  ["the argument after its name", DEPLOYMENT, `${containers}.args`, ["serve", "--api-key", PASSWORD]],
  ["a connection string", DEPLOYMENT, `${containers}.env.DATABASE_URL.value`, `postgres://app:${PASSWORD}@db/app`],
  ["a line of a file", "kubernetes:core/v1:ConfigMap", "data[app.properties]", `user=app\npassword=${PASSWORD}\n`],
  ["a Secret's text", "kubernetes:core/v1:Secret", "stringData.login", PASSWORD],
  ["all of a Secret", "kubernetes:core/v1:Secret", "data", { login: PASSWORD }],
  ["a chart's value", "kubernetes:helm.sh/v3:Release", "values.grafana.adminPassword", PASSWORD],
  ["a user's password", "kafka:index/userScramCredential:UserScramCredential", "password", PASSWORD],
];

describe.each(CASES)("%s", (_, type, field, value) => {
  test.each(["from", "to"] as const)("is in no report as what it changes %s", (side) => {
    const told = concealed(change({ type, field, from: "a", to: "b", [side]: value }));
    const all = pullRequest(review({ changes: [told] }));
    const findings = reportOf(all.reviews);
    const texts = [
      markdownOf(all),
      JSON.stringify(jsonOf(all)),
      printSarif(findings, "Pulumi.yaml"),
      printJunit(findings),
    ];
    for (const text of texts) expect(text).not.toContain(PASSWORD);
    expect(JSON.stringify(told[side])).toContain("[secret]");
  });
});

test.each([
  ["spec.replicas", 3],
  ["config[retention.ms]", "86400000"],
  [`${containers}.image`, "registry.example.org/app:1.4.2"],
  [`${containers}.env.PASSWORD_FILE.value`, "/run/secrets/password"],
  [`${containers}.env.TOKEN_TTL.value`, "3600"],
  [`${containers}.args`, ["--log-level=info"]],
  [
    `${containers}.env.DATABASE_PASSWORD`,
    { name: "DATABASE_PASSWORD", valueFrom: { secretKeyRef: { name: "db", key: "password" } } },
  ],
] as readonly (readonly [string, Plain])[])("%s is shown as it is", (field, to) => {
  expect(concealed(change({ type: DEPLOYMENT, field, to })).to).toEqual(to);
});

test("a part that comes or goes stays nothing", () => {
  const gone = concealed(change({ type: "kubernetes:core/v1:Secret", field: "data.login", to: undefined }));
  expect(gone.to).toBeUndefined();
});
