/** One line of a stack file is edited: what the guard says of everything that follows from it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stringify } from "yaml";
import { ofPlan } from "../../../checks/guard/resources";
import { planStack } from "../../../checks/plan";
import type { Change, GuardedResource } from "../../../core/guard/change";
import { needsWaiver } from "../../../core/guard/change";
import { changes } from "../../../core/guard/changes";
import { factsOf } from "../../../stacks/guard/facts";
import { STREAMFLOW } from "../../../stacks/streamflow-names";
import { configOf, edited, fixture, type Edits } from "../../capacity/support";
import { ROOT } from "../../sources";

/** The fixture that the model is tested with, and what a deployment needs besides. */
const STACK = {
  ...fixture("prod"),
  access: {
    runners: ["10.20.0.0/16"],
    apphub: { kafka: kafka("apphub-system"), postgres: postgres("sequencer-db") },
    streamflow: { kafka: kafka("streamflow-kafka"), postgres: postgres("streamflow-postgres") },
  },
  objectStore: {
    prefix: "acme",
    region: "eu-central-1",
    oidcProvider: "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE",
  },
};
function kafka(host: string): object {
  return { bootstrapServers: [`${host}:9092`], tls: true };
}
function postgres(host: string): object {
  return { host, port: 5432, sslmode: "require" };
}

let dir: string;
let before: readonly GuardedResource[];
beforeAll(async () => {
  dir = mkdtempSync(path.join(os.tmpdir(), "edits-"));
  before = await resourcesWith({});
});
afterAll(() => rmSync(dir, { recursive: true }));

async function resourcesWith(edits: Edits): Promise<readonly GuardedResource[]> {
  const stackFile = path.join(dir, "Pulumi.prod.yaml");
  const config = Object.entries(edited(STACK, edits)).map(([key, value]) => [`streaming:${key}`, value]);
  writeFileSync(stackFile, stringify({ config: Object.fromEntries(config) as unknown }));
  return ofPlan(await planStack({ projectDir: ROOT, stackFile, stack: "prod" }));
}

async function changesBy(edits: Edits): Promise<readonly Change[]> {
  const facts = factsOf(configOf(STACK), configOf(edited(STACK, edits)));
  return changes(before, await resourcesWith(edits), facts);
}

/** What needs a waiver, as `resource field: class`. */
const refused = (found: readonly Change[]): readonly string[] =>
  found.filter(needsWaiver).map((c) => `${c.resource} ${c.field}: ${c.class}`);

const HARMLESS: Edits = {
  'apphub.topics["apphub.core.events"].retention': "14d",
  'streamflow.topics["transactions.raw"].partitions': 24,
  'streamflow.topics["transactions.raw"].rate': "1500/s",
  "streamflow.flink.taskManagers": 6,
  "streamflow.flink.image": "example.com/job:2.0.0",
  "streamflow.postgres.instances": 5,
  'streamflow.postgres.tables["gold.daily"].retention': "400d",
};

test("more of everything, and another image, are let pass", async () => {
  const found = await changesBy(HARMLESS);
  expect(refused(found)).toEqual([]);
  const fields = found.map(({ resource, field }) => `${resource} ${field}`);
  expect(fields).toEqual(
    expect.arrayContaining([
      "Topic/apphub.core.events config[retention.ms]",
      "Topic/transactions.raw partitions",
      "Cluster/streamflow-postgres spec.instances",
      `FlinkDeployment/${STREAMFLOW.flink} spec.image`,
    ]),
  );
});

test("less of everything is refused, and what it loses is named", async () => {
  const found = await changesBy({
    'apphub.topics["apphub.core.events"].retention': "3d",
    'apphub.topics["apphub.jobs.runs"].partitions': 1,
    'streamflow.topics["fraud.scored"].cleanup': "compact",
    'streamflow.topics["fraud.scored"].keys': 1000,
    "apphub.sequencerDb.volume": "15Gi",
  });
  expect(refused(found)).toEqual(
    expect.arrayContaining([
      "Topic/apphub.core.events config[retention.ms]: data loss",
      "Topic/apphub.jobs.runs partitions: data loss",
      "Topic/fraud.scored config[cleanup.policy]: data loss",
      "Cluster/sequencer-db spec.storage.size: impossible",
      // The volume follows the topics, and can't shrink.
      "PersistentVolumeClaimPatch/datadir-apphub-redpanda-0 spec.resources.requests.storage: impossible",
    ]),
  );
  // 7200/min for 4 days, 1 KiB each.
  const shorter = found.find(({ resource }) => resource === "Topic/apphub.core.events");
  expect(shorter?.loss).toEqual({ records: 41_472_000, GiB: 39.6, hours: 96 });
});

test("a platform that is switched off loses all that it holds", async () => {
  const found = await changesBy({ apphub: undefined });
  const lost = found.filter((c) => c.class === "data loss").map(({ resource }) => resource);
  expect(lost).toEqual(
    expect.arrayContaining(["Topic/apphub.core.events", "Cluster/sequencer-db", "StatefulSet/apphub-redpanda"]),
  );
  expect(found.filter(({ type }) => type === "kafka:index/topic:Topic").every(needsWaiver)).toBe(true);
});
