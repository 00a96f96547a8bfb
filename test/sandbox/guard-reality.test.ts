/** What the change guard says of an edit, and what then happens, class by class. */
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ofPlan, ofState, settled } from "../../checks/guard/resources";
import { planStack } from "../../checks/plan";
import { changes } from "../../core/guard/changes";
import { restartsFor } from "../../core/guard/kinds/postgres-parameters";
import { up } from "../../sandbox/lifecycle";
import { capture } from "../../sandbox/project/pulumi";
import { type Batch, editStack, happens, inDatabase, planned, platformsOf, see } from "./support/guarded-edits";
import { produce } from "./support/kafka-client";
import { testSandbox, type TestSandbox } from "./support/sandbox";
import { capacityOf, messagesIn } from "./support/seen";

const MESSAGES = 30;
const ROWS = 500;
const APPHUB = "apphub-system";

let sandbox: TestSandbox;
let kafkaVolume: string | undefined;
const deployed = () => ({ sandbox, messagesEach: MESSAGES });
const batch = (edits: Batch): void => happens(deployed, edits);

const sizeOfKafka = () => capacityOf(sandbox.layout, "streamflow-kafka", "data-streamflow-kafka-kafka-0");
const rowsAreThere = async (): Promise<void> =>
  expect(await inDatabase(sandbox, "SELECT count(*)::int AS n FROM bronze.t")).toEqual([{ n: ROWS }]);

beforeAll(async () => {
  sandbox = await testSandbox("reality", "both-single-node");
  editStack(sandbox, { "apphub/topics/apphub.audit": { rate: "1/s", messageSize: "1Ki", retention: "7d" } });
  await up(sandbox);
  for (const { bootstrapServers } of await platformsOf(sandbox)) {
    const bootstrap = bootstrapServers.join(",");
    for (const topic of (await messagesIn(bootstrap)).keys()) await produce(bootstrap, topic, MESSAGES);
  }
  kafkaVolume = await sizeOfKafka();
  await inDatabase(sandbox, `CREATE TABLE bronze.t AS SELECT generate_series(1, ${ROWS}) AS id`);
});
afterAll(() => sandbox.remove());

test("what is deployed, as pulumi exports it, is what the program declares: no change", async () => {
  const file = path.join(sandbox.layout.dir, "exported.json");
  await capture(sandbox.layout, ["stack", "export", "--file", file]);
  const shadow = path.join(sandbox.layout.project, `Pulumi.${sandbox.layout.stack}.yaml`);
  const plan = await planStack({ projectDir: sandbox.layout.project, stackFile: shadow, stack: sandbox.layout.stack });
  const deployed = ofState(file);
  expect(changes(deployed, settled(ofPlan(plan), deployed))).toEqual([]);
});

test("PostgreSQL restarts for the parameters that the guard says it restarts for", async () => {
  const [cluster] = (await planned(sandbox)).filter(({ urn }) => urn.endsWith("Cluster::streamflow-postgres-cluster"));
  const spec = cluster?.props["spec"] as { readonly postgresql: { readonly parameters: object } };
  const names = Object.keys(spec.postgresql.parameters).filter((name) => !name.includes("."));
  const rows = await inDatabase(
    sandbox,
    `SELECT name, context FROM pg_settings WHERE context <> 'internal' AND name NOT LIKE '%.%'`,
  );
  const contexts = new Map(rows.map((row) => Object.values(row as object) as [string, string]));
  expect(names.filter((name) => !contexts.has(name))).toEqual([]);
  const otherwise = [...contexts].filter(([name, context]) => restartsFor(name, "18") !== (context === "postmaster"));
  expect(otherwise.filter(([name]) => !SET_BY_OTHERS.test(name))).toEqual([]);
});
/** Files and folders of the server, which the operator alone decides. */
const SET_BY_OTHERS = /_file$|^(data_directory|bonjour|bonjour_name|cluster_name|unix_socket_.+|recovery_target.*)$/;

batch({
  name: "more of everything, while all runs",
  edits: {
    "apphub/topics/apphub.core.events/partitions": 8,
    "apphub/topics/apphub.workflows.runs/retention": "14d",
    "apphub/sequencerDb/volume": "6Gi",
    "apphub/sequencerDb/backup/retention": "14d",
    "streamflow/kafka/minVolume": "120Gi",
    "streamflow/topics/fraud.alerts/retention": "5d",
  },
  rows: [
    { of: "Topic/apphub.core.events partitions", becomes: "in place", topic: "apphub/apphub.core.events" },
    {
      of: "Topic/apphub.workflows.runs config[retention.ms]",
      becomes: "in place",
      topic: "apphub/apphub.workflows.runs",
    },
    {
      of: "Cluster/sequencer-db spec.storage.size",
      becomes: "in place",
      object: `Cluster/${APPHUB}/sequencer-db`,
      pods: `${APPHUB}/sequencer-db-1`,
      // A folder of the node's disk holds what the disk takes: its claim keeps its size.
      also: async () => expect(await capacityOf(sandbox.layout, APPHUB, "sequencer-db-1")).toBe("5Gi"),
    },
    {
      of: "ObjectStore/sequencer-db-backups spec.retentionPolicy",
      becomes: "in place",
      object: `ObjectStore/${APPHUB}/sequencer-db-backups`,
      pods: `${APPHUB}/sequencer-db-1`,
    },
    {
      of: "KafkaNodePool/kafka spec.storage.size",
      becomes: "in place",
      object: "KafkaNodePool/streamflow-kafka/kafka",
      pods: "streamflow-kafka/streamflow-kafka-kafka-0",
      topic: "streamflow/transactions.raw",
      also: async () => expect(await sizeOfKafka()).toBe(kafkaVolume),
    },
    { of: "Topic/fraud.alerts config[retention.ms]", becomes: "in place", topic: "streamflow/fraud.alerts" },
  ],
});

batch({
  name: "other sizes and images",
  edits: {
    "apphub/redpanda/memory": "6Gi",
    "apphub/sequencerDb/memory": "2Gi",
    "streamflow/kafka/memory": "2Gi",
    "streamflow/postgres/memory": "6Gi",
    "streamflow/flink/image": "example.com/streamflow/fraud-detection:2.0.0",
    "streamflow/airflow/dags/image": "example.com/streamflow/dags:2.0.0",
    "streamflow/migration/image": "example.com/streamflow/migrations:2.0.0",
  },
  rows: [
    {
      of: "StatefulSet/apphub-redpanda spec.template.spec.containers.redpanda.resources.limits.memory",
      becomes: "rolling restart",
      object: `StatefulSet/${APPHUB}/apphub-redpanda`,
      pods: `${APPHUB}/apphub-redpanda-`,
      topic: "apphub/apphub.core.events",
    },
    {
      of: "Cluster/sequencer-db spec.resources.limits.memory",
      becomes: "rolling restart",
      object: `Cluster/${APPHUB}/sequencer-db`,
      pods: `${APPHUB}/sequencer-db-1`,
    },
    {
      of: "KafkaNodePool/kafka spec.resources.limits.memory",
      becomes: "rolling restart",
      object: "KafkaNodePool/streamflow-kafka/kafka",
      pods: "streamflow-kafka/streamflow-kafka-kafka-0",
      topic: "streamflow/transactions.raw",
    },
    {
      of: "Cluster/streamflow-postgres spec.resources.requests.memory",
      becomes: "rolling restart",
      object: "Cluster/streamflow-data/streamflow-postgres",
      pods: "streamflow-data/streamflow-postgres-1",
      also: rowsAreThere,
    },
    {
      of: "FlinkDeployment/flink-jobmanager spec.image",
      becomes: "rolling restart",
      object: "FlinkDeployment/streamflow-processing/flink-jobmanager",
      pods: "streamflow-processing/flink-jobmanager-",
    },
    {
      of: "Deployment/airflow-scheduler spec.template.spec.initContainers.dags.image",
      becomes: "rolling restart",
      object: "Deployment/streamflow-orchestration/airflow-scheduler",
      pods: "streamflow-orchestration/airflow-scheduler-",
    },
    // A Job can't change: another image makes another one.
    {
      of: /^Job\/streamflow-migration-\w+ metadata\.name$/,
      becomes: "replace",
      object: "Job/streamflow-data/streamflow-migration-",
    },
  ],
});

batch({
  name: "topics with fewer partitions, or none",
  edits: {
    "apphub/topics/apphub.jobs.runs/partitions": 2,
    "apphub/topics/apphub.audit": undefined,
    "streamflow/topics/transactions.raw/partitions": 1,
  },
  rows: [
    { of: "Topic/apphub.jobs.runs partitions", becomes: "data loss", topic: "apphub/apphub.jobs.runs" },
    { of: "Topic/apphub.audit removed", becomes: "data loss", topic: "apphub/apphub.audit" },
    { of: "Topic/transactions.raw partitions", becomes: "data loss", topic: "streamflow/transactions.raw" },
  ],
});

batch({
  name: "a platform that is switched off",
  edits: { apphub: undefined, "access/apphub": undefined },
  rows: [
    { of: "Topic/apphub.core.events removed", becomes: "data loss", topic: "apphub/apphub.core.events" },
    {
      of: "StatefulSet/apphub-redpanda removed",
      becomes: "data loss",
      object: `PersistentVolumeClaim/${APPHUB}/datadir-apphub-redpanda-0`,
      pods: `${APPHUB}/apphub-redpanda-`,
    },
    {
      of: "Cluster/sequencer-db removed",
      becomes: "data loss",
      object: `PersistentVolumeClaim/${APPHUB}/sequencer-db-1`,
      pods: `${APPHUB}/sequencer-db-1`,
    },
    { of: "Namespace/apphub-system removed", becomes: "data loss", object: `Namespace/${APPHUB}` },
  ],
});

test("the other platform has kept everything", async () => {
  await rowsAreThere();
  expect((await see(sandbox)).messages.get("streamflow/fraud.alerts")).toBe(MESSAGES);
});
