/** One fault per test, with the whole message that a user reads. */
import { describe, expect, test } from "vitest";
import { refusal } from "./refused";

describe("topics", () => {
  test("no rate", () => {
    expect(refusal("prod", { 'streamflow.topics["transactions.raw"].rate': undefined })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.topics["transactions.raw"].rate  is required; it must be events per s, min, h or d, such as 100/s or 50000/min"
    `);
  });

  test("a rate as a bare number", () => {
    expect(refusal("prod", { 'streamflow.topics["transactions.raw"].rate': 100 })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.topics["transactions.raw"].rate  must be events per s, min, h or d, such as 100/s or 50000/min, got 100"
    `);
  });

  test("a rate without its time", () => {
    expect(refusal("prod", { 'streamflow.topics["transactions.raw"].rate': "100" })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.topics["transactions.raw"].rate  must be events per s, min, h or d, such as 100/s or 50000/min, got "100""
    `);
  });

  test("a rate per sec", () => {
    expect(refusal("prod", { 'streamflow.topics["transactions.raw"].rate': "100/sec" })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.topics["transactions.raw"].rate  must be events per s, min, h or d, such as 100/s or 50000/min, got "100/sec""
    `);
  });

  test("no message size", () => {
    expect(refusal("prod", { 'streamflow.topics["transactions.raw"].messageSize': undefined })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.topics["transactions.raw"].messageSize  is required; it must be a size with B, Ki or Mi, such as 600B or 1Ki"
    `);
  });

  test("a message size as a bare number", () => {
    expect(refusal("prod", { 'streamflow.topics["transactions.raw"].messageSize': 1024 })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.topics["transactions.raw"].messageSize  must be a size with B, Ki or Mi, such as 600B or 1Ki, got 1024"
    `);
  });

  test("a message size in KB", () => {
    expect(refusal("prod", { 'streamflow.topics["transactions.raw"].messageSize': "1KB" })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.topics["transactions.raw"].messageSize  must be a size with B, Ki or Mi, such as 600B or 1Ki, got "1KB""
    `);
  });

  test("a message of nothing", () => {
    expect(refusal("prod", { 'streamflow.topics["transactions.raw"].messageSize': "0B" })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.topics["transactions.raw"].messageSize  must be at least 1B, got "0B""
    `);
  });

  test("no retention", () => {
    expect(refusal("prod", { 'streamflow.topics["transactions.raw"].retention': undefined })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.topics["transactions.raw"].retention  is required; it must be a whole number with ms, s, m, h or d, such as 7d"
    `);
  });

  test("a retention in words", () => {
    expect(refusal("prod", { 'streamflow.topics["transactions.raw"].retention': "7 days" })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.topics["transactions.raw"].retention  must be a whole number with ms, s, m, h or d, such as 7d, got "7 days""
    `);
  });

  test("a retention with two units", () => {
    expect(refusal("prod", { 'streamflow.topics["transactions.raw"].retention': "1d12h" })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.topics["transactions.raw"].retention  must be a whole number with ms, s, m, h or d, such as 7d, got "1d12h""
    `);
  });

  test("a retention of minutes", () => {
    expect(refusal("prod", { 'streamflow.topics["transactions.raw"].retention': "30m" })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.topics["transactions.raw"].retention  must be at least 1h, got "30m""
    `);
  });

  test("a peak below the mean", () => {
    expect(refusal("prod", { 'streamflow.topics["transactions.raw"].peakFactor': 0.5 })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.topics["transactions.raw"].peakFactor  must be at least 1, got 0.5"
    `);
  });

  test("a peak factor in quotes", () => {
    expect(refusal("prod", { 'streamflow.topics["transactions.raw"].peakFactor': "2" })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.topics["transactions.raw"].peakFactor  must be a number without quotes, got "2""
    `);
  });

  test("a misspelt setting", () => {
    expect(refusal("prod", { 'streamflow.topics["transactions.raw"].retension': "7d" })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.topics["transactions.raw"].retension  is not a setting; did you mean retention?, got "7d""
    `);
  });

  test("an unknown cleanup policy", () => {
    expect(refusal("prod", { 'streamflow.topics["transactions.raw"].cleanup': "compacted" })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.topics["transactions.raw"].cleanup  must be one of delete, compact, got "compacted""
    `);
  });

  test("a compacted topic without its keys", () => {
    expect(refusal("prod", { 'streamflow.topics["transactions.raw"].cleanup': "compact" })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.topics["transactions.raw"].keys  is required with cleanup compact: the topic keeps one message per key"
    `);
  });

  test("keys of a topic that isn't compacted", () => {
    expect(refusal("prod", { 'streamflow.topics["transactions.raw"].keys': 1000 })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.topics["transactions.raw"].keys  must be left out: with cleanup delete the size follows from the retention, got 1000"
    `);
  });

  test("no keys in a compacted topic", () => {
    expect(refusal("prod", { 'streamflow.topics["fraud.blacklist"].keys': 0 })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.topics["fraud.blacklist"].keys  must be at least 1, got 0"
    `);
  });

  test("fewer than no consumer groups", () => {
    expect(refusal("prod", { 'streamflow.topics["transactions.raw"].consumerGroups': -1 })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.topics["transactions.raw"].consumerGroups  must be at least 0, got -1"
    `);
  });

  test("half a partition", () => {
    expect(refusal("prod", { 'streamflow.topics["transactions.raw"].partitions': 2.5 })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.topics["transactions.raw"].partitions  must be a whole number without quotes, got 2.5"
    `);
  });

  test("no partition", () => {
    expect(refusal("prod", { 'streamflow.topics["transactions.raw"].partitions': 0 })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.topics["transactions.raw"].partitions  must be at least 1, got 0"
    `);
  });

  test("a topic of the job left out", () => {
    expect(refusal("prod", { 'streamflow.topics["fraud.alerts"]': undefined })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.topics["fraud.alerts"]  is required: StreamFlow's job uses this topic"
    `);
  });

  test("a source that doesn't exist, misspelt", () => {
    expect(refusal("prod", { 'streamflow.topics["fraud.alerts"].rebuiltFrom': "transactions.row" }))
      .toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.topics["fraud.alerts"].rebuiltFrom  must be a topic, a table or backup; did you mean transactions.raw?, got "transactions.row""
    `);
  });

  test("a topic made from itself", () => {
    expect(refusal("prod", { 'streamflow.topics["transactions.raw"].rebuiltFrom': "transactions.raw" }))
      .toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.topics["transactions.raw"].rebuiltFrom  must not lead back to itself: transactions.raw ← transactions.raw; one of them must be the source of truth, got "transactions.raw""
    `);
  });

  test("a table and a topic that each are the other's source", () => {
    expect(refusal("prod", { 'streamflow.topics["transactions.raw"].rebuiltFrom': "bronze.transactions" }))
      .toMatchInlineSnapshot(`
      "stack.yaml has 2 problem(s)
        streamflow.topics["transactions.raw"].rebuiltFrom              must not lead back to itself: transactions.raw ← bronze.transactions ← transactions.raw; one of them must be the source of truth, got "bronze.transactions"
        streamflow.postgres.tables["bronze.transactions"].rebuiltFrom  must not lead back to itself: bronze.transactions ← transactions.raw ← bronze.transactions; one of them must be the source of truth, got "transactions.raw""
    `);
  });

  test("a backup as source where none is made", () => {
    expect(refusal("prod", { "streamflow.postgres.backup": undefined })).toMatchInlineSnapshot(`
      "stack.yaml has 3 problem(s)
        streamflow.postgres.tables["gold.daily"].rebuiltFrom                    must not be backup: postgres.backup isn't set, got "backup"
        streamflow.postgres.tables["silver.fraud_alerts"].rebuiltFrom           must not be backup: postgres.backup isn't set, got "backup"
        streamflow.postgres.tables["silver.transactions_enriched"].rebuiltFrom  must not be backup: postgres.backup isn't set, got "backup""
    `);
  });
});
