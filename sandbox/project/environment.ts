import { randomBytes } from "node:crypto";
import path from "node:path";
import { pathEntries } from "../../tools/paths";
import { awsVariables } from "../aws/use";
import { readIfExists, writeFileAtomically } from "../files";
import type { SandboxLayout } from "../layout";

/** What makes any shell's `pulumi` and `kubectl` speak to this sandbox. PATH is set beside it. */
export function sandboxVariables(layout: SandboxLayout): Readonly<Record<string, string>> {
  return {
    KUBECONFIG: layout.kube.kubeconfig,
    PULUMI_HOME: layout.pulumi.home,
    PULUMI_BACKEND_URL: layout.pulumi.backendUrl,
    PULUMI_CONFIG_PASSPHRASE: passphrase(layout),
    PULUMI_STACK: layout.stack,
    SANDBOX_PROJECT: layout.project,
    ...awsVariables(layout),
    // Nothing is fetched: providers are the ones that the project names.
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
}

/** The whole environment of a Pulumi run. */
export const pulumiEnvironment = (layout: SandboxLayout): NodeJS.ProcessEnv => ({
  ...process.env,
  ...sandboxVariables(layout),
  PATH: [...pathEntries(), process.env.PATH ?? ""].join(path.delimiter),
});

/** Made once. It keeps the generated passwords from lying about in clear, no more. */
function passphrase(layout: SandboxLayout): string {
  const { passphraseFile } = layout.pulumi;
  const known = readIfExists(passphraseFile);
  if (known !== undefined) return known;
  const made = randomBytes(24).toString("base64url");
  writeFileAtomically(passphraseFile, made, 0o600);
  return made;
}
