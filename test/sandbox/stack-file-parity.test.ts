/** The reader that works without the CLI gives the program exactly what the CLI gives it. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readStackFile } from "../../core/config/stack-file";
import { toolPath } from "../../tools/paths";

const CONFIG = `config:
  streaming:object: &shared { q: 'a<b&c>d', "ü": 1.5, none: , list: [1, -2, 0.1, 1e, 100000000000000000000, true, ~, "010", no, on, 2024-01, 10.0.0.1] }
  alias: *shared
  merged:
    <<: *shared
    z: "2024-01-01"
    "5": quoted
    long: |
      several
      lines
    folded: >-
      one
      line
  aws:region: eu-central-1
  number: 3
  negative: -3
  fraction: 1.25
  small: 0.000001
  smaller: { in: 0.000001, an: 123456789.123 }
  large: 9007199254740991
  flag: True
  words: [yes, No, OFF, y, "true", TRUE]
  nothing:
  text: "0x1p-2"
  empty: {}
  list: []
  quoted: '010'
`;

let folder: string;
let env: NodeJS.ProcessEnv;
const pulumi = (...args: string[]) =>
  execFileSync(toolPath("pulumi"), args, { cwd: folder, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "parity-"));
  env = {
    ...process.env,
    HOME: folder,
    PULUMI_HOME: join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${folder}`,
    PULUMI_CONFIG_PASSPHRASE: "parity",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  writeFileSync(join(folder, "Pulumi.yaml"), "name: streaming\nruntime: nodejs\n");
  pulumi("stack", "init", "dev");
  writeFileSync(join(folder, "Pulumi.dev.yaml"), CONFIG);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("every form that is accepted is read as the Pulumi CLI reads it", () => {
  const cli = JSON.parse(pulumi("config", "--json", "--stack", "dev")) as Record<string, { value: string }>;
  const { values } = readStackFile(join(folder, "Pulumi.dev.yaml"), "streaming");
  expect(values).toEqual(Object.fromEntries(Object.entries(cli).map(([key, { value }]) => [key, value])));
});

test("what the CLI writes when a setting is changed is read as before, and an encrypted value is known to be one", () => {
  const file = join(folder, "Pulumi.dev.yaml");
  const before = readStackFile(file, "streaming").values;
  pulumi("config", "set", "--secret", "--stack", "dev", "password", "hunter2");
  expect(readStackFile(file, "streaming")).toEqual({
    values: { ...before, "streaming:password": "[secret]" },
    secretKeys: ["streaming:password"],
  });
});
