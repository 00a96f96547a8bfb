import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decoded, equivalent, normalized, unlessEquivalent, versionFirst } from "../../../sandbox/providers/aws/policy";

const document = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const statement = { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: "*" };

describe("policies mean the same", () => {
  test.each([
    ["with actions in another order", document({ ...statement, Action: ["s3:PutObject", "s3:GetObject"] })],
    ["with a list of one resource", document({ ...statement, Resource: ["*"] })],
    ["with an action twice", document({ ...statement, Action: [...statement.Action, "s3:GetObject"] })],
    ["with an empty name of a statement", document({ ...statement, Sid: "" })],
    ["with one statement that stands alone", JSON.stringify({ Version: "2012-10-17", Statement: statement })],
    ["with other spaces", JSON.stringify(JSON.parse(document(statement)), undefined, 4)],
  ])("%s", (_, other) => expect(equivalent(document(statement), other)).toBe(true));

  test("with everybody written in either way", () => {
    const open = (principal: unknown): string => document({ ...statement, Principal: principal });
    expect(equivalent(open("*"), open({ AWS: "*" }))).toBe(true);
    expect(equivalent(open({ AWS: "123456789012" }), open({ AWS: ["arn:aws:iam::123456789012:root"] }))).toBe(true);
  });

  test("with a condition's value as text", () => {
    const condition = (value: unknown): string =>
      document({ ...statement, Condition: { Bool: { "aws:SecureTransport": value } } });
    expect(equivalent(condition(false), condition(["false"]))).toBe(true);
  });

  test("whatever the order of statements", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom("a", "b", "c", "d"), { minLength: 2 }),
        fc.func(fc.nat()),
        (names, by) => {
          const all = names.map((name) => ({ ...statement, Resource: `arn:aws:s3:::${name}` }));
          const shuffled = all.toSorted((a, b) => by(a.Resource) - by(b.Resource));
          return equivalent(document(...all), document(...shuffled));
        },
      ),
    );
  });
});

describe("policies differ", () => {
  test.each([
    ["in an action", document({ ...statement, Action: "s3:GetObject" })],
    ["in the effect", document({ ...statement, Effect: "Deny" })],
    ["in what they don't cover", document({ Effect: "Allow", NotAction: statement.Action, Resource: "*" })],
    ["in a statement more", document(statement, { ...statement, Effect: "Deny" })],
    ["in the version", document(statement).replace("2012-10-17", "2008-10-17")],
    ["in being no policy", "nonsense"],
  ])("%s", (_, other) => expect(equivalent(document(statement), other)).toBe(false));
});

describe("the state's form", () => {
  const [text, sorted] = [`{"Version": "2012-10-17", "Id": "<x>"}`, `{"Id":"\\u003cx\\u003e","Version":"2012-10-17"}`];

  test("has its keys in order, without spaces, escaped as Go does it", () => expect(normalized(text)).toBe(sorted));
  test("of older resources begins with the version", () =>
    expect(versionFirst(text)).toBe(`{"Version":"2012-10-17","Id":"\\u003cx\\u003e"}`));
  test("of text that is no JSON is the text", () => expect(normalized("{nonsense")).toBe("{nonsense"));
  test("is the recorded one for a document that means the same", () => {
    const other = document({ ...statement, Action: ["s3:PutObject", "s3:GetObject"] });
    expect(unlessEquivalent(document(statement), other)).toBe(normalized(document(statement)));
    expect(unlessEquivalent("", other)).toBe(normalized(other));
  });
});

test("IAM's documents are read as parts of URLs, or as they are", () => {
  expect(decoded(encodeURIComponent(document(statement)))).toBe(document(statement));
  expect(decoded(document(statement))).toBe(document(statement));
});
