import { toolPath } from "../../tools/paths";
import { Brokers } from "../kafka/brokers";
import { kubeClient } from "../kube";
import { sandboxLayout } from "../layout";
import { Servers } from "../postgres/servers";
import { Store } from "./kubernetes/store";
import { logger } from "./log";
import { runOperators } from "./run";

/** `main.ts STACK`: plays kubelet and operators of one stack's sandbox until it is ended. Everything that it says goes to its log. */
async function main(stack: string): Promise<void> {
  const layout = sandboxLayout(stack);
  const log = logger((line) => process.stderr.write(line));
  // A failure nobody waits for must not end the work on everything else.
  process.on("unhandledRejection", (reason) =>
    log.complain(`unexpected: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`),
  );
  const client = kubeClient(layout);
  const stop = await runOperators({
    layout,
    client,
    log,
    store: new Store(layout.kube.kubeconfig, client, log),
    brokers: new Brokers(layout, { java: toolPath("java"), libs: toolPath("kafka-libs") }),
    servers: new Servers(layout, toolPath("postgres")),
  });
  const end = (): void => {
    // Work on a broker that takes its time to start is picked up by whoever comes next.
    setTimeout(() => process.exit(0), END_DEADLINE_MS);
    void stop().then(() => process.exit(0));
  };
  process.once("SIGTERM", end);
  process.once("SIGINT", end);
}

const END_DEADLINE_MS = 3_000;

const [stack] = process.argv.slice(2);
if (stack === undefined) {
  process.stderr.write("usage: main.ts STACK\n");
  process.exitCode = 2;
} else void main(stack);
