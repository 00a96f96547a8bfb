/** Topics and a database behind the wall, for the tests that ask the real engine when it asks. What a test varies stands in its config. */
import path from "node:path";
import * as kafka from "@pulumi/kafka";
import * as postgresql from "@pulumi/postgresql";
import * as pulumi from "@pulumi/pulumi";
import { readStackFile } from "../../../../core/config/stack-file";
import { parseConfig, type StackConfig } from "../../../../stacks/config";
import { raiseWall } from "../../../../stacks/guard/wall";

interface Topic {
  readonly name: string;
  readonly partitions: number;
  readonly retention: number;
  /** Replaced by one that is made before the old one goes. */
  readonly createFirst?: boolean;
}

const config = new pulumi.Config();
const own = config.requireObject<
  Pick<StackConfig, "guard" | "waivers"> & { readonly kind: "single-node" | "multi-node" }
>("stack");
const file = path.join(__dirname, "../../../fixtures/golden", `${own.kind}.yaml`);
raiseWall({ ...parseConfig(readStackFile(file, "streaming").values), guard: own.guard, waivers: own.waivers });

const broker = new kafka.Provider("broker", { bootstrapServers: [config.require("bootstrap")], tlsEnabled: false });
for (const [name, topic] of Object.entries(config.requireObject<Record<string, Topic>>("topics")))
  new kafka.Topic(
    name,
    {
      name: topic.name,
      partitions: topic.partitions,
      replicationFactor: 1,
      // One secret makes all of the settings secret on their way to the hook.
      config: { "retention.ms": String(topic.retention), "segment.bytes": config.requireSecret("segment") },
    },
    { provider: broker, ...(topic.createFirst === true ? { deleteBeforeReplace: false } : {}) },
  );

const server = new postgresql.Provider("server", {
  ...{ host: "127.0.0.1", port: config.requireNumber("port"), sslmode: "require", connectTimeout: 30 },
  ...{ username: "postgres", password: config.requireSecret("adminPassword") },
});
const onServer = { provider: server };
const encoding = config.get("encoding");
if (encoding !== undefined) {
  const database = new postgresql.Database(
    "database",
    { name: "shop", encoding, lcCollate: "C", lcCtype: "C", template: "template0" },
    onServer,
  );
  // Waits for the database, and goes when it goes.
  new postgresql.Schema("schema", { name: "events", database: database.name }, onServer);
}
