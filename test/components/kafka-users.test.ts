import { describe, expect, test } from "vitest";
import { type Plan, reveal } from "../../checks/plan";
import { planUser, roleOf } from "../../components/kafka/users/plan";
import { APPHUB_TOPICS } from "../../stacks/apphub-config";
import { APPHUB_USERS } from "../../stacks/apphub-users";
import { multiNode, singleNode } from "../stacks/values";
import { at, comesAfter, countOf, find, kindOf, planOf } from "./planned";

/** `Read Topic orders`, `Read Group etl*`. */
const told = (user: string, rights: Parameters<typeof planUser>[1]): readonly string[] =>
  planUser({ name: user, namespace: "ns" }, rights).rules.map(
    ({ operation, resource, name, pattern }) => `${operation} ${resource} ${name}${pattern === "Prefixed" ? "*" : ""}`,
  );

describe("a user", () => {
  test("that reads may do so in groups under its name", () =>
    expect(told("etl", { reads: ["orders"] })).toEqual(["Read Topic orders", "Read Group etl*"]));

  test("that writes may number its records", () =>
    expect(told("etl", { writes: ["orders"] })).toEqual([
      "Write Topic orders",
      "IdempotentWrite Cluster kafka-cluster",
    ]));

  test("that writes in transactions may do so under its name", () =>
    expect(told("etl", { writes: ["orders"], transactions: true })).toContain("Write TransactionalID etl*"));

  test("without rights has no rules", () => expect(told("etl", {})).toEqual([]));

  test("has rules that can be told apart", () => {
    const roles = APPHUB_USERS.flatMap(({ name, rules }) => rules.map((rule) => roleOf(name, rule)));
    expect(new Set(roles).size).toBe(roles.length);
  });
});

describe("AppHub's users", () => {
  const topicsBy = (operation: string) =>
    APPHUB_USERS.flatMap(({ rules }) => rules)
      .filter((rule) => rule.resource === "Topic" && rule.operation === operation)
      .map(({ name }) => name);

  test("are given topics that AppHub has", () =>
    expect([...topicsBy("Read"), ...topicsBy("Write")].filter((name) => !isTopic(name))).toEqual([]));

  test("leave no topic that nobody reads, and each has one writer", () => {
    expect([...new Set(topicsBy("Read"))].sort()).toEqual([...APPHUB_TOPICS].sort());
    expect(new Set(topicsBy("Write")).size).toBe(topicsBy("Write").length);
  });
});

const isTopic = (name: string): boolean => APPHUB_TOPICS.some((topic) => topic === name);

describe("in a stack", () => {
  const rulesOf = (plan: Plan) => plan.resources.filter((r) => kindOf(r) === "Acl");

  test("brokers of a single node have neither users nor rules", async () => {
    const plan = await planOf(singleNode());
    expect([countOf(plan, "UserScramCredential"), countOf(plan, "Acl")]).toEqual([0, 0]);
  });

  test("every rule allows something to one of three users, from anywhere, and comes after the brokers", async () => {
    const plan = await planOf(multiNode());
    const users = plan.resources.filter((r) => kindOf(r) === "UserScramCredential").map((r) => at(r, "username"));
    expect(users.sort()).toEqual(["apphub-core", "apphub-flink", "apphub-timestore"]);
    const brokers = find(plan, "StatefulSet", "apphub-redpanda");
    for (const rule of rulesOf(plan)) {
      expect(users.map((user) => `User:${String(user)}`)).toContain(at(rule, "aclPrincipal"));
      expect(rule.props).toMatchObject({ aclPermissionType: "Allow", aclHost: "*" });
      expect(comesAfter(plan, rule, brokers)).toBe(true);
    }
  });

  test("every user's login stands in a Secret beside its workload", async () => {
    const plan = await planOf(multiNode());
    for (const { name } of APPHUB_USERS)
      expect(reveal(find(plan, "Secret", `${name}-kafka`).props["data"] ?? null)).toMatchObject({
        username: Buffer.from(name).toString("base64"),
        password: expect.any(String) as string,
        "ca.crt": expect.any(String) as string,
      });
  });
});
