import { describe, expect, test } from "vitest";
import { argumentsOf, helpOf } from "../../core/cli";

const command = {
  name: "paint",
  about: "Paints a thing.",
  options: {
    out: { type: "string", value: "DIR", about: "Where to.", required: true },
    colour: { type: "string", value: "NAME", about: "Which." },
    twice: { type: "boolean", about: "Paints it again." },
  },
} as const;

const refusal = (args: readonly string[]): string => {
  try {
    argumentsOf(command, args);
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  return "none";
};

describe("arguments", () => {
  test("are read by their names, and what isn't given is absent", () => {
    expect(argumentsOf(command, ["--out", "a", "--twice"])).toEqual({ out: "a", colour: undefined, twice: true });
    expect(argumentsOf(command, ["--out=a", "--colour=red"])).toEqual({ out: "a", colour: "red", twice: false });
  });

  test.each([
    [[], "UserError: npm run paint needs --out DIR; see npm run paint -- --help"],
    [["--out", "a", "--color", "red"], "UserError: Unknown option '--color'; see npm run paint -- --help"],
    [["--out"], "UserError: Option '--out <value>' argument missing; see npm run paint -- --help"],
    [["--out", "a", "extra"], "UserError: Unexpected argument 'extra'; see npm run paint -- --help"],
  ])("%j are refused", (args, message) => expect(refusal(args)).toContain(message.split(";")[0]));
});

test("the help names every option and the exit codes", () => {
  expect(helpOf(command)).toMatchInlineSnapshot(`
    "npm run paint -- [options]

    Paints a thing.

      --out DIR      Where to. Required.
      --colour NAME  Which.
      --twice        Paints it again.
      --help         Shows this.

    Exit codes: 0 clean, 1 refused or findings, 2 could not run.
    "
  `);
});
