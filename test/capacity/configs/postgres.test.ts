/** One fault per test, with the whole message that a user reads. */
import { describe, expect, test } from "vitest";
import { refusal } from "./refused";

describe("PostgreSQL, quotas, and several at once", () => {
  test("two instances on several nodes", () => {
    expect(refusal("prod", { "streamflow.postgres.instances": 2 })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.postgres.instances  must be at least 3 on a multi-node target, so that one may be lost, got 2"
    `);
  });

  test("three instances on one node", () => {
    expect(refusal("dev", { "streamflow.postgres.instances": 3 })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.postgres.instances  must be 1 on a single-node target: standbys that share the node are lost with it, got 3"
    `);
  });

  test("more instances than nodes", () => {
    expect(refusal("prod", { "target.nodes[0].count": 4, "streamflow.postgres.instances": 5 })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.postgres.instances  must be at most 4, the number of nodes: each instance has one to itself, got 5"
    `);
  });

  test("a table without its rows", () => {
    expect(refusal("prod", { 'streamflow.postgres.tables["bronze.transactions"].rows': undefined }))
      .toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.postgres.tables["bronze.transactions"].rows  is required; it must be events per s, min, h or d, such as 100/s or 50000/min"
    `);
  });

  test("a row size without unit", () => {
    expect(refusal("prod", { 'streamflow.postgres.tables["bronze.transactions"].rowSize': "600" }))
      .toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.postgres.tables["bronze.transactions"].rowSize  must be a size with B, Ki or Mi, such as 600B or 1Ki, got "600""
    `);
  });

  test("a table that is never deleted from", () => {
    expect(refusal("prod", { 'streamflow.postgres.tables["bronze.transactions"].retention': undefined }))
      .toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.postgres.tables["bronze.transactions"].retention  is required; it must be a whole number with ms, s, m, h or d, such as 7d"
    `);
  });

  test("a pooler that Airflow can't use", () => {
    expect(refusal("prod", { "streamflow.postgres.pooler.pools.airflow": undefined })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.postgres.pooler.pools.airflow  is required: Airflow connects through the pooler"
    `);
  });

  test("backups rarer than they are kept", () => {
    expect(refusal("prod", { "streamflow.postgres.backup.period": "14d" })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.postgres.backup.period  must be one of 6h, 12h, 1d, 7d, got "14d""
    `);
  });

  test("backups without an end", () => {
    expect(refusal("prod", { "streamflow.postgres.backup.retention": undefined })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.postgres.backup.retention  is required; it must be a whole number with ms, s, m, h or d, such as 7d"
    `);
  });

  test("a compression that inflates", () => {
    expect(refusal("prod", { "streamflow.postgres.backup.compression": 2 })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.postgres.backup.compression  must be at most 1, got 2"
    `);
  });

  test("fewer connections than are reserved", () => {
    expect(refusal("prod", { "streamflow.postgres.maxConnections": 10 })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.postgres.maxConnections  must be at least 20, got 10"
    `);
  });

  test("a misspelt pooler", () => {
    expect(refusal("prod", { "streamflow.postgres.pooller": {} })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.postgres.pooller  is not a setting; did you mean pooler?, got {}"
    `);
  });

  test("a quota of a namespace that has none", () => {
    expect(
      refusal("prod", {
        "streamflow.quotas.streamflow-kafak": {
          requests: { cpu: "1", memory: "1Gi" },
          limits: { cpu: "1", memory: "1Gi" },
        },
      }),
    ).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.quotas.streamflow-kafak  is not a setting; did you mean streamflow-kafka?, got {"requests":{"cpu":"1","memory":"1Gi"},"limits":{"cpu":"1","memory":"1Gi"}}"
    `);
  });

  test("half a quota", () => {
    expect(refusal("prod", { "streamflow.quotas.streamflow-kafka": { requests: { cpu: "1", memory: "1Gi" } } }))
      .toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.quotas.streamflow-kafka.limits  is required; it must be settings by name"
    `);
  });

  test("many faults at once, in the order of the schema", () => {
    expect(
      refusal("prod", {
        "streamflow.airflow.tasks": undefined,
        'streamflow.topics["transactions.raw"].rate': 100,
        "streamflow.kafka.brokers": 2,
        "target.kind": "many",
        "streamflow.flink.sources": ["nope"],
      }),
    ).toMatchInlineSnapshot(`
      "stack.yaml has 4 problem(s)
        target.kind                                 must be one of single-node, multi-node, got "many"
        streamflow.topics["transactions.raw"].rate  must be events per s, min, h or d, such as 100/s or 50000/min, got 100
        streamflow.flink.sources[0]                 must be one of the topics, got "nope"
        streamflow.airflow.tasks                    is required; it must be a whole number without quotes"
    `);
  });
});
