/**
 * Plans stacks of this revision for the change guard of a later one, which runs it by this path:
 * `plan-stacks.ts OUT STACK…` writes OUT/STACK/resources.json, or why it can't to OUT/STACK/fault.txt.
 */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../core/problems";
import { planStack } from "../plan";
import { LIST, listOf } from "../render/list";

const ROOT = join(__dirname, "..", "..");

async function planAll([out = "", ...stacks]: readonly string[]): Promise<void> {
  for (const stack of stacks) {
    const folder = join(out, stack);
    mkdirSync(folder, { recursive: true });
    try {
      const plan = await planStack({ projectDir: ROOT, stackFile: join(ROOT, `Pulumi.${stack}.yaml`), stack });
      write(join(folder, LIST), listOf(plan));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      write(join(folder, "fault.txt"), error.message);
    }
  }
}

/** Whole or not at all: another guard may look for it at the same time. */
function write(file: string, text: string): void {
  const half = `${file}.${process.pid}`;
  writeFileSync(half, text);
  renameSync(half, file);
}

void planAll(process.argv.slice(2));
