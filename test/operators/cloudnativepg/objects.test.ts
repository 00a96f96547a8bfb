import { describe, expect, test } from "vitest";
import { clusterObjects, obsoleteBudgets } from "../../../sandbox/operators/cloudnativepg/objects";
import { clusterWith } from "./cluster";

const ofKind = (kind: string, cluster: Parameters<typeof clusterObjects>[0]) =>
  clusterObjects(cluster).filter((o) => o.kind === kind);
const namesOf = (kind: string, cluster: Parameters<typeof clusterObjects>[0]): readonly string[] =>
  ofKind(kind, cluster).map((o) => o.metadata.name);

describe("a cluster's objects", () => {
  test("everything goes when the cluster goes", () => {
    for (const object of clusterObjects(clusterWith({ instances: 3 }))) {
      expect(object.metadata).toMatchObject({
        ownerReferences: [{ kind: "Cluster", name: "db", uid: "u", controller: true }],
      });
    }
  });

  test("three Services: the primary's, the replicas' and everybody's", () => {
    const selectors = Object.fromEntries(
      ofKind("Service", clusterWith()).map((s) => [s.metadata.name, (s.spec as { selector: object }).selector]),
    );
    expect(selectors).toEqual({
      "db-rw": { "cnpg.io/cluster": "db", "cnpg.io/instanceRole": "primary" },
      "db-ro": { "cnpg.io/cluster": "db", "cnpg.io/instanceRole": "replica" },
      "db-r": { "cnpg.io/cluster": "db", "cnpg.io/podRole": "instance" },
    });
  });

  test("Services can be left out and added", () => {
    const services = {
      disabledDefaultServices: ["ro", "r"] as const,
      additional: [
        {
          selectorType: "rw" as const,
          serviceTemplate: { metadata: { name: "db-outside" }, spec: { type: "NodePort" } },
        },
      ],
    };
    expect(namesOf("Service", clusterWith({ managed: { services } }))).toEqual(["db-rw", "db-outside"]);
  });

  test.each([
    [1, ["db-primary"]],
    [2, ["db-primary"]],
    [3, ["db-primary", "db"]],
  ])("%i instance(s) have the disruption budgets %j", (instances, budgets) => {
    expect(namesOf("PodDisruptionBudget", clusterWith({ instances }))).toEqual(budgets);
  });

  test("of five instances, three replicas must stay", () => {
    const budget = ofKind("PodDisruptionBudget", clusterWith({ instances: 5 })).find((b) => b.metadata.name === "db");
    expect(budget?.spec).toMatchObject({
      minAvailable: 3,
      selector: { matchLabels: { "cnpg.io/instanceRole": "replica" } },
    });
  });

  test("budgets that are no longer wanted are known by name", () => {
    expect(obsoleteBudgets(clusterWith({ instances: 3, enablePDB: false }))).toEqual(["db", "db-primary"]);
    expect(obsoleteBudgets(clusterWith({ instances: 1 }))).toEqual(["db"]);
    expect(obsoleteBudgets(clusterWith({ instances: 3 }))).toEqual([]);
  });
});
