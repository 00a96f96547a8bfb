import { describe, expect, test } from "vitest";
import type { Plain } from "../../../core/guard/change";
import { hookInputs, inputsOf, settledInputs } from "../../../core/guard/inputs";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const secret = (value: Plain) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

describe("inputs as Pulumi keeps and sends them", () => {
  test("have no secrets, no notes of providers, and say what isn't known", () => {
    expect(
      inputsOf({ __defaults: ["a"], password: secret("x"), deep: [{ key: secret("y"), __defaults: [] }], id: UNKNOWN }),
    ).toEqual({ password: "[secret]", deep: [{ key: "[secret]" }], id: "[unknown]" });
  });

  test("are nothing where there are none", () => {
    expect(inputsOf(undefined)).toEqual({});
  });
});

describe("what isn't known before it is deployed", () => {
  test("is as it is deployed, however deep", () => {
    const deployed = { id: "a", spec: { list: [{ uid: "b", size: 1 }] } };
    expect(settledInputs({ id: "[unknown]", spec: { list: [{ uid: "[unknown]", size: 2 }] } }, deployed)).toEqual({
      id: "a",
      spec: { list: [{ uid: "b", size: 2 }] },
    });
  });

  test("takes over what the provider filled in itself, and nothing else", () => {
    const noted = { __defaults: ["limit"], limit: -1, name: "shop", part: { __defaults: ["mode"], mode: "rw" } };
    const deployed = inputsOf(noted);
    expect(settledInputs({ name: "shop", part: {} }, deployed, noted)).toEqual(deployed);
    expect(settledInputs({ name: "shop", limit: 5, part: {} }, deployed, noted)).toMatchObject({ limit: 5 });
    expect(settledInputs({ part: {} }, deployed, noted)).not.toHaveProperty("name");
  });
});

describe("what a hook is given, where one secret makes all of a property one", () => {
  const spec = secret({
    replicas: 3,
    template: { annotations: { checksum: "s3cret" } },
    env: [
      { name: "PASSWORD", value: "s3cret" },
      { name: "MODE", value: "fast" },
    ],
    args: ["--verbose", "s3cret"],
    gone: "s3cret",
  });
  const declared = {
    replicas: 5,
    template: { annotations: { checksum: "[secret]" } },
    // In another order: members are known by their names.
    env: [
      { name: "MODE", value: "slow" },
      { name: "PASSWORD", value: "[secret]" },
    ],
    args: ["--verbose", "[secret]"],
  };

  test("shows what the program declares in clear at the same place, and closes all else", () => {
    expect(hookInputs({ spec }, { spec: declared })).toEqual({
      spec: {
        replicas: 3,
        template: { annotations: { checksum: "[secret]" } },
        env: [
          { name: "PASSWORD", value: "[secret]" },
          { name: "MODE", value: "fast" },
        ],
        args: ["--verbose", "[secret]"],
        gone: "[secret]",
      },
    });
  });

  test.each([
    ["declared as a secret", { spec: "[secret]" }],
    ["not declared", {}],
    ["not known yet", { spec: { replicas: "[unknown]" } }],
  ])("closes what is %s", (_, as) => {
    expect(JSON.stringify(hookInputs({ spec }, as))).not.toMatch(/s3cret|:3/);
  });

  test("is read in clear where the resource goes, for its sizes; single values are not", () => {
    expect(hookInputs({ spec, password: secret("s3cret"), name: "plain" }, undefined)).toMatchObject({
      spec: { replicas: 3 },
      password: "[secret]",
      name: "plain",
    });
  });

  test("may be unknown in part", () => {
    expect(hookInputs({ spec: secret({ replicas: UNKNOWN }) }, { spec: { replicas: 5 } })).toEqual({
      spec: { replicas: "[unknown]" },
    });
  });
});
