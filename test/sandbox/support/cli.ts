/** A stack of the Pulumi CLI in a folder of its own, with providers from this repository. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { REPOSITORY } from "../../../sandbox/layout";
import { keepNoLogs } from "../../../sandbox/project/cli-logs";
import { toolPath } from "../../../tools/paths";
import { pluginFolder } from "./plugins";

/** Steps by kind: `{ create: 3, same: 10 }`. */
export type Changes = Readonly<Record<string, number>>;

const OUTPUT_BYTES = 64 * 1024 * 1024;
const QUIET = ["--yes", "--non-interactive", "--skip-preview"];

export class TestStack {
  private readonly folder = mkdtempSync(path.join(tmpdir(), "streaming-cli-"));
  private readonly project = path.join(this.folder, "project");

  /** `program` is a folder by its path from this one; `providers` are the names of those that it uses. */
  constructor(program: string, providers: readonly string[]) {
    mkdirSync(this.project);
    mkdirSync(path.join(this.folder, "state"));
    mkdirSync(path.join(this.folder, "home"));
    keepNoLogs(path.join(this.folder, "home"));
    symlinkSync(path.join(REPOSITORY, "node_modules"), path.join(this.folder, "node_modules"));
    const main = path.relative(this.project, path.join(__dirname, program));
    const plugins = providers.map((name) => `    - { name: ${name}, path: ${pluginFolder(name)} }`);
    const runtime = `runtime: { name: nodejs, options: { typescript: false, nodeargs: "--require streaming/typescript" } }`;
    const lines = ["name: providers", runtime, `main: ${main}/`, "plugins:", "  providers:", ...plugins];
    writeFileSync(path.join(this.project, "Pulumi.yaml"), `${lines.join("\n")}\n`);
  }

  async init(config: Readonly<Record<string, string>>, secrets: Readonly<Record<string, string>>): Promise<void> {
    await this.run(["stack", "init", "test"]);
    for (const [key, value] of Object.entries(config)) await this.set(key, value);
    for (const [key, value] of Object.entries(secrets)) await this.run(["config", "set", "--secret", key, value]);
  }

  async set(key: string, value: string): Promise<void> {
    await this.run(["config", "set", key, value]);
  }

  async up(): Promise<Changes> {
    await this.run(["up", ...QUIET]);
    return this.lastChanges();
  }

  async refresh(): Promise<Changes> {
    await this.run(["refresh", ...QUIET]);
    return this.lastChanges();
  }

  async destroy(...flags: readonly string[]): Promise<Changes> {
    await this.run(["destroy", ...QUIET, ...flags]);
    return this.lastChanges();
  }

  /** One command with all that it tells people, whether it ends well or not. */
  async told(...args: readonly string[]): Promise<{ readonly ok: boolean; readonly text: string }> {
    try {
      return { ok: true, text: await this.run([...args, "--non-interactive", "--suppress-progress"]) };
    } catch (error) {
      return { ok: false, text: error instanceof Error ? error.message : String(error) };
    }
  }

  async preview(): Promise<Changes> {
    const preview = JSON.parse(await this.run(["preview", "--json", "--non-interactive"])) as {
      changeSummary: Changes;
    };
    return preview.changeSummary;
  }

  async forget(urn: string): Promise<void> {
    await this.run(["state", "delete", "--yes", urn]);
  }

  async import(type: string, name: string, id: string, provider: string): Promise<void> {
    const options = ["--yes", "--non-interactive", "--skip-preview", "--generate-code=false", "--protect=false"];
    await this.run([
      "import",
      ...options,
      type,
      name,
      id,
      "--provider",
      `default=urn:pulumi:test::providers::${provider}`,
    ]);
  }

  /** The stack's state as text, secrets as they are stored. */
  async state(): Promise<string> {
    return this.run(["stack", "export"]);
  }

  stop(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async lastChanges(): Promise<Changes> {
    const history = JSON.parse(await this.run(["stack", "history", "--json", "--page-size", "1"])) as [
      { resourceChanges: Changes },
    ];
    return history[0].resourceChanges;
  }

  private async run(args: readonly string[]): Promise<string> {
    const env = {
      ...process.env,
      PATH: [path.dirname(process.execPath), path.join(REPOSITORY, "tools/language-host"), process.env.PATH ?? ""].join(
        path.delimiter,
      ),
      PULUMI_HOME: path.join(this.folder, "home"),
      PULUMI_BACKEND_URL: `file://${path.join(this.folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    };
    const command = [...args, "-C", this.project];
    try {
      return (await promisify(execFile)(toolPath("pulumi"), command, { env, maxBuffer: OUTPUT_BYTES })).stdout;
    } catch (error) {
      const { stdout, stderr } = error as { stdout?: string; stderr?: string };
      throw new Error(`pulumi ${args.join(" ")}\n${stdout ?? ""}${stderr ?? ""}`, { cause: error });
    }
  }
}
