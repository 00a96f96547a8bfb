import fs from "node:fs";
import path from "node:path";
import { readStackFile } from "../../core/config/stack-file";
import { UserError } from "../../core/problems";
import { parseConfig } from "../../stacks/config";
import type { StackConfig } from "../../stacks/config";
import { listIfExists } from "../files";
import { REPOSITORY } from "../layout";

/** The project's name, and the namespace of its config keys. */
export const PROJECT = "streaming";

/** The stack file that people edit and commit. */
export const committedStackFile = (stack: string): string => path.join(REPOSITORY, `Pulumi.${stack}.yaml`);

/** The committed config, checked as a whole; every fault is told with the committed file's name. */
export function readCommitted(file: string): StackConfig {
  const shown = path.basename(file);
  if (!fs.existsSync(file)) {
    const stacks = listIfExists(path.dirname(file)).flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? []);
    throw new UserError(`There is no ${shown}, so there is no such stack; the stacks are: ${stacks.join(", ")}.`);
  }
  return parseConfig(readStackFile(file, PROJECT, shown).values, shown);
}
