import fs from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { EXIT, runCommand } from "../core/cli";
import { withTools } from "./paths";
import { capture } from "./pulumi";
import type { PulumiPlace } from "./pulumi";
import { folderOf } from "./repair/locks";
import { releaseStack, settleOperations } from "./repair/repair";

const ROOT = path.resolve(__dirname, "..");

void runCommand(
  {
    name: "repair",
    about:
      "After pulumi was killed: ends the plugins it left, takes away its lock if the process is gone, clears files that it had only begun to write, and finds out what became of the resources that it was working on. Uses the backend that your environment names. A lock whose owner lives isn't touched. Plugins are known of runs that this project's own commands started; locks and files are seen where the backend is a folder, elsewhere pulumi itself names a lock's owner.",
    options: {
      stack: { type: "string", value: "STACK", required: true, about: "What to repair." },
      "project-dir": { type: "string", value: "DIR", about: "Folder with Pulumi.yaml, if it isn't this project's." },
    },
  },
  async ({ stack, "project-dir": dir = ROOT }) => {
    const place: PulumiPlace = { projectDir: path.resolve(dir), stack, env: withTools() };
    const released = await releaseStack(place, projectName(place), folderOf(await backendOf(place)));
    const { done, left } = await settleOperations(place);
    const lines = [...released, ...done];
    process.stdout.write(lines.length + left.length === 0 ? "nothing to repair\n" : lines.map(line).join(""));
    if (left.length === 0) return EXIT.clean;
    process.stdout.write(left.map((urn) => line(`left ${urn}`)).join(""));
    process.stderr.write(
      `Nobody here can tell under which id these would exist, so nothing was settled. Look for them; pulumi refresh --stack ${stack} asks for each.\n`,
    );
    return EXIT.findings;
  },
);

const line = (text: string): string => `${text}\n`;

function projectName({ projectDir }: PulumiPlace): string {
  const { name } = parse(fs.readFileSync(path.join(projectDir, "Pulumi.yaml"), "utf8")) as { readonly name: string };
  return name;
}

async function backendOf(place: PulumiPlace): Promise<string> {
  const { url } = JSON.parse(await capture(place, ["whoami", "--json", "--non-interactive"])) as {
    readonly url: string;
  };
  return url;
}
