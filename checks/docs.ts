/** `npm run docs`: the pages and schemas that are printed from the code. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT, progress, runCommand } from "../core/cli";
import { GENERATED } from "./docs/generated";

const ROOT = join(__dirname, "..");

void runCommand(
  { name: "docs", about: "Writes the pages and schemas that are printed from the code.", options: {} },
  () => {
    for (const [path, print] of Object.entries(GENERATED)) {
      writeFileSync(join(ROOT, path), print());
      progress(path);
    }
    return EXIT.clean;
  },
);
