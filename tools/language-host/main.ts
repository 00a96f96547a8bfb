import { whenEngineGone } from "../../sandbox/providers/protocol/lifetime";
import { serveLanguageHost } from "./service";

/** After the engine has gone, children get this long to end by themselves. */
const CLOSE_MS = 6_000;

/** `main.ts ENGINE`: serves programs and policy packs written for Node to the engine that started this; prints the port and ends with the engine. */
async function main(args: readonly string[]): Promise<void> {
  const host = await serveLanguageHost(args.findLast((arg) => !arg.startsWith("-")));
  whenEngineGone(() => {
    setTimeout(() => process.exit(0), CLOSE_MS).unref();
    void host.close().finally(() => process.exit(0));
  });
  process.stdout.write(`${host.port}\n`);
}

void main(process.argv.slice(2));
