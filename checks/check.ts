/** `npm run check`: the types, and every stack file as far as that goes without a cluster. */
import { join } from "node:path";
import { EXIT, runCommand } from "../core/cli";
import { reportOf } from "./check/report";
import { checkStack } from "./check/stacks";
import { checkTypes } from "./check/types";
import { stackNames } from "./plan";

const ROOT = join(__dirname, "..");

void runCommand(
  {
    name: "check",
    about:
      "Checks the types, reads and plans every Pulumi.<stack>.yaml, and holds every Kubernetes object against its schema. Needs no cluster.",
    options: {},
  },
  async () => {
    const types = checkTypes(ROOT);
    const stacks = await Promise.all(stackNames(ROOT).map((stack) => checkStack(ROOT, stack)));
    const findings = [...stacks, await types];
    process.stdout.write(reportOf(findings));
    return findings.every(({ ok }) => ok) ? EXIT.clean : EXIT.findings;
  },
);
