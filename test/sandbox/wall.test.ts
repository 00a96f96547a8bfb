/** AppHub over three zones behind the wall: what an edit of the stack file would lose is refused, and stays. Each test goes on where the one before it ended. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { KubeObject } from "../../sandbox/kube";
import { destroy, up } from "../../sandbox/lifecycle";
import { secretText, type Secret } from "../../sandbox/operators/kubernetes/objects";
import { addressesOf } from "../../sandbox/project/access";
import { readCommitted } from "../../sandbox/project/committed";
import { capture } from "../../sandbox/project/pulumi";
import { clientAs, send } from "./support/kafka-user";
import { objectsIn } from "./support/objects";
import { testSandbox, type TestSandbox } from "./support/sandbox";
import { told } from "./support/told";

const NAMESPACE = "apphub-system";
const [CORE, JOBS] = ["apphub.core.events", "apphub.jobs.runs"];
const APPHUB = "streaming:apphub";
const WAIVERS = "streaming:waivers";

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await testSandbox("walled", "multi-node");
});
afterAll(() => sandbox.remove());

const preview = () => told(sandbox, "preview");
const upWithoutPreview = () => told(sandbox, "up", "--yes", "--skip-preview");

const objects = <T extends KubeObject>(path: string): Promise<readonly T[]> => objectsIn<T>(sandbox, path);

/** Logged in as the brokers' superuser. */
async function admin() {
  const [only] = await addressesOf(sandbox.layout, readCommitted(sandbox.stackFile));
  const all = await objects<Secret>(`/api/v1/namespaces/${NAMESPACE}/secrets`);
  const text = (name: string, key: string): string =>
    secretText(
      all.find(({ metadata }) => metadata.name === name),
      key,
    ) ?? "";
  const identity = {
    username: text("apphub-redpanda-admin", "username"),
    password: text("apphub-redpanda-admin", "password"),
    authority: text("apphub-redpanda-tls", "ca.crt"),
  };
  return clientAs(only?.bootstrapServers ?? [], identity);
}

interface Held {
  readonly partitions: number;
  readonly records: number;
}
async function held(topic: string): Promise<Held> {
  const client = (await admin()).admin();
  await client.connect();
  try {
    const ends = await client.fetchTopicOffsets(topic);
    return {
      partitions: ends.length,
      records: ends.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0),
    };
  } finally {
    await client.disconnect();
  }
}

/** Everything that holds data, by kind and name: its uid and how large it is; and what the topics hold. */
async function everything(): Promise<unknown> {
  const paths = [
    `/api/v1/namespaces`,
    `/api/v1/namespaces/${NAMESPACE}/persistentvolumeclaims`,
    `/apis/apps/v1/namespaces/${NAMESPACE}/statefulsets`,
    `/apis/postgresql.cnpg.io/v1/namespaces/${NAMESPACE}/clusters`,
  ];
  type Sized = KubeObject & {
    readonly metadata: { readonly uid: string };
    readonly spec?: { readonly resources?: unknown };
  };
  const found = await Promise.all(paths.map((path) => objects<Sized>(path)));
  return {
    objects: found.flat().map(({ metadata, spec }) => [metadata.name, metadata.uid, spec?.resources]),
    topics: [await held(CORE), await held(JOBS)],
  };
}

async function pending(): Promise<unknown> {
  const { deployment } = JSON.parse(await capture(sandbox.layout, ["stack", "export", "--non-interactive"])) as {
    readonly deployment: { readonly pending_operations?: readonly unknown[] };
  };
  return deployment.pending_operations ?? [];
}

const waive = (resource: string, field: string, to: string | number): void =>
  sandbox.restore(WAIVERS, [
    { rule: "CHG-01", resource, field, to, reason: "wanted", owner: "platform", until: "2999-12-31" },
  ]);

test("what is wanted is deployed, and grows, in silence", async () => {
  await up(sandbox);
  for (const topic of [CORE, JOBS]) await send(await admin(), topic, "kept");
  sandbox.edit([APPHUB, "topics", CORE, "retention"], "8d");
  const grown = await upWithoutPreview();
  expect(grown.text).not.toContain("CHG-01");
  expect(grown.ok).toBe(true);
});

describe("an edit that loses data", () => {
  const edits: readonly (readonly [path: readonly string[], from: unknown, to: unknown, told: string])[] = [
    [["topics", CORE, "partitions"], 6, 3, `CHG-01 Topic/${CORE} partitions: 6 → 3 is data loss`],
    [
      ["topics", JOBS, "retention"],
      "7d",
      "1d",
      `CHG-01 Topic/${JOBS} config[retention.ms]: 604800000 → 86400000 is data loss`,
    ],
    [
      ["sequencerDb", "volume"],
      "20Gi",
      "10Gi",
      `CHG-01 ${NAMESPACE}/Cluster/sequencer-db spec.storage.size: 20Gi → 10Gi is impossible`,
    ],
    [
      ["redpanda", "volume"],
      "800Gi",
      "790Gi",
      `CHG-01 ${NAMESPACE}/PersistentVolumeClaimPatch/datadir-apphub-redpanda-0 spec.resources.requests.storage: 800Gi → 790Gi is impossible`,
    ],
  ];

  // A smaller claim is refused by the API server's own dry run, too, and then nothing is looked at that comes after the brokers.
  test("is told by the preview, all of them at once", async () => {
    const together = edits.slice(1, 3);
    for (const [path, , to] of together) sandbox.edit([APPHUB, ...path], to);
    const { ok, text } = await preview();
    for (const [path, from] of together) sandbox.edit([APPHUB, ...path], from);
    expect(ok).toBe(false);
    for (const [, , , message] of together) expect(text).toContain(message);
  });

  // Brokers' topics are protected besides: there Pulumi's own lock speaks first.
  test.each(edits.slice(1))("is refused by an up that skips it: %s", async (path, from, to, message) => {
    const before = await everything();
    sandbox.edit([APPHUB, ...path], to);
    const { ok, text } = await upWithoutPreview();
    sandbox.edit([APPHUB, ...path], from);
    expect(ok).toBe(false);
    expect(text).toContain(message);
    expect(await everything()).toEqual(before);
    expect(await pending()).toEqual([]);
  });

  test("is refused where a topic would be made anew, protected or not", async () => {
    const before = await everything();
    sandbox.edit([APPHUB, "topics", CORE, "partitions"], 3);
    expect(await upWithoutPreview()).toMatchObject({
      ok: false,
      text: expect.stringContaining("currently marked for protection") as string,
    });
    await capture(sandbox.layout, ["state", "unprotect", "--all", "--yes", "--non-interactive"]);
    expect(await upWithoutPreview()).toMatchObject({
      ok: false,
      text: expect.stringContaining(`CHG-01 Topic/${CORE} partitions: 6 → 3 is data loss`) as string,
    });
    expect(await everything()).toEqual(before);
    expect(await pending()).toEqual([]);
  });

  test("passes by its waiver, and nothing else does", async () => {
    waive(`Topic/${CORE}`, "partitions", 3);
    await capture(sandbox.layout, ["state", "unprotect", "--all", "--yes", "--non-interactive"]);
    const { ok, text } = await upWithoutPreview();
    expect(text).toContain(`CHG-01 Topic/${CORE} partitions: let pass until 2999-12-31 by platform: wanted`);
    expect(ok).toBe(true);
    expect([await held(CORE), await held(JOBS)]).toEqual([
      { partitions: 3, records: 0 },
      { partitions: 6, records: 1 },
    ]);
    sandbox.drop(WAIVERS);
  });
});

test("a platform that is switched off keeps brokers, database and topics", async () => {
  const before = await everything();
  const apphub = sandbox.drop(APPHUB);
  const seen = await preview();
  const done = await upWithoutPreview();
  sandbox.restore(APPHUB, apphub);
  // Topics go first; as none of them does, brokers and database aren't even asked about.
  for (const topic of [CORE, JOBS]) expect(seen.text).toContain(`CHG-01 Topic/${topic} removed: data loss`);
  expect(seen.ok).toBe(false);
  expect(done.text).toMatch(/CHG-01 \S+ removed: /);
  expect(done.ok).toBe(false);
  expect(await everything()).toEqual(before);
  expect(await pending()).toEqual([]);
  // What went before the first refusal comes back.
  await up(sandbox);
});

test("the sandbox's own destroy lifts the wall and every protection", async () => {
  expect(await destroy(sandbox)).toEqual({ changed: true });
  // Namespaces of a multi-node stack are forgotten rather than deleted.
  for (const path of ["/apis/apps/v1", "/apis/postgresql.cnpg.io/v1"].map((api) => `${api}/namespaces/${NAMESPACE}`)) {
    const kind = path.includes("cnpg") ? "clusters" : "statefulsets";
    expect(await objects(`${path}/${kind}`), kind).toEqual([]);
  }
});
