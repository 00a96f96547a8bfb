import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { main } from "../../sandbox/cli";

let out: string;
let err: string;
beforeEach(() => {
  out = "";
  err = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    err += String(text);
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

describe("what isn't understood", () => {
  test.each([
    [["deploy"], 'There is no command "deploy".'],
    [["constructor"], 'There is no command "constructor".'],
    [["start", "dev", "prod"], "start takes one stack's name, got dev prod."],
    [["stop", "--force"], "stop has no option --force."],
    [["start", "../dev"], `A stack's name is lower-case letters, digits and -, got "../dev".`],
    [["logs", "etcd", "--stack"], "--stack needs a stack's name."],
  ])("%j is told with exit code 2 and nothing on stdout", async (argv, message) => {
    expect(await main(argv)).toBe(2);
    expect(err).toContain(message);
    expect(out).toBe("");
  });

  test("no command at all shows the usage on stderr", async () => {
    expect(await main([])).toBe(2);
    expect(err).toMatch(/^Usage: /);
  });

  test("a stack without a file is told with the stacks that there are", async () => {
    expect(await main(["start", "nowhere"])).toBe(2);
    expect(err).toMatch(/There is no Pulumi\.nowhere\.yaml, so there is no such stack; the stacks are: .*dev/);
  });
});

test.each([[["--help"]], [["start", "--help"]]])("%j shows the usage on stdout", async (argv) => {
  expect(await main(argv)).toBe(0);
  expect(out).toMatch(/^Usage: /);
});
