/** `npm run render`: what a stack declares, as files to read, diff or hand to another tool. Needs no CLI, cluster or credentials. */
import { join, relative, resolve } from "node:path";
import { EXIT, paint, progress, runCommand } from "../core/cli";
import { ConfigError, UserError } from "../core/problems";
import { planStack, stackNameOf } from "./plan";
import { filesOf } from "./render/files";
import { requireRenderFolder, writeFolder } from "./render/folder";
import { schemaProblems } from "./schema/objects";

const ROOT = join(__dirname, "..");

void runCommand(
  {
    name: "render",
    about:
      "Writes what a stack declares: each Kubernetes object to NAMESPACE/KIND/NAME.yaml, everything else to TYPE/NAME.json, and all of it to\n" +
      "resources.json. Objects are checked against their schemas first. Secrets are written as [secret], what only a deployment knows as [unknown].",
    options: {
      stack: { type: "string", value: "NAME", about: "The stack; its config is Pulumi.NAME.yaml." },
      config: { type: "string", value: "FILE", about: "Another file with a stack's config." },
      out: { type: "string", value: "DIR", about: "Is made; must be empty or an earlier render.", required: true },
    },
  },
  async ({ stack, config, out }) => {
    if (stack === undefined && config === undefined)
      throw new UserError("npm run render needs --stack NAME or --config FILE; see npm run render -- --help");
    const folder = resolve(out);
    requireRenderFolder(folder);
    const stackFile = config === undefined ? join(ROOT, `Pulumi.${String(stack)}.yaml`) : resolve(config);
    const plan = await planStack({ projectDir: ROOT, stackFile, stack: stack ?? stackNameOf(stackFile) });
    for (const warning of plan.warnings) progress(paint("yellow", `warning: ${warning}`, process.stderr));
    const problems = schemaProblems(plan);
    if (problems.length > 0) throw new ConfigError(`Stack ${plan.stack}`, problems);
    const files = filesOf(plan);
    const { changed, removed } = writeFolder(folder, files);
    progress(
      `${files.size} files in ${relative(process.cwd(), folder) || "."}: ${changed} written, ${removed} removed, ${files.size - changed} as before`,
    );
    return EXIT.clean;
  },
);
