import { beforeAll, describe, expect, test } from "vitest";
import { type Plan, reveal } from "../../checks/plan";
import { multiNode, singleNode, topic } from "../stacks/values";
import { at, comesAfter, countOf, find, kindOf, planOf } from "./planned";

let single: Plan;
let multi: Plan;
beforeAll(async () => {
  single = await planOf(singleNode());
  multi = await planOf(multiNode());
});

/** What holds data, by kind and name. */
const STATEFUL = [
  ["StatefulSet", "apphub-redpanda"],
  ["Cluster", "sequencer-db"],
  ["Topic", "apphub.core.events"],
  ["Database", "sequencer"],
  ["Schema", "sequencer"],
  ["Namespace", "apphub-system"],
] as const;

describe("on either target", () => {
  test.each([
    ["Service", "apphub-redpanda"],
    ["Service", "apphub-redpanda-headless"],
  ])("%s %s offers Kafka, admin API and proxy, and is annotated for scraping", (kind, name) => {
    for (const plan of [single, multi]) {
      const service = find(plan, kind, name);
      const ports = at(service, "spec.ports") as readonly { port: number }[];
      expect(ports.map(({ port }) => port)).toEqual(expect.arrayContaining([9092, 9644, 8082]));
      expect(at(service, "metadata.annotations")).toMatchObject({
        "prometheus.io/scrape": "true",
        "prometheus.io/port": "9644",
      });
    }
  });

  test("brokers find each other before they are ready", () => {
    expect(at(find(single, "Service", "apphub-redpanda-headless"), "spec")).toMatchObject({
      clusterIP: "None",
      publishNotReadyAddresses: true,
    });
  });

  test("every topic of AppHub is declared with strings as settings", () => {
    for (const plan of [single, multi]) {
      expect(countOf(plan, "Topic")).toBe(7);
      expect(at(find(plan, "Topic", "apphub.core.events"), "config")).toEqual({
        "cleanup.policy": "delete",
        "retention.ms": "604800000",
        "segment.ms": "86400000",
      });
    }
  });

  test("no component carries a password, and every password is secret", () => {
    const users = ["UserScramCredential", "UserScramCredential", "UserScramCredential"];
    for (const [plan, kinds] of [
      [single, ["Role", "postgresql"]],
      [multi, ["Role", ...users, "kafka", "postgresql"]],
    ] as const) {
      const passwords = plan.resources.flatMap((r) =>
        Object.entries(r.props)
          .filter(([key]) => key === "password" || key === "saslPassword")
          .map(([, value]) => ({ r, value })),
      );
      expect(passwords.map(({ r }) => kindOf(r)).sort()).toEqual(kinds);
      for (const { value } of passwords) expect(value).not.toEqual(reveal(value));
      for (const { custom, props } of plan.resources)
        if (!custom) expect(JSON.stringify(props)).not.toMatch(/password/i);
    }
  });

  test("objects that others are made in or spoken to through go last", () => {
    for (const plan of [single, multi]) {
      const [namespace, brokers, servers, database, role] = [
        find(plan, "Namespace", "apphub-system"),
        find(plan, "StatefulSet", "apphub-redpanda"),
        find(plan, "Cluster", "sequencer-db"),
        find(plan, "Database", "sequencer"),
        find(plan, "Role", "apphub_core"),
      ];
      expect(comesAfter(plan, find(plan, "Topic", "apphub.jobs.runs"), brokers)).toBe(true);
      expect(comesAfter(plan, database, servers)).toBe(true);
      expect(comesAfter(plan, database, role)).toBe(true);
      for (const resource of [brokers, servers]) expect(comesAfter(plan, resource, namespace)).toBe(true);
      expect(comesAfter(plan, namespace, brokers)).toBe(false);
    }
  });

  test("providers know at preview how to connect", () => {
    for (const plan of [single, multi])
      for (const { type, props } of plan.resources)
        if (type.startsWith("pulumi:providers:")) expect(JSON.stringify(props)).not.toContain("unknown");
  });

  test("claims grow one by one, and a claim's patch is never taken back", () => {
    const patch = find(multi, "PersistentVolumeClaimPatch", "datadir-apphub-redpanda-2");
    expect(at(patch, "spec.resources.requests.storage")).toBe("100Gi");
    expect(patch.opts.retainOnDelete).toBe(true);
    expect(comesAfter(multi, patch, find(multi, "StatefulSet", "apphub-redpanda"))).toBe(true);
    expect(find(multi, "StatefulSet", "apphub-redpanda").opts.ignoreChanges).toEqual(["spec.volumeClaimTemplates"]);
    expect(countOf(multi, "PersistentVolumeClaimPatch")).toBe(3);
  });
});

describe("on a single node", () => {
  test("volumes are folders of its disk: claims can't grow, and nobody tries", () => {
    expect(countOf(single, "PersistentVolumeClaimPatch")).toBe(0);
    for (const [plan, grows] of [[single, false] as const, [multi, true] as const])
      for (const volume of ["storage", "walStorage"])
        expect(at(find(plan, "Cluster", "sequencer-db"), `spec.${volume}.resizeInUseVolumes`)).toBe(grows);
  });

  test("nothing is protected, so that switching off removes everything", () => {
    for (const [kind, name] of STATEFUL) expect(find(single, kind, name).opts).not.toMatchObject({ protect: true });
    expect(
      at(find(single, "StatefulSet", "apphub-redpanda"), "spec.persistentVolumeClaimRetentionPolicy.whenDeleted"),
    ).toBe("Delete");
    expect(at(find(single, "Schema", "sequencer"), "dropCascade")).toBe(true);
  });

  test("there is no budget and no spread, which would only stop drains", () => {
    expect(countOf(single, "PodDisruptionBudget")).toBe(0);
    const pod = "spec.template.spec";
    const brokers = find(single, "StatefulSet", "apphub-redpanda");
    expect([at(brokers, `${pod}.affinity`), at(brokers, `${pod}.topologySpreadConstraints`)]).toEqual([
      undefined,
      undefined,
    ]);
    expect(at(find(single, "Cluster", "sequencer-db"), "spec.enablePDB")).toBe(false);
  });

  test("node ports offer exactly the addresses that the runner uses", () => {
    const nodePorts = ["apphub-redpanda-external", "sequencer-db-external"].map((name) =>
      at(find(single, "Service", name), "spec.ports.0.nodePort"),
    );
    expect(nodePorts).toEqual([31092, 31432]);
    expect(at(find(single, "ConfigMap", "apphub-redpanda-config"), "data") as Record<string, string>).toMatchObject({
      "redpanda.yaml": expect.stringContaining("port: 31092") as string,
    });
  });

  test("an address that is no node port needs no such Service", async () => {
    const config = singleNode();
    config.access["apphub"] = {
      kafka: { bootstrapServers: ["redpanda.example:9092"], tls: false },
      postgres: { host: "db.example", port: 5432, sslmode: "require" },
    };
    const plan = await planOf(config);
    expect(countOf(plan, "Service")).toBe(2);
  });
});

describe("on many nodes", () => {
  test.each(STATEFUL)("%s %s is protected", (kind, name) =>
    expect(find(multi, kind, name).opts).toMatchObject({ protect: true }),
  );

  test("a namespace is forgotten rather than deleted", () =>
    expect(find(multi, "Namespace", "apphub-system").opts).toMatchObject({ retainOnDelete: true }));

  test("one broker at a time may be away, and it is drained first", () => {
    expect(at(find(multi, "PodDisruptionBudget", "apphub-redpanda"), "spec.maxUnavailable")).toBe(1);
    const [container] = at(find(multi, "StatefulSet", "apphub-redpanda"), "spec.template.spec.containers") as readonly {
      lifecycle?: object;
    }[];
    expect(container?.lifecycle).toMatchObject({
      preStop: { exec: { command: expect.arrayContaining([expect.stringContaining("drain.sh")]) as unknown } },
    });
  });

  test("brokers and database servers have a node each and are spread over the zones", () => {
    const pod = find(multi, "StatefulSet", "apphub-redpanda");
    expect(
      at(
        pod,
        "spec.template.spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution.0.topologyKey",
      ),
    ).toBe("kubernetes.io/hostname");
    expect(at(pod, "spec.template.spec.topologySpreadConstraints.0.topologyKey")).toBe("topology.kubernetes.io/zone");
    expect(at(find(multi, "Cluster", "sequencer-db"), "spec.affinity")).toMatchObject({
      podAntiAffinityType: "required",
    });
  });

  test("topics have three copies", () =>
    expect(at(find(multi, "Topic", "apphub.core.events"), "replicationFactor")).toBe(3));

  test("`up` waits for every database server", () => {
    expect(at(find(multi, "Cluster", "sequencer-db"), "metadata.annotations")).toMatchObject({
      "pulumi.com/waitFor": '["condition=Ready","jsonpath={.status.readyInstances}=3"]',
    });
  });
});

test("a stack without AppHub makes nothing of it", async () => {
  const plan = await planOf({ target: singleNode().target });
  expect(plan.resources.filter(({ custom, type }) => custom && !type.startsWith("pulumi:"))).toEqual([]);
});

test("one edited retention is one changed resource", async () => {
  const config = singleNode();
  config.apphub.topics["apphub.jobs.runs"] = topic({ partitions: 6, retention: "2d" });
  const edited = await planOf(config);
  const props = (plan: Plan) => new Map(plan.resources.map((r) => [r.urn, JSON.stringify(r.props)]));
  const [before, after] = [props(single), props(edited)];
  expect([...after].filter(([urn, text]) => before.get(urn) !== text).map(([urn]) => urn.split("::").at(-1))).toEqual([
    "apphub-topics-apphub.jobs.runs",
  ]);
});
