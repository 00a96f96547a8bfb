import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { toolPath } from "../../tools/paths";
import { Plugin, type Resource } from "../providers/conformance/plugin";
import { conformance, type Subject } from "../providers/conformance/run";
import {
  configMapCases,
  customResourceCases,
  NAMESPACE,
  secretCases,
  serviceCases,
  type KubernetesWorld,
} from "../providers/kubernetes/cases";
import { startTestControlPlane, type TestControlPlane } from "../providers/kubernetes/control-plane";
import type { WireProps } from "../../sandbox/providers/protocol/wire";
import { plainCases } from "../providers/kubernetes/plain-cases";
import { pluginCommand } from "./support/plugins";
import { Started } from "./support/started";

let controlPlane: TestControlPlane;
let plugin: Plugin;
const started = new Started();

const urn = (type: string, name = "subject"): string => `urn:pulumi:dev::test::kubernetes:${type}::${name}`;
const metadata = (name: string, annotations: Record<string, string> = {}): WireProps => ({
  ...{ name, namespace: NAMESPACE },
  annotations,
});

beforeAll(async () => {
  controlPlane = started.add(await startTestControlPlane());
  const { kube, kubeconfig, context } = controlPlane;
  await kube.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } });
  plugin = started.add(await Plugin.start(pluginCommand("kubernetes")));
  await plugin.configure({ kubeconfig, context, enableConfigMapMutable: "true" });
});
afterAll(() => started.stop());

const subject = (): Subject<KubernetesWorld> => ({ plugin, world: { kube: controlPlane.kube } });
conformance(configMapCases, subject);
conformance(secretCases, subject);
conformance(customResourceCases, subject);
conformance(serviceCases, subject);
for (const cases of plainCases) conformance(cases, subject);

async function created(type: string, inputs: WireProps): Promise<Resource> {
  const { inputs: accepted, reasons } = await plugin.check(urn(type), inputs);
  expect(reasons).toEqual([]);
  return plugin.create(urn(type), accepted, false);
}

const pods = (name: string, replicas: number, container: WireProps = {}): WireProps => ({
  replicas,
  selector: { matchLabels: { app: name } },
  template: {
    metadata: { labels: { app: name } },
    spec: {
      terminationGracePeriodSeconds: 0,
      containers: [{ name: "main", image: "example.com/main:1", ...container }],
    },
  },
});

describe("workloads", () => {
  test("a StatefulSet is created when its pods are ready, rolls out in place, and is gone with its pods", async () => {
    const inputs = (replicas: number, image: string): WireProps => ({
      ...{ apiVersion: "apps/v1", kind: "StatefulSet", metadata: metadata("broker") },
      spec: { ...pods("broker", replicas, { image }), serviceName: "broker" },
    });
    const type = "apps/v1:StatefulSet";
    const resource = await created(type, inputs(2, "example.com/main:1"));
    expect(resource.outputs).toMatchObject({ status: { readyReplicas: 2 } });

    const updated = await plugin.update(resource, inputs(3, "example.com/main:2"), false);
    expect(updated.outputs).toMatchObject({ status: { readyReplicas: 3, updatedReplicas: 3 } });
    expect(await plugin.diff(updated, updated.inputs)).toMatchObject({ changes: [] });

    await plugin.delete(updated);
    const path = `/api/v1/namespaces/${NAMESPACE}/pods?labelSelector=app%3Dbroker`;
    expect(await controlPlane.kube.request("GET", path)).toMatchObject({ items: [] });
  });

  test("a Deployment that can't get its pods is handed over with the cluster's reason", async () => {
    const inputs = {
      ...{
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: metadata("big", { "pulumi.com/timeoutSeconds": "10" }),
      },
      spec: pods("big", 1, { resources: { requests: { cpu: "4000" } } }),
    };
    await expect(created("apps/v1:Deployment", inputs)).rejects.toThrow(
      /resource "conformance\/big" was successfully created, but .* timed out waiting to be Ready.*Insufficient cpu/s,
    );
    const left = await plugin.import(urn("apps/v1:Deployment"), `${NAMESPACE}/big`);
    if (!left) throw new Error("the Deployment exists");
    await plugin.delete(left);
  });

  test("a Job is created when its work is done; another work is another Job", async () => {
    const inputs = (image: string): WireProps => ({
      ...{ apiVersion: "batch/v1", kind: "Job", metadata: metadata("work") },
      spec: { template: { spec: { restartPolicy: "Never", containers: [{ name: "main", image }] } } },
    });
    const job = await created("batch/v1:Job", inputs("example.com/work:1"));
    expect(job.outputs).toMatchObject({ status: { succeeded: 1 } });
    expect(await plugin.diff(job, inputs("example.com/work:2"))).toMatchObject({
      replaces: ["spec"],
      deleteBeforeReplace: true,
    });
    await plugin.delete(job);
  });

  test("a claim whose class waits for its first pod doesn't block", async () => {
    const inputs = {
      ...{ apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: metadata("data") },
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
    };
    const claim = await created("core/v1:PersistentVolumeClaim", inputs);
    expect(claim.outputs).toMatchObject({ status: { phase: "Pending" } });
    await plugin.delete(claim);
  });
});

describe("pulumi.com/waitFor", () => {
  const type = "kafka.strimzi.io/v1:KafkaTopic";
  const inputs: WireProps = {
    ...{ apiVersion: "kafka.strimzi.io/v1", kind: "KafkaTopic" },
    metadata: metadata("waited", { "pulumi.com/waitFor": "condition=Ready" }),
    spec: { partitions: 1 },
  };
  const path = `/apis/kafka.strimzi.io/v1/namespaces/${NAMESPACE}/kafkatopics/waited`;

  test("a creation ends when the operator says so", async () => {
    let isCreated = false;
    const creation = created(type, inputs).then((resource) => {
      isCreated = true;
      return resource;
    });
    await vi.waitFor(async () => expect(await controlPlane.kube.get(path)).toBeDefined(), { timeout: 10_000 });
    expect(isCreated).toBe(false);
    const status = { conditions: [{ type: "Ready", status: "True" }] };
    const contentType = "application/merge-patch+json";
    await controlPlane.kube.request("PATCH", `${path}/status`, { body: { status }, contentType });
    const topic = await creation;
    expect(topic.outputs).toMatchObject({ status });
    await plugin.delete(topic);
  });
});

describe("what isn't there yet", () => {
  const gadget = { apiVersion: "example.com/v1", kind: "Gadget", metadata: metadata("g") };

  test("a kind without definition previews as its inputs", async () => {
    const type = "example.com/v1:Gadget";
    const { inputs } = await plugin.check(urn(type), gadget);
    expect((await plugin.create(urn(type), inputs, true)).outputs).toEqual(inputs);
  });

  test("an object in a namespace that isn't there previews as its inputs", async () => {
    const inputs = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c", namespace: "later" }, data: {} };
    expect((await plugin.create(urn("core/v1:ConfigMap"), inputs, true)).outputs).toEqual(inputs);
  });

  test("a creation that came before its namespace succeeds when that is made", async () => {
    const inputs = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "c", namespace: "soon" },
      data: { a: "1" },
    };
    const creation = plugin.create(urn("core/v1:ConfigMap"), inputs, false);
    await vi.waitFor(() => expect(plugin.log.join("\n")).toMatch(/Retry #1/), { timeout: 10_000 });
    const namespace = await created("core/v1:Namespace", { metadata: { name: "soon" } });
    expect((await creation).id).toBe("soon/c");
    await plugin.delete(namespace);
    expect(await controlPlane.kube.get("/api/v1/namespaces/soon")).toBeUndefined();
  });
});

describe("patch resources", () => {
  test("manage their own fields of somebody else's object and give them up when deleted", async () => {
    const { kube } = controlPlane;
    const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "theirs", namespace: NAMESPACE } };
    await kube.apply({ ...object, data: { theirs: "1" } });
    const path = await kube.pathOf(object);
    const inputs = { ...object, data: { ours: "1" } };
    const patch = await created("core/v1:ConfigMapPatch", inputs);
    expect(await kube.get(path)).toMatchObject({ data: { theirs: "1", ours: "1" } });

    const updated = await plugin.update(patch, { ...inputs, data: { ours: "2" } }, false);
    expect(updated.outputs).toMatchObject({ data: { theirs: "1", ours: "2" } });

    await plugin.delete(updated);
    expect(await kube.get(path)).toMatchObject({ data: { theirs: "1" } });
    expect(await kube.get(path)).not.toHaveProperty("data.ours");
    await kube.request("DELETE", path);
  });
});

describe("an object of which a killed run left no more in the state than what was declared", () => {
  test("keeps the fields whose changes are ignored, whoever created it", async () => {
    const object = { apiVersion: "v1", kind: "ConfigMap", metadata: metadata("adopted") };
    const data = { kept: "1", ours: "1" };
    const made = await created("core/v1:ConfigMap", { ...object, data });
    const adopted = await plugin.refresh({ ...made, outputs: made.inputs });
    if (!adopted) throw new Error("the ConfigMap exists");
    for (const preview of [true, false]) {
      const news = { ...object, data: { kept: "2", ours: "2" } };
      const updated = await plugin.update(adopted, news, preview, ["data.kept"]);
      expect(updated.outputs).toMatchObject({ data: { kept: "1", ours: "2" } });
    }
    await plugin.delete(adopted);
  });
});

describe("a field that was changed by kubectl, and that a refresh took note of", () => {
  const type = "apps/v1:Deployment";
  const inputs = (replicas: number, annotations: Record<string, string> = {}): WireProps => ({
    ...{ apiVersion: "apps/v1", kind: "Deployment" },
    // Its pods are none of this matter.
    metadata: metadata("edited", { "pulumi.com/skipAwait": "true", ...annotations }),
    spec: pods("edited", replicas),
  });
  const CONFLICT = /field conflict detected.*conflict with "kubectl/s;

  const kubectl = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<unknown> =>
    promisify(execFile)(toolPath("kubectl"), ["-n", NAMESPACE, ...args], {
      env: { ...process.env, KUBECONFIG: controlPlane.kubeconfig, ...env },
    });
  const edit = (from: number, to: number): Promise<unknown> =>
    kubectl(["edit", "deployment/edited"], { KUBE_EDITOR: `sed -i "s/  replicas: ${from}/  replicas: ${to}/"` });
  const scale = (replicas: number): Promise<unknown> =>
    kubectl(["scale", "deployment/edited", `--replicas=${replicas}`]);

  async function refreshed(resource: Resource, replicas: number): Promise<Resource> {
    const found = await plugin.refresh(resource);
    if (!found) throw new Error("the Deployment exists");
    expect(found.inputs).toMatchObject({ spec: { replicas } });
    return found;
  }

  let resource: Resource;
  const update = (replicas: number, preview: boolean, annotations: Record<string, string> = {}): Promise<Resource> =>
    plugin.update(resource, inputs(replicas, annotations), preview);

  test("is set right where Pulumi created the object and never changed it: what it created is its own by then", async () => {
    resource = await created(type, inputs(1));
    await edit(1, 2);
    resource = await refreshed(resource, 2);
    expect((await update(1, true)).outputs).toMatchObject({ spec: { replicas: 1 } });
    resource = await update(1, false);
    expect(resource.outputs).toMatchObject({ spec: { replicas: 1 } });
  });

  test("is a conflict for the preview after kubectl edit, and set right by the update", async () => {
    await edit(1, 2);
    resource = await refreshed(resource, 2);
    await expect(update(1, true)).rejects.toThrow(CONFLICT);
    resource = await update(1, false);
    expect(resource.outputs).toMatchObject({ spec: { replicas: 1 } });
    expect((await update(2, true)).outputs).toMatchObject({ spec: { replicas: 2 } });
  });

  test("is a conflict for preview and update after kubectl scale, until the declaration forces it", async () => {
    await scale(2);
    resource = await refreshed(resource, 2);
    for (const preview of [true, false]) await expect(update(1, preview)).rejects.toThrow(CONFLICT);
    resource = await update(1, false, { "pulumi.com/patchForce": "true" });
    expect(resource.outputs).toMatchObject({ spec: { replicas: 1 } });
    await plugin.delete(resource);
  });
});
