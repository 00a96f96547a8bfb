import path from "node:path";
import { EXIT, runCommand } from "../core/cli";
import { readStackFile } from "../core/config/stack-file";
import { UserError } from "../core/problems";
import { parseConfig } from "../stacks/config";
import { secretKeys } from "../stacks/secrets";
import { withTools } from "./paths";
import { type Filled, fillSecrets } from "./secrets/fill";
import { type ConfigPlace, configStore } from "./secrets/store";

const ROOT = path.resolve(__dirname, "..");
const PROJECT = "streaming";

/** Makes every secret that the stack's config needs and hasn't, encrypted by Pulumi and never shown, and renews certificates that run out. */
export async function ensureSecrets(place: ConfigPlace): Promise<readonly Filled[]> {
  const { projectDir, stack } = place;
  const name = `Pulumi.${stack}.yaml`;
  const file = readStackFile(path.join(projectDir, name), PROJECT, name);
  const wanted = secretKeys(parseConfig(file.values, name));
  const inClear = wanted.map(({ key }) => key).filter((key) => key in file.values && !file.secretKeys.includes(key));
  if (inClear.length > 0) {
    const lines = inClear.map(
      (key) => `  ${key}  must be encrypted: pulumi config set --secret ${key} --stack ${stack}`,
    );
    throw new UserError([`${name} holds ${inClear.length} secret(s) in clear`, ...lines].join("\n"));
  }
  return fillSecrets(
    wanted,
    configStore(place, (key) => key in file.values),
  );
}

if (require.main === module) {
  void runCommand(
    {
      name: "secrets",
      about:
        "Makes the secrets that a stack's config needs and hasn't, and renews certificates that run out within 90 days. Each is encrypted by Pulumi; none is shown.",
      options: {
        stack: { type: "string", value: "STACK", required: true, about: "Whose secrets." },
        "project-dir": { type: "string", value: "DIR", about: "Folder with Pulumi.yaml, if it isn't this project's." },
      },
    },
    async ({ stack, "project-dir": dir = ROOT }) => {
      const made = await ensureSecrets({ projectDir: path.resolve(dir), stack, env: withTools() });
      process.stdout.write(
        made.length === 0 ? "no changes\n" : made.map(({ key, done }) => `${done} ${key}\n`).join(""),
      );
      return EXIT.clean;
    },
  );
}
