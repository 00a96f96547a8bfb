/** The two programs that are compared, as projects of the Pulumi CLI on one sandbox. */
import fs from "node:fs";
import path from "node:path";
import { parse, stringify } from "yaml";
import type { PlannedResource } from "../../checks/plan";
import { PROJECT } from "../../sandbox/project/committed";
import { placeOf } from "../../sandbox/project/pulumi";
import { REPOSITORY, type SandboxLayout } from "../../sandbox/layout";
import { type PulumiPlace, capture } from "../pulumi";
import { bareProgram } from "./bare-program";
import type { Program } from "./program";

export interface Contestant {
  readonly program: Program;
  readonly place: PulumiPlace;
}

type Project = Readonly<Record<string, unknown>> & {
  readonly main: string;
  readonly runtime: { readonly options: Program["options"] };
};

const projectFile = (folder: string): string => path.join(folder, "Pulumi.yaml");

/** The stack's own program, with the config of the sandbox's project. */
export async function streaming(layout: SandboxLayout): Promise<Contestant> {
  const { main, runtime } = parse(fs.readFileSync(projectFile(REPOSITORY), "utf8")) as Project;
  const place = placeOf(layout);
  const values = JSON.parse(await capture(place, ["config", "--json", "--show-secrets"])) as Config;
  return {
    place,
    program: {
      project: PROJECT,
      stack: layout.stack,
      folder: path.join(REPOSITORY, path.dirname(main)),
      entryPoint: path.basename(main),
      options: runtime.options,
      config: new Map(Object.entries(values)),
    },
  };
}

type Config = Readonly<Record<string, { readonly value: string; readonly secret: boolean }>>;

/** A project of its own with nothing but these resources, on the same backend, with the same providers. */
export async function bare(layout: SandboxLayout, resources: readonly PlannedResource[]): Promise<Contestant> {
  const folder = path.join(layout.dir, "bare");
  fs.mkdirSync(folder, { recursive: true });
  const { plugins } = parse(fs.readFileSync(projectFile(layout.project), "utf8")) as Project;
  const options = { typescript: false };
  const runtime = { name: "nodejs", options };
  fs.writeFileSync(projectFile(folder), stringify({ name: BARE, main: ENTRY, runtime, plugins }));
  // The sandbox's passwords stand in it.
  fs.writeFileSync(path.join(folder, ENTRY), bareProgram(resources), { mode: 0o600 });
  const packages = path.join(folder, "node_modules");
  if (!fs.existsSync(packages)) fs.symlinkSync(path.join(REPOSITORY, "node_modules"), packages);
  const place = { ...placeOf(layout), projectDir: folder };
  await capture(place, ["stack", "init", layout.stack, "--secrets-provider", "passphrase", "--non-interactive"]);
  return {
    place,
    program: { project: BARE, stack: layout.stack, folder, entryPoint: ENTRY, options, config: new Map() },
  };
}

const BARE = "bare";
const ENTRY = "index.js";
