/** The model's pods are those that the stack really declares: same number, same requests, same rules of placement, same volumes. */
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { planStack, type Plan } from "../../checks/plan";
import { parseCapacityConfig, rawOf } from "../../checks/capacity/config";
import { capacityOf, type Capacity } from "../../checks/capacity/model";
import type { Pod } from "../../core/capacity/pods/pod";
import { readStackFile } from "../../core/config/stack-file";
import { parseCpu, parseSize } from "../../core/units";
import { at, find } from "../components/planned";

const projectDir = join(__dirname, "../..");

describe.each(["single-node", "multi-node", "load-test"])("test/fixtures/golden/%s.yaml", (name) => {
  const stackFile = join(projectDir, "test/fixtures/golden", `${name}.yaml`);
  let plan: Plan;
  let capacity: Capacity;
  beforeAll(async () => {
    plan = await planStack({ projectDir, stackFile });
    capacity = capacityOf(parseCapacityConfig(rawOf(readStackFile(stackFile, "streaming").values), stackFile));
  });

  const podsOf = (component: string): readonly Pod[] =>
    capacity.demand.pods.filter((p) => p.component === `apphub-system/${component}`);
  const volumesOf = (component: string): readonly number[] =>
    podsOf(component).map((p) => capacity.demand.volumes.find((v) => v.pod === p.name)?.bytes ?? 0);
  const asked = (requests: unknown): Pod["requests"] => {
    const { cpu, memory } = requests as { readonly cpu: string; readonly memory: string };
    return { cpu: parseCpu(cpu) ?? 0, memory: parseSize(memory) ?? 0 };
  };

  test("Redpanda's StatefulSet", () => {
    const set = find(plan, "StatefulSet", "apphub-redpanda");
    const pods = podsOf("apphub-redpanda");
    const containers = at(set, "spec.template.spec.containers") as readonly {
      readonly resources: { readonly requests: unknown };
    }[];
    const [claim] = at(set, "spec.volumeClaimTemplates") as readonly {
      readonly spec: { readonly resources: { readonly requests: { readonly storage: string } } };
    }[];
    expect(pods).toHaveLength(at(set, "spec.replicas") as number);
    expect(containers.map((c) => asked(c.resources.requests))).toEqual(pods.slice(0, 1).map((p) => p.requests));
    expect(pods.map((p) => p.ownNode)).toEqual(
      pods.map(() => at(set, "spec.template.spec.affinity.podAntiAffinity") !== undefined),
    );
    expect(pods.map((p) => p.zoneSkew !== undefined)).toEqual(
      pods.map(() => at(set, "spec.template.spec.topologySpreadConstraints") !== undefined),
    );
    expect(volumesOf("apphub-redpanda")).toEqual(
      pods.map(() => parseSize(claim?.spec.resources.requests.storage ?? "")),
    );
  });

  test("the sequencer's PostgreSQL", () => {
    const cluster = find(plan, "Cluster", "sequencer-db");
    const pods = podsOf("sequencer-db");
    expect(pods).toHaveLength(at(cluster, "spec.instances") as number);
    for (const pod of pods) expect(pod.requests).toEqual(asked(at(cluster, "spec.resources.requests")));
    expect(pods.map((p) => p.ownNode)).toEqual(
      pods.map(() => at(cluster, "spec.affinity.podAntiAffinityType") === "required"),
    );
    expect(pods.map((p) => p.zoneSkew !== undefined)).toEqual(
      pods.map(() => at(cluster, "spec.topologySpreadConstraints") !== undefined),
    );
    expect(volumesOf("sequencer-db")).toEqual(pods.map(() => parseSize(at(cluster, "spec.storage.size") as string)));
  });

  test("no other pods in AppHub's namespace", () => {
    const components = capacity.demand.pods.filter((p) => p.namespace === "apphub-system").map((p) => p.component);
    expect([...new Set(components)]).toEqual(["apphub-system/apphub-redpanda", "apphub-system/sequencer-db"]);
  });
});
