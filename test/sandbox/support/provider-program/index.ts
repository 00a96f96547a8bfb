/** A small program on the kafka and postgresql providers, for the tests that run them with the Pulumi CLI. */
import * as kafka from "@pulumi/kafka";
import * as postgresql from "@pulumi/postgresql";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const password = config.requireSecret("userPassword");

const broker = new kafka.Provider("broker", {
  bootstrapServers: [config.require("bootstrap")],
  tlsEnabled: false,
  timeout: 30,
});
const onBroker = { provider: broker };
for (const name of ["orders", "payments", "shipments"]) {
  const partitions = config.getNumber(`${name}Partitions`) ?? 3;
  new kafka.Topic(
    name,
    {
      name: `shop.${name}`,
      partitions,
      replicationFactor: 1,
      config: { "retention.ms": config.get("retention") ?? "604800000" },
    },
    onBroker,
  );
}
const user = new kafka.UserScramCredential(
  "user",
  { username: "shop", scramMechanism: "SCRAM-SHA-512", password },
  onBroker,
);
new kafka.Acl(
  "read",
  {
    ...{
      aclPrincipal: pulumi.interpolate`User:${user.username}`,
      aclHost: "*",
      aclOperation: "Read",
      aclPermissionType: "Allow",
    },
    ...{ aclResourceType: "Topic", aclResourceName: "shop.", resourcePatternTypeFilter: "Prefixed" },
  },
  onBroker,
);

const server = new postgresql.Provider("server", {
  ...{ host: "127.0.0.1", port: config.requireNumber("port"), sslmode: "require", connectTimeout: 30 },
  ...{ username: "postgres", password: config.requireSecret("adminPassword") },
});
const onServer = { provider: server };
const owner = new postgresql.Role("owner", { name: "shop_owner", login: true, password }, onServer);
const reader = new postgresql.Role("reader", { name: "shop_reader", login: true, password }, onServer);
const database = new postgresql.Database("database", { name: "shop", owner: owner.name }, onServer);
const schema = new postgresql.Schema(
  "schema",
  { name: "events", database: database.name, owner: owner.name },
  onServer,
);
const toReader = { database: database.name, role: reader.name };
new postgresql.Grant("connect", { ...toReader, objectType: "database", privileges: ["CONNECT"] }, onServer);
new postgresql.Grant(
  "usage",
  { ...toReader, schema: schema.name, objectType: "schema", privileges: ["USAGE"] },
  onServer,
);
new postgresql.Grant(
  "tables",
  { ...toReader, schema: schema.name, objectType: "table", privileges: ["SELECT"] },
  onServer,
);
new postgresql.DefaultPrivileges(
  "later-tables",
  { ...toReader, schema: schema.name, owner: owner.name, objectType: "table", privileges: ["SELECT"] },
  onServer,
);
