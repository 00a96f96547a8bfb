import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { readIfExists, writeFileAtomically } from "../files";
import { REPOSITORY } from "../layout";
import type { SandboxLayout } from "../layout";
import { operate } from "./pulumi";
import type { Step } from "./pulumi";

/**
 * `pulumi preview`, then `pulumi up` unless there is nothing to do; returns what was changed. Where the preview finds every resource as it
 * should be, only a program or config that isn't the one deployed last can still change something (a dependency, `protect`, an output).
 */
export async function deploy(layout: SandboxLayout): Promise<readonly Step[]> {
  const file = path.join(layout.dir, "deployed");
  const fingerprint = fingerprintOf(layout);
  const preview = await operate(layout, ["preview"]);
  if (preview.length === 0 && readIfExists(file) === fingerprint) return [];
  const steps = await operate(layout, ["up", "--yes", "--skip-preview"]);
  writeFileAtomically(file, fingerprint);
  return steps;
}

/** What a program is made of, under the repository. */
const SOURCES: readonly string[] = ["Pulumi.yaml", "package-lock.json", "stacks", "components", "core"];

/** Changes with anything that `pulumi up` reads. */
function fingerprintOf(layout: SandboxLayout): string {
  const files = [...SOURCES.map((source) => path.join(REPOSITORY, source)), layout.project].flatMap(filesUnder);
  const hash = createHash("sha256");
  for (const file of files) hash.update(file).update("\0").update(fs.readFileSync(file)).update("\0");
  return hash.digest("hex");
}

function filesUnder(entry: string): readonly string[] {
  if (!fs.statSync(entry).isDirectory()) return [entry];
  return fs
    .readdirSync(entry, { recursive: true, withFileTypes: true })
    .filter((child) => child.isFile())
    .map((child) => path.join(child.parentPath, child.name))
    .sort();
}
