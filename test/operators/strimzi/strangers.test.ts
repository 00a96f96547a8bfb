import { describe, expect, test } from "vitest";
import { ignoredBy, strangersAmong } from "../../../sandbox/operators/strimzi/strangers";
import { kafkaWith } from "./cluster";

const ignoring = (value: string): RegExp | undefined =>
  ignoredBy(
    kafkaWith(
      {},
      {
        entityOperator: {
          template: { userOperatorContainer: { env: [{ name: "STRIMZI_IGNORED_USERS_PATTERN", value }] } },
        },
      },
    ),
  );

describe("users on the brokers that no KafkaUser speaks of", () => {
  const known = new Set(["admin", "CN=mirror"]);

  test("are to go, except for everybody and nobody", () => {
    const principals = ["admin", "CN=mirror", "CN=admin", "guest", "*", "ANONYMOUS"];
    expect(strangersAmong(principals, known, undefined)).toEqual(["CN=admin", "guest"]);
  });

  test("stay where the whole name, without what a certificate adds, is to be ignored", () => {
    expect(strangersAmong(["guest", "CN=guest", "guest-2"], known, ignoring("guest"))).toEqual(["guest-2"]);
    expect(strangersAmong(["admins", "app"], known, ignoring("^(?!admin$).*"))).toEqual([]);
    expect(ignoredBy(kafkaWith())).toBeUndefined();
  });
});
