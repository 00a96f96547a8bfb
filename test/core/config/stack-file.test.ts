import { describe, expect, test } from "vitest";
import { parseStackFile } from "../../../core/config/stack-file";

const read = (text: string) => parseStackFile(text, "streaming", "Pulumi.dev.yaml");
const problems = (text: string): string => {
  try {
    read(text);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "none";
};

describe("what the program is given", () => {
  test("texts stay as they are and objects become JSON with sorted keys", () => {
    const { values } = read(
      `config:\n  streaming:size: 20Gi\n  streaming:target: { zones: [b, a], kind: single-node, n: 1.5, on: true, none: }\n`,
    );
    expect(values).toEqual({
      "streaming:size": "20Gi",
      "streaming:target": '{"kind":"single-node","n":1.5,"none":null,"on":true,"zones":["b","a"]}',
    });
  });

  test("a key without namespace gets the project's", () => {
    expect(read("config:\n  target: x\n  aws:region: eu-central-1\n").values).toEqual({
      "streaming:target": "x",
      "aws:region": "eu-central-1",
    });
  });

  test("numbers and flags at the top are texts, and nothing is the empty text", () => {
    expect(read("config:\n  a: 3\n  b: true\n  c:\n  d: '010'\n").values).toEqual({
      "streaming:a": "3",
      "streaming:b": "true",
      "streaming:c": "",
      "streaming:d": "010",
    });
  });

  test("letters that HTML reserves are escaped as Go does", () => {
    expect(read("config:\n  a: { q: 'a<b&c>d' }\n").values["streaming:a"]).toBe(
      String.raw`{"q":"a\u003cb\u0026c\u003ed"}`,
    );
  });

  test("anchors and merges are resolved", () => {
    expect(read("config:\n  a: &x { k: v }\n  b: { <<: *x, l: w }\n  c: *x\n").values).toEqual({
      "streaming:a": '{"k":"v"}',
      "streaming:b": '{"k":"v","l":"w"}',
      "streaming:c": '{"k":"v"}',
    });
  });

  test("encrypted values are placeholders and are named", () => {
    const file = read(
      "encryptionsalt: v1:x\nconfig:\n  pw: { secure: v1:abc }\n  o: { deep: [{ secure: v1:abc }] }\n  plain: x\n",
    );
    expect(file).toEqual({
      values: { "streaming:pw": "[secret]", "streaming:o": '{"deep":["[secret]"]}', "streaming:plain": "x" },
      secretKeys: ["streaming:pw", "streaming:o"],
    });
  });

  test("an empty file is an empty config", () => {
    expect(read("").values).toEqual({});
    expect(read("config:\n").values).toEqual({});
  });
});

describe("what is refused", () => {
  test("everything that the CLI would read differently, all at once", () => {
    expect(
      problems(`config:
  streaming:apphub:
    since: 2024-01-01
    mode: [010, 0x1F, 1_000, 1.0, 1e3, .5, +1, 0o17, 12345678901234567890]
    5: x
    tagged: !!str 5
    twice: 1
    twice: 2
`),
    ).toMatchInlineSnapshot(`
      "Pulumi.dev.yaml has 13 problem(s)
        apphub.since    must be quoted: Pulumi takes it for a date and changes it; write "2024-01-01"
        apphub.mode[0]  must be quoted, or written as a plain decimal number: Pulumi would change it; write "010"
        apphub.mode[1]  must be quoted, or written as a plain decimal number: Pulumi would change it; write "0x1F"
        apphub.mode[2]  must be quoted, or written as a plain decimal number: Pulumi would change it; write "1_000"
        apphub.mode[3]  must be quoted, or written as a plain decimal number: Pulumi would change it; write "1.0"
        apphub.mode[4]  must be quoted, or written as a plain decimal number: Pulumi would change it; write "1e3"
        apphub.mode[5]  must be quoted, or written as a plain decimal number: Pulumi would change it; write ".5"
        apphub.mode[6]  must be quoted, or written as a plain decimal number: Pulumi would change it; write "+1"
        apphub.mode[7]  must be quoted, or written as a plain decimal number: Pulumi would change it; write "0o17"
        apphub.mode[8]  must be quoted, or written as a plain decimal number: Pulumi would change it; write "12345678901234567890"
        apphub.5        must be a text as key: write "5"
        apphub.tagged   must have no YAML tag; write the plain value
        apphub.twice    is given twice"
    `);
  });

  test("quoted, the same texts are accepted", () => {
    expect(
      problems(
        `config:\n  a: ["2024-01-01", "010", '1.0', "1_000"]\n  b: 10.0.0.1\n  c: 7d\n  d: 1.5\n  e: -3\n  f: 2024-01\n  g: 1.5e-07\n`,
      ),
    ).toBe("none");
  });

  test("the same key with and without namespace", () => {
    expect(problems("config:\n  target: x\n  streaming:target: y\n")).toMatchInlineSnapshot(`
      "Pulumi.dev.yaml has 1 problem(s)
        streaming:target  is given twice"
    `);
  });

  test("a misspelt section, which the CLI would pass over", () => {
    expect(problems("confg:\n  a: b\n")).toMatchInlineSnapshot(`
      "Pulumi.dev.yaml has 1 problem(s)
        confg  is no section of a stack file; known are config, secretsprovider, encryptionsalt, encryptedkey"
    `);
  });

  test("a config that is a list", () => {
    expect(problems("config:\n  - a\n")).toMatchInlineSnapshot(`
      "Pulumi.dev.yaml has 1 problem(s)
        config  must be a map of settings"
    `);
  });

  test("an environment of Pulumi Cloud", () => {
    expect(problems("environment: [x]\nconfig: {}\n")).toMatchInlineSnapshot(`
      "Pulumi.dev.yaml has 1 problem(s)
        environment  can't be used here: environments of Pulumi Cloud aren't read without the CLI"
    `);
  });

  test("text that is no YAML", () => {
    expect(problems("config:\n  a: [1\n b: 2\n")).toMatchInlineSnapshot(`
      "Pulumi.dev.yaml isn't valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ] at line 3, column 2:

        a: [1
       b: 2
       ^
      Pulumi.dev.yaml isn't valid YAML: All mapping items must start at the same column at line 3, column 2:

        a: [1
       b: 2
       ^"
    `);
  });
});
