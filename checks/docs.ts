/** `npm run docs`: the pages and schemas that are printed from the code. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { EXIT, progress, runCommand } from "../core/cli";
import { GENERATED } from "./docs/generated";

const ROOT = join(__dirname, "..");

void runCommand(
  { name: "docs", about: "Writes the pages and schemas that are printed from the code.", options: {} },
  () => {
    for (const [path, print] of Object.entries(GENERATED)) {
      mkdirSync(dirname(join(ROOT, path)), { recursive: true });
      writeFileSync(join(ROOT, path), print());
      progress(path);
    }
    return EXIT.clean;
  },
);
