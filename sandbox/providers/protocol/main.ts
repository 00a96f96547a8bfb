import { createRequire } from "node:module";
import { resolve } from "node:path";
import type { ProviderDefinition } from "../kind";
import { whenEngineGone } from "./lifetime";
import { serve } from "./service";
import { readStructsAsObjects } from "./structs";

/** What closing may take before the process ends anyway. */
const closeMilliseconds = 2000;

/** `sandbox/providers/NAME/provider.ts`, loaded alone: another provider's libraries would cost its start-up time. */
function load(name: string): ProviderDefinition {
  const module = createRequire(__filename)(resolve(__dirname, "..", name, "provider.ts")) as {
    readonly provider: ProviderDefinition;
  };
  return module.provider;
}

/** The engine's address is the argument that is no flag. */
const engineAddress = (args: readonly string[]): string | undefined => args.findLast((arg) => !arg.startsWith("-"));

/** Serves provider NAME to the engine that started this process: prints its port, ends when the engine does. */
export async function main(name: string, args: readonly string[] = process.argv.slice(2)): Promise<void> {
  readStructsAsObjects();
  const service = await serve(load(name), engineAddress(args));
  whenEngineGone(() => {
    setTimeout(() => process.exit(0), closeMilliseconds).unref();
    void service.close().finally(() => process.exit(0));
  });
  process.stdout.write(`${service.port}\n`);
}
