/** Which program is put to the test: the stand-in; with `SANDBOX_PROVIDERS=plugins` the real plugin where there is one. */
import path from "node:path";
import { sandboxRoot } from "../../../sandbox/layout";
import { chooseProviders } from "../../../sandbox/project/providers";

/** The folder of the provider's executable. */
export function pluginFolder(name: string): string {
  const choice = chooseProviders(process.env, sandboxRoot()).find((provider) => provider.name === name);
  if (choice === undefined) throw new Error(`there is neither a stand-in nor a plugin of provider ${name}`);
  return choice.folder;
}

export function pluginCommand(name: string): [string] {
  return [path.join(pluginFolder(name), `pulumi-resource-${name}`)];
}
