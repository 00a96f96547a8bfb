/** One fault per test, with the whole message that a user reads. */
import { describe, expect, test } from "vitest";
import { refusal } from "./refused";

describe("the target and its parts", () => {
  test("a misspelt platform", () => {
    expect(refusal("prod", { streamflw: {} })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflw  is not a setting; did you mean streamflow?, got {}"
    `);
  });

  test("a platform that isn't built yet", () => {
    expect(refusal("prod", { corePlatform: {} })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        corePlatform  isn't built yet; remove the key"
    `);
  });

  test("no platform at all", () => {
    expect(refusal("prod", { apphub: undefined, streamflow: undefined })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        apphub  or streamflow is required: without a platform there is nothing to size"
    `);
  });

  test("an unknown kind of target", () => {
    expect(refusal("prod", { "target.kind": "multinode" })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        target.kind  must be one of single-node, multi-node, got "multinode""
    `);
  });

  test("an unknown distribution", () => {
    expect(refusal("prod", { "target.distribution": "openshift" })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        target.distribution  must be one of k3s, eks, gke, other, got "openshift""
    `);
  });

  test("cores without quotes", () => {
    expect(refusal("prod", { "target.nodes[0].cpu": 8 })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        target.nodes[0].cpu  must be cores in quotes, whole or in thousandths, such as "2" or 500m, got 8"
    `);
  });

  test("memory without a unit", () => {
    expect(refusal("prod", { "target.nodes[0].memory": "32" })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        target.nodes[0].memory  must be a size with Ki, Mi, Gi, Ti (or k, M, G, T), such as 20Gi, got "32""
    `);
  });

  test("memory in GB, as disks are sold", () => {
    expect(refusal("prod", { "target.nodes[0].memory": "32GB" })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        target.nodes[0].memory  must be a size with Ki, Mi, Gi, Ti (or k, M, G, T), such as 20Gi, got "32GB""
    `);
  });

  test("no zone", () => {
    expect(refusal("prod", { "target.zones": [] })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        target.zones  must name at least one zone, got []"
    `);
  });

  test("the same zone twice", () => {
    expect(refusal("prod", { "target.zones": ["a", "b", "a"] })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        target.zones  must name a once only, got ["a","b","a"]"
    `);
  });

  test("two nodes on a single-node target", () => {
    expect(refusal("dev", { "target.nodes[0].count": 2 })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        target.nodes  must be one node in total on a single-node target, got 2"
    `);
  });

  test("two zones on a single-node target", () => {
    expect(refusal("dev", { "target.zones": ["a", "b"] })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        target.zones  must be one zone on a single-node target, got ["a","b"]"
    `);
  });

  test("fewer nodes than three", () => {
    expect(refusal("prod", { "target.nodes[0].count": 2 })).toMatchInlineSnapshot(`
      "stack.yaml has 5 problem(s)
        target.nodes                   must be at least 3 nodes in total on a multi-node target with 3 zone(s), got 2
        apphub.redpanda.brokers        must be at most 2, the number of nodes: each broker has one to itself, got 3
        apphub.sequencerDb.instances   must be at most 2, the number of nodes: each instance has one to itself, got 3
        streamflow.kafka.brokers       must be at most 2, the number of nodes: each has one to itself, got 3
        streamflow.postgres.instances  must be at most 2, the number of nodes: each instance has one to itself, got 3"
    `);
  });

  test("a misspelt part of the kubelet", () => {
    expect(refusal("dev", { "target.kubelet.kubeReserve": { cpu: "100m" } })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        target.kubelet.kubeReserve  is not a setting; did you mean kubeReserved?, got {"cpu":"100m"}"
    `);
  });

  test("no storage class", () => {
    expect(refusal("prod", { "target.storageClass": undefined })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        target.storageClass  is required; it must be a name"
    `);
  });

  test("no namespace for monitoring", () => {
    expect(refusal("prod", { "monitoring.namespace": undefined })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        monitoring.namespace  is required; it must be a name"
    `);
  });

  test("no number of series", () => {
    expect(refusal("prod", { "monitoring.series": undefined })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        monitoring.series  is required; it must be a whole number without quotes"
    `);
  });

  test("a scrape interval beyond Prometheus' patience", () => {
    expect(refusal("prod", { "monitoring.scrapeInterval": "10m" })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        monitoring.scrapeInterval  must be at most 5m, got "10m""
    `);
  });
});
