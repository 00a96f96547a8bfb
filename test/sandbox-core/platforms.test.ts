import path from "node:path";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { awsVariables, usesAws } from "../../sandbox/aws/use";
import { REPOSITORY, sandboxLayout, type SandboxLayout } from "../../sandbox/layout";
import { choosePort } from "../../sandbox/ports";
import { readCommitted } from "../../sandbox/project/committed";
import { platformEndpoints } from "../../sandbox/project/platforms";

const config = (name: string) => readCommitted(path.join(REPOSITORY, "test", "fixtures", "golden", `${name}.yaml`));

describe("where a platform listens", () => {
  test("every platform that is switched on has brokers and a database of its own", () => {
    const places = (name: string) =>
      platformEndpoints(config(name)).map(
        ({ prefix, kafka, database }) =>
          `${prefix} ${kafka.namespace}/${kafka.pods.join()} ${database.namespace}/${database.cluster}`,
      );
    expect(places("both-single-node")).toEqual([
      "APPHUB apphub-system/apphub-redpanda-0 apphub-system/sequencer-db",
      "STREAMFLOW streamflow-kafka/streamflow-kafka-kafka-0 streamflow-data/streamflow-postgres",
    ]);
    expect(places("single-node")).toHaveLength(1);
  });

  test("brokers ask for a login on several nodes, and not on one", () => {
    const users = (name: string) => platformEndpoints(config(name)).map(({ kafka }) => kafka.login?.user);
    expect(new Set([...users("multi-node"), ...users("streamflow-multi-node")])).toEqual(new Set(["admin"]));
    expect(new Set(users("both-single-node"))).toEqual(new Set([undefined]));
  });
});

describe("AWS", () => {
  let layout: SandboxLayout;
  beforeAll(() => {
    layout = sandboxLayout("dev", mkdtempSync(path.join(tmpdir(), "streaming-aws-use-")));
  });
  afterAll(() => rmSync(layout.root, { recursive: true, force: true }));

  test("is played for a stack whose buckets are AWS's, not for one with a store of its own", () => {
    const store = { prefix: "p", region: "eu-central-1" };
    expect(usesAws({})).toBe(false);
    expect(usesAws({ objectStore: store })).toBe(true);
    expect(usesAws({ objectStore: { ...store, endpoint: "https://s3.example.net" } })).toBe(false);
  });

  test("once it has a port, a shell speaks to it and to nobody's real account", async () => {
    expect(awsVariables(layout)).toEqual({});
    const port = await choosePort(layout, "aws");
    expect(awsVariables(layout)).toMatchObject({
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      ...{ AWS_ACCESS_KEY_ID: "sandbox", AWS_PROFILE: "" },
    });
  });
});
