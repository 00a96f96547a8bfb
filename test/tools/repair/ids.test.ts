import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Inputs, State } from "../../../tools/repair/deployment";
import { idOf } from "../../../tools/repair/ids";

const id = (type: string, inputs: Inputs, known: readonly State[] = []): string | undefined =>
  idOf({ urn: "", type, custom: true, inputs }, known);

describe("the id that a provider gives", () => {
  test.each<[string, Inputs, string]>([
    ["kubernetes:apps/v1:StatefulSet", { metadata: { name: "redpanda", namespace: "apphub" } }, "apphub/redpanda"],
    ["kubernetes:core/v1:Namespace", { metadata: { name: "apphub" } }, "apphub"],
    [
      "kubernetes:core/v1:PersistentVolumeClaimPatch",
      { metadata: { name: "data-0", namespace: "apphub" } },
      "apphub/data-0",
    ],
    ["kafka:index/topic:Topic", { name: "orders", partitions: 6 }, "orders"],
    [
      "kafka:index/acl:Acl",
      {
        ...{ aclPrincipal: "User:app", aclHost: "*", aclOperation: "Read", aclPermissionType: "Allow" },
        ...{ aclResourceType: "Topic", aclResourceName: "orders", resourcePatternTypeFilter: "Literal" },
      },
      "User:app|*|Read|Allow|Topic|orders|Literal",
    ],
    ["kafka:index/quota:Quota", { entityType: "user" }, "entity-default|user"],
    [
      "kafka:index/userScramCredential:UserScramCredential",
      { username: "app", scramMechanism: "SCRAM-SHA-512" },
      "app|SCRAM-SHA-512",
    ],
    ["postgresql:index/role:Role", { name: "core" }, "core"],
    ["postgresql:index/schema:Schema", { database: "db", name: "core" }, "db.core"],
    ["postgresql:index/grant:Grant", { role: "core", database: "db", objectType: "database" }, "core_db_database"],
    [
      "postgresql:index/grant:Grant",
      { role: "core", database: "db", schema: "s", objectType: "schema" },
      "core_db_s_schema",
    ],
    [
      "postgresql:index/defaultPrivileges:DefaultPrivileges",
      { role: "reader", database: "db", schema: "s", owner: "core", objectType: "table" },
      "reader_db_s_core_table",
    ],
    ["aws:s3/bucketVersioning:BucketVersioning", { bucket: "data" }, "data"],
    ["aws:iam/rolePolicy:RolePolicy", { role: "backup", name: "write" }, "backup:write"],
  ])("%s", (type, inputs, expected) => {
    expect(id(type, inputs)).toBe(expected);
  });

  test("is made with the account of the stack's other resources where it is an ARN", () => {
    const role: State = {
      ...{ urn: "", type: "aws:iam/role:Role", custom: true },
      outputs: { arn: "arn:aws-cn:iam::123456789012:role/backup" },
    };
    const policy = "aws:iam/policy:Policy";
    expect(id(policy, { name: "write", path: "/team/" }, [role])).toBe(
      "arn:aws-cn:iam::123456789012:policy/team/write",
    );
    expect(id(policy, { name: "write" }, [])).toBeUndefined();
    expect(id("aws:iam/openIdConnectProvider:OpenIdConnectProvider", { url: "https://idp.example/x" }, [role])).toBe(
      "arn:aws-cn:iam::123456789012:oidc-provider/idp.example/x",
    );
  });

  test.each<[string, Inputs]>([
    ["acme:index:Thing", { name: "x" }],
    ["constructor", { name: "x" }],
    ["kubernetes:core/v1:Service", {}],
    ["kafka:index/topic:Topic", { name: { ciphertext: "v1:abc" } }],
  ])("isn't guessed: %s %j", (type, inputs) => {
    expect(id(type, inputs)).toBeUndefined();
  });
});

test("is known for every type that the stacks declare", () => {
  const golden = path.resolve(__dirname, "..", "..", "golden");
  const declared = fs
    .readdirSync(golden, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /[/](?:kafka|postgresql|aws)-[^/]+$/.test(entry.parentPath))
    .map((entry) => JSON.parse(fs.readFileSync(path.join(entry.parentPath, entry.name), "utf8")) as Golden);
  expect(declared.length).toBeGreaterThan(0);
  expect(declared.filter(({ type, props }) => id(type, props) === undefined).map(({ type }) => type)).toEqual([]);
});

interface Golden {
  readonly type: string;
  readonly props: Inputs;
}
