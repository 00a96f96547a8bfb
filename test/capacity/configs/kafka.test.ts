/** One fault per test, with the whole message that a user reads. */
import { describe, expect, test } from "vitest";
import { refusal } from "./refused";

describe("brokers", () => {
  test("no number of brokers", () => {
    expect(refusal("prod", { "streamflow.kafka.brokers": undefined })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.kafka.brokers  is required; it must be a whole number without quotes"
    `);
  });

  test("two brokers on several nodes", () => {
    expect(refusal("prod", { "streamflow.kafka.brokers": 2 })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.kafka.brokers  must be at least 3 on a multi-node target, so that one may be lost, got 2"
    `);
  });

  test("three brokers on one node", () => {
    expect(refusal("dev", { "streamflow.kafka.brokers": 3 })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.kafka.brokers  must be 1 on a single-node target: brokers that share a node are lost together, got 3"
    `);
  });

  test("more brokers than nodes", () => {
    expect(refusal("prod", { "streamflow.kafka.brokers": 10 })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.kafka.brokers  must be at most 9, the number of nodes: each has one to itself, got 10"
    `);
  });

  test("a volume in GB", () => {
    expect(refusal("prod", { "streamflow.kafka.volume": "100GB" })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.kafka.volume  must be a size with Ki, Mi, Gi, Ti (or k, M, G, T), such as 20Gi, got "100GB""
    `);
  });

  test("more heap than memory", () => {
    expect(refusal("prod", { "streamflow.kafka.memory": "2Gi", "streamflow.kafka.heap": "3Gi" }))
      .toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.kafka.heap  must be less than the broker's memory of 2Gi, got "3Gi""
    `);
  });

  test("a throughput without its time", () => {
    expect(refusal("prod", { "streamflow.kafka.perPartition.produce": "10 MiB" })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.kafka.perPartition.produce  must be a size per second, such as 10 MiB/s, got "10 MiB""
    `);
  });

  test("segments beyond Kafka's limit", () => {
    expect(refusal("prod", { "streamflow.kafka.segmentSize": "4Gi" })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.kafka.segmentSize  must be at most 2Gi, got "4Gi""
    `);
  });

  test("a misspelt number of brokers", () => {
    expect(refusal("prod", { "streamflow.kafka.brokers": undefined, "streamflow.kafka.brokres": 3 }))
      .toMatchInlineSnapshot(`
      "stack.yaml has 2 problem(s)
        streamflow.kafka.brokers  is required; it must be a whole number without quotes
        streamflow.kafka.brokres  is not a setting; did you mean brokers?, got 3"
    `);
  });

  test("an even number of Redpanda brokers", () => {
    expect(refusal("prod", { "apphub.redpanda.brokers": 4 })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        apphub.redpanda.brokers  must be 3, 5, 7 or 9 on a multi-node target, so that a majority is left when one is lost, got 4"
    `);
  });

  test("three Redpanda brokers on one node", () => {
    expect(refusal("dev", { "apphub.redpanda.brokers": 3 })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        apphub.redpanda.brokers  must be 1 on a single-node target: brokers that share a node are lost together, got 3"
    `);
  });

  test("an odd number of Redpanda cores", () => {
    expect(refusal("prod", { "apphub.redpanda.cpu": "3" })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        apphub.redpanda.cpu  must be a whole, even number of cores, got "3""
    `);
  });

  test("too little memory for Redpanda's cores", () => {
    expect(refusal("prod", { "apphub.redpanda.cpu": "4", "apphub.redpanda.memory": "8Gi" })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        apphub.redpanda.memory  must be at least 9103Mi with 4 core(s): 2.22 GiB per core, got "8Gi""
    `);
  });

  test("more copies than Redpanda brokers", () => {
    expect(refusal("prod", { 'apphub.topics["apphub.core.events"].replication': 5 })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        apphub.topics["apphub.core.events"].replication  must be at most 3 with 3 broker(s), got 5"
    `);
  });

  test("an AppHub topic left out", () => {
    expect(refusal("prod", { 'apphub.topics["apphub.jobs.runs"]': undefined })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        apphub.topics["apphub.jobs.runs"]  is required: AppHub's services use this topic"
    `);
  });

  test("an AppHub topic without rate", () => {
    expect(refusal("prod", { 'apphub.topics["apphub.jobs.runs"].rate': undefined })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        apphub.topics["apphub.jobs.runs"].rate  is required; it must be events per s, min, h or d, such as 100/s or 50000/min"
    `);
  });
});
