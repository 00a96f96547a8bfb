import { describe, expect, test } from "vitest";
import { CERT_MANAGER, FLINK, operatorNeeds, operatorsDemand, STRIMZI } from "../../components/operators/plan";
import { operatorTargets, planOperators } from "../../components/operators/releases";
import { helmRelease } from "../../components/release";
import { charts } from "../../core/charts";
import { parseCpu, parseSize } from "../../core/units";
import versions from "../../versions.json";

const ALL = { strimzi: true, cloudNativePg: true, flink: true, barmanCloud: true };
const NONE = { strimzi: false, cloudNativePg: false, flink: false };

const releases = (needs = ALL) => planOperators(needs, "multi-node").releases;
const valuesOf = (name: string): Record<string, unknown> => ({
  ...releases().find((release) => release.name === name)?.values,
});

describe("charts", () => {
  test("are pinned, from an address over TLS", () => {
    for (const { version, repository } of Object.values(charts)) {
      expect(version).toMatch(/^v?\d+\.\d+\.\d+$/);
      expect(repository).toMatch(/^https:\/\//);
    }
  });

  test("bring the definitions that the custom resources are checked against", () => {
    expect(charts.strimzi.version).toBe(versions.crds.strimzi);
    expect(charts.flinkOperator.version).toBe(versions.crds.flinkOperator);
    expect(charts.flinkOperator.repository).toContain(versions.crds.flinkOperator);
  });

  test("are released whole or not at all", () =>
    expect(releases().map(helmRelease)).toEqual(
      releases().map(() => expect.objectContaining({ atomic: true, createNamespace: false }) as unknown),
    ));
});

describe("releases", () => {
  test("come after what they need", () => {
    const names = releases().map(({ name }) => name);
    for (const { name, after } of releases())
      for (const other of after)
        expect(names.indexOf(other), `${other} before ${name}`).toBeLessThan(names.indexOf(name));
  });

  test("are only those that somebody needs", () => {
    expect(releases({ ...NONE, barmanCloud: false })).toEqual([]);
    expect(releases({ ...NONE, cloudNativePg: true, barmanCloud: false }).map(({ name }) => name)).toEqual(["cnpg"]);
    expect(releases({ ...NONE, flink: true, barmanCloud: false }).map(({ name }) => name)).toEqual([
      "cert-manager",
      "flink-kubernetes-operator",
    ]);
  });

  test("watch every namespace", () => {
    expect(valuesOf("strimzi")).toMatchObject({ watchAnyNamespace: true });
    expect(valuesOf("cnpg")).toMatchObject({ config: { clusterWide: true } });
    expect(valuesOf("flink-kubernetes-operator")).toMatchObject({ watchNamespaces: [] });
  });

  test("have the resources that the capacity model counts", () => {
    expect(resourcesOf(valuesOf("strimzi"))).toEqual(STRIMZI.requests);
    const { operatorPod } = valuesOf("flink-kubernetes-operator") as { operatorPod: { webhook: object } };
    const [operator, webhook] = [resourcesOf(operatorPod), resourcesOf(operatorPod.webhook)];
    expect({ cpu: operator.cpu + webhook.cpu, memory: operator.memory + webhook.memory }).toEqual(FLINK.requests);
    const { cainjector, webhook: certificates, ...main } = valuesOf("cert-manager") as Record<string, object>;
    expect([main, cainjector, certificates].map((values) => resourcesOf(values ?? {}))).toEqual(
      CERT_MANAGER.map(({ requests }) => requests),
    );
  });

  test("leave no default password and no tag that moves", () => {
    const flink = valuesOf("flink-kubernetes-operator");
    expect(flink).toMatchObject({ webhook: { keystore: { useDefaultPassword: false } }, image: { tag: "1.10.0" } });
    expect(JSON.stringify(releases())).not.toContain("latest");
  });

  test("let the namespaces' flows be the only policies of the brokers", () =>
    expect(valuesOf("strimzi")).toMatchObject({ generateNetworkPolicy: false }));
});

describe("needs", () => {
  test("are the platforms', unless the config names operators", () => {
    expect(operatorNeeds(ALL, undefined)).toEqual(ALL);
    expect(operatorNeeds({ ...NONE, cloudNativePg: true }, ["cloudNativePg", "strimzi"])).toMatchObject({
      cloudNativePg: true,
      strimzi: true,
      flink: false,
    });
  });

  test("each release has its pods in the model", () => {
    const pods = operatorsDemand(ALL).pods.map(({ namespace }) => namespace);
    for (const { namespace } of releases()) expect(pods).toContain(namespace);
  });

  test("each operator is scraped", () =>
    expect(operatorTargets(ALL).map(({ namespace }) => namespace)).toEqual([
      "strimzi-system",
      "cnpg-system",
      "flink-operator",
    ]));
});

function resourcesOf(values: object): { cpu: number; memory: number } {
  const { requests } = (values as { resources: { requests: { cpu: string; memory: string } } }).resources;
  return { cpu: parseCpu(requests.cpu) ?? NaN, memory: parseSize(requests.memory) ?? NaN };
}
