import { expect, test } from "vitest";
import type { Props } from "../../../sandbox/providers/kind";
import { UNKNOWN } from "../../../sandbox/providers/kind";
import { provider } from "../../../sandbox/providers/kubernetes/provider";
import { readSettings } from "../../../sandbox/providers/kubernetes/settings";

/** The same cluster for the same server. */
const kubeconfig = (server: string, token = "t"): string =>
  JSON.stringify({
    clusters: [{ name: "c", cluster: { server } }],
    users: [{ name: "u", user: { token } }],
    contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
    "current-context": "x",
  });

async function replaced(olds: Props, news: Props): Promise<readonly string[]> {
  const { detailed } = await provider.diffConfig(olds, news);
  return Object.entries(detailed).flatMap(([key, { kind }]) => (kind.endsWith("-replace") ? [key] : []));
}

test("another cluster replaces the provider", async () => {
  const [a, b] = [kubeconfig("https://a"), kubeconfig("https://b")];
  expect(await replaced({ kubeconfig: a }, { kubeconfig: b })).toEqual(["kubeconfig"]);
});

test("another credential for the same cluster doesn't", async () => {
  const [a, b] = [kubeconfig("https://a", "old"), kubeconfig("https://a", "new")];
  const { detailed } = await provider.diffConfig({ kubeconfig: a }, { kubeconfig: b });
  expect(detailed).toEqual({ kubeconfig: { kind: "update", inputDiff: true } });
});

test("the same cluster identifier keeps the provider, however the kubeconfig changes", async () => {
  const olds = { kubeconfig: kubeconfig("https://a"), clusterIdentifier: "one" };
  expect(await replaced(olds, { kubeconfig: kubeconfig("https://b"), clusterIdentifier: "one" })).toEqual([]);
  expect(await replaced(olds, { kubeconfig: UNKNOWN, clusterIdentifier: "one" })).toEqual([]);
});

test("another cluster identifier replaces the provider; adding one doesn't", async () => {
  const same = kubeconfig("https://a");
  const of = (clusterIdentifier: string) => ({ kubeconfig: same, clusterIdentifier });
  expect(await replaced(of("one"), of("two"))).toEqual(["clusterIdentifier"]);
  expect(await replaced({ kubeconfig: same }, of("one"))).toEqual([]);
});

test("a kubeconfig that isn't known yet replaces the provider", async () => {
  expect(await replaced({ kubeconfig: kubeconfig("https://a") }, { kubeconfig: UNKNOWN })).toEqual(["kubeconfig"]);
});

test("the same config is no difference", async () => {
  const config = { kubeconfig: kubeconfig("https://a"), namespace: "n" };
  expect((await provider.diffConfig(config, { ...config, version: "4" })).detailed).toEqual({});
});

test("flags come as the SDK encodes them, else from the environment", () => {
  const { configMapMutable, secretMutable, patchForce } = readSettings(
    { enableConfigMapMutable: "true", enableSecretMutable: "false" },
    { PULUMI_K8S_ENABLE_SECRET_MUTABLE: "true", PULUMI_K8S_ENABLE_PATCH_FORCE: "true" },
  );
  expect({ configMapMutable, secretMutable, patchForce }).toEqual({
    configMapMutable: true,
    secretMutable: false,
    patchForce: true,
  });
});

test("client-side apply is refused by name", () => {
  expect(() => readSettings({ enableServerSideApply: "false" }, {})).toThrow(
    "kubernetes:enableServerSideApply must be true: this stand-in knows server-side apply only",
  );
});

test("strict mode asks for kubeconfig and context, and rendering is refused", async () => {
  const { failures } = await provider.checkConfig({ strictMode: "true", renderYamlToDirectory: "out" }, undefined);
  expect(failures.map(({ property }) => property)).toEqual(["kubeconfig", "context", "renderYamlToDirectory"]);
});
