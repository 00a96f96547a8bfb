import { EXIT, runCommand } from "../core/cli";
import { sandboxOf, up } from "./lifecycle";
import type { Deployed } from "./lifecycle";
import type { PlatformAddresses } from "./project/access";

function summary(addresses: readonly PlatformAddresses[]): readonly string[] {
  const running = addresses.flatMap(({ platform, kafka, bootstrapServers, database, databasePort }) => [
    platform,
    `  Kafka       ${bootstrapServers.join(", ")} (namespace ${kafka.namespace})`,
    `  PostgreSQL  127.0.0.1:${databasePort}, database ${database.name}, role ${database.role} (namespace ${database.namespace})`,
  ]);
  const [first] = addresses;
  const look = first
    ? [
        `  kubectl -n ${first.kafka.namespace} get pods,services,pvc`,
        `  psql "$${first.prefix}_DATABASE_URL"`,
        `  kcat -F "$${first.prefix}_KAFKA_PROPERTIES" -L    # or any Kafka client, at $${first.prefix}_KAFKA_BOOTSTRAP`,
      ]
    : ["  kubectl get nodes"];
  return [
    ...running,
    "",
    "Look at it:",
    '  eval "$(npm run -s sandbox -- env)"',
    ...look,
    '  pulumi -C "$SANDBOX_PROJECT" stack',
    "  npm run sandbox -- status",
    "",
    "Next: change a topic's retention in Pulumi.dev.yaml and run npm start again; npm run sandbox -- stop ends it all.",
  ];
}

function headline({ changed, steps }: Deployed, ms: number): string {
  if (!changed) return "no changes";
  const done = steps.length > 0 ? "deployed" : "started, with nothing to deploy,";
  return `${done} in ${Math.round(ms / 1000)} s`;
}

void runCommand(
  {
    name: "start",
    about: "Starts the sandbox of the stack dev, deploys the stack there, and says what to do with it.",
    options: {},
  },
  async () => {
    const started = Date.now();
    const deployed = await up(sandboxOf("dev"));
    const lines = [headline(deployed, Date.now() - started), "", ...summary(deployed.addresses)];
    process.stdout.write(`${lines.join("\n")}\n`);
    return EXIT.clean;
  },
);
