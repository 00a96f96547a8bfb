import { describe, expect, test } from "vitest";
import { parseConfig } from "../../stacks/config";
import { edited, refusal } from "./refusal";
import { multiNode, singleNode, topic, values } from "./values";

describe("sound configs", () => {
  test("a single node is accepted", () => expect(refusal(singleNode())).toBe("accepted"));
  test("three zones are accepted", () => expect(refusal(multiNode())).toBe("accepted"));

  test("a stack without platforms is accepted", () =>
    expect(refusal({ target: singleNode().target })).toBe("accepted"));

  test("units become numbers, and defaults are filled in", () => {
    const { apphub } = parseConfig(values(singleNode()));
    expect(apphub?.redpanda.volume).toEqual({ text: "40Gi", bytes: 42_949_672_960 });
    expect(apphub?.topics["apphub.jobs.runs"]).toMatchObject({
      peakFactor: 2,
      cleanupPolicy: "delete",
      retention: { ms: 604_800_000 },
    });
  });

  test("keys of other namespaces are left alone", () => {
    expect(
      parseConfig({ ...values(singleNode()), "pulumi:tags": "{}", "aws:region": "eu-central-1" }).target.kind,
    ).toBe("single-node");
  });

  test("secrets are known keys, and their values appear nowhere", () => {
    const config = parseConfig({ ...values(singleNode()), "streaming:apphubSequencerDbPassword": "hunter2" });
    expect(JSON.stringify(config)).not.toContain("hunter2");
  });

  test("the sandbox's own keys are accepted", () => {
    const config = { ...singleNode(), operators: { install: false } };
    expect(refusal(edited(config, (c) => (c.access["kubernetes"] = { context: "sandbox-dev" })))).toBe("accepted");
  });
});

describe("refusals", () => {
  test("a misspelt key names the nearest one", () => {
    const config = edited(
      singleNode(),
      (c) => (c.apphub.topics["apphub.core.events"] = topic({ retention: undefined, retenton: "7d" })),
    );
    expect(refusal(config)).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 2 problem(s)
        apphub.topics["apphub.core.events"].retention  is required; it must be a whole number with ms, s, m, h or d, such as 7d
        apphub.topics["apphub.core.events"].retenton   is not a setting; did you mean retention?, got "7d""
    `);
  });

  test("a misspelt platform names the nearest one", () => {
    expect(refusal({ ...singleNode(), aphub: singleNode().apphub })).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 1 problem(s)
        aphub  is not a setting; did you mean apphub?"
    `);
  });

  test("a key that is like no other lists what is known", () => {
    expect(refusal(edited(singleNode(), (c) => (c.apphub.redpanda["replicas"] = 3)))).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 1 problem(s)
        apphub.redpanda.replicas  is not a setting here; known are brokers, cpu, memory, volume, minVolume, got 3"
    `);
  });

  test("a wrong unit says which are right", () => {
    expect(refusal(edited(singleNode(), (c) => (c.apphub.redpanda["volume"] = "40GB")))).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 1 problem(s)
        apphub.redpanda.volume  must be a size with Ki, Mi, Gi, Ti (or k, M, G, T), such as 20Gi, got "40GB""
    `);
  });

  test("a number without unit is no duration", () => {
    expect(
      refusal(edited(singleNode(), (c) => (c.apphub.topics["apphub.jobs.runs"] = topic({ retention: 604800000 })))),
    ).toMatchInlineSnapshot(`
        "Pulumi.test.yaml has 1 problem(s)
          apphub.topics["apphub.jobs.runs"].retention  must be a whole number with ms, s, m, h or d, such as 7d, got 604800000"
      `);
  });

  test("cores without quotes are told to be quoted", () => {
    expect(refusal(edited(singleNode(), (c) => (c.apphub.redpanda["cpu"] = 2)))).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 1 problem(s)
        apphub.redpanda.cpu  must be cores in quotes, whole or in thousandths, such as "2" or 500m, got 2"
    `);
  });

  test("a single node with three nodes is a contradiction", () => {
    expect(
      refusal(
        edited(singleNode(), (c) => (c.target["nodes"] = [{ count: 3, cpu: "8", memory: "32Gi", disk: "400Gi" }])),
      ),
    ).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 1 problem(s)
        target.nodes  must be one node in total on a single-node target, got 3"
    `);
  });

  test("many nodes are at least three, and one per zone", () => {
    expect(
      refusal(
        edited(
          { target: multiNode().target },
          (c) => (c.target["nodes"] = [{ count: 2, cpu: "8", memory: "32Gi", disk: "400Gi" }]),
        ),
      ),
    ).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 1 problem(s)
        target.nodes  must be at least 3 nodes in total on a multi-node target with 3 zone(s), got 2"
    `);
  });

  test("a zone is named once", () => {
    expect(refusal(edited({ target: multiNode().target }, (c) => (c.target["zones"] = ["a", "b", "a"]))))
      .toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 1 problem(s)
        target.zones  must name a once only, got ["a","b","a"]"
    `);
  });

  test("a target is required", () => {
    const { access, apphub } = singleNode();
    expect(refusal({ access, apphub })).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 1 problem(s)
        target  is required; it must be settings by name"
    `);
  });

  test("an unknown kind of target lists the known ones", () => {
    expect(refusal({ target: { ...singleNode().target, kind: "cluster" } })).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 1 problem(s)
        target.kind  must be one of single-node, multi-node, got "cluster""
    `);
  });

  test.each(["corePlatform", "streamhouse"])("%s isn't built yet", (key) => {
    expect(refusal({ ...singleNode(), [key]: {} })).toBe(
      `Pulumi.test.yaml has 1 problem(s)\n  ${key}  isn't built yet; remove the key`,
    );
  });

  test("operators are installed or not, and are known ones", () => {
    expect(refusal({ ...singleNode(), operators: { install: "no", of: ["redis"] } })).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 2 problem(s)
        operators.install  must be true or false, without quotes, got "no"
        operators.of[0]    must be one of cloudNativePg, strimzi, flink, got "redis""
    `);
  });

  test("alerting needs an Alertmanager, and somebody on call", () => {
    expect(refusal({ ...singleNode(), alerting: { pagerduty: { teams: ["sre"] } } })).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 2 problem(s)
        monitoring                is required: alerting says whom its Alertmanager tells
        alerting.pagerduty.teams  must name platform, which is on call for what no other team gets, got ["sre"]"
    `);
  });

  test("a platform that isn't a map is refused", () => {
    expect(refusal({ ...singleNode(), apphub: "yes" })).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 1 problem(s)
        apphub  must be settings by name, got "yes""
    `);
  });

  test("several faults come at once, in the order of the schema", () => {
    const config = edited(singleNode(), (c) => {
      c.target["zones"] = [];
      c.apphub.topics["apphub.core.events"] = { partitions: "6", retention: "7 days", replication: 3 };
      c.apphub.redpanda = { brokers: 1, cpu: "3", memory: "5", disk: "40Gi" };
      c.apphub.sequencerDb["instances"] = 2;
    });
    expect(refusal({ ...config, streamhouse: {} })).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 11 problem(s)
        target.zones                                     must name at least one zone, got []
        apphub.redpanda.cpu                              must be a whole, even number of cores, or 1, got "3"
        apphub.redpanda.memory                           must be a size with Ki, Mi, Gi, Ti (or k, M, G, T), such as 20Gi, got "5"
        apphub.redpanda.disk                             is not a setting here; known are brokers, cpu, memory, volume, minVolume, got "40Gi"
        apphub.topics["apphub.core.events"].rate         is required; it must be events per s, min, h or d, such as 100/s or 50000/min
        apphub.topics["apphub.core.events"].messageSize  is required; it must be a size with B, Ki or Mi, such as 600B or 1Ki
        apphub.topics["apphub.core.events"].partitions   must be a whole number without quotes, got "6"
        apphub.topics["apphub.core.events"].replication  must be at most 1 with 1 broker(s), got 3
        apphub.topics["apphub.core.events"].retention    must be a whole number with ms, s, m, h or d, such as 7d, got "7 days"
        apphub.sequencerDb.instances                     must be 1 on a single-node target: standbys that share the node are lost with it, got 2
        streamhouse                                      isn't built yet; remove the key"
    `);
  });
});
