/** The Kubernetes of a sandbox by itself: what starts, what it refuses, and what is left when it stops. */
import fs from "node:fs";
import net from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { kubeClient, KubeError } from "../../sandbox/kube";
import type { KubeClient, KubeObject } from "../../sandbox/kube";
import { startSandbox, stopSandbox } from "../../sandbox/lifecycle";
import { isFree, keptPorts } from "../../sandbox/ports";
import { isAlive, records, running } from "../../sandbox/processes";
import { statusLines } from "../../sandbox/status";
import { waitFor } from "../../sandbox/wait";
import { listenersOf, testSandbox } from "./support/sandbox";
import type { TestSandbox } from "./support/sandbox";

let sandbox: TestSandbox;
let kube: KubeClient;
beforeAll(async () => {
  sandbox = await testSandbox("cluster");
  await startSandbox(sandbox);
  kube = kubeClient(sandbox.layout);
});
afterAll(async () => {
  kube.close();
  await sandbox.remove();
});

interface Pod extends KubeObject {
  readonly status?: {
    readonly phase?: string;
    readonly podIP?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
  };
}

const pod = (name: string, over: { readonly labels?: object; readonly container?: object } = {}): KubeObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: "default", ...(over.labels && { labels: { ...over.labels } }) },
  spec: { containers: [{ name: "main", image: "none", ...over.container }] },
});

const conditionOf = (found: Pod | undefined, type: string) => found?.status?.conditions?.find((c) => c.type === type);

/** The pod once it is in a state that `probe` describes. */
const podWhen = (name: string, probe: (found: Pod) => boolean): Promise<Pod> =>
  waitFor(sandbox.layout, { what: `pod ${name} as expected`, deadlineMs: 30_000 }, async () => {
    const found = await kube.get<Pod>(`/api/v1/namespaces/default/pods/${name}`);
    return found && probe(found) && found;
  });

describe("a running sandbox", () => {
  test("changes nothing when it is started again", async () => {
    expect(await startSandbox(sandbox)).toMatchObject({ changed: false });
  });

  test("listens on loopback only", () => {
    const listeners = listenersOf(sandbox);
    expect(listeners.length).toBeGreaterThanOrEqual(5);
    expect(listeners.filter(({ loopback }) => !loopback)).toEqual([]);
  });

  test("has the node that the target describes, less what its kubelet keeps", async () => {
    const { items } = (await kube.request("GET", "/api/v1/nodes")) as { readonly items: readonly KubeObject[] };
    expect(items).toMatchObject([{ status: { capacity: { cpu: "8" }, allocatable: { cpu: "7800m" } } }]);
  });

  test("says which version of Kubernetes it is", async () => {
    expect(await kube.request("GET", "/version")).toMatchObject({ major: "1", gitVersion: /^v1\.\d+\.\d+$/ });
  });

  test("serves the kinds of every operator", async () => {
    for (const group of ["kafka.strimzi.io", "flink.apache.org", "postgresql.cnpg.io", "monitoring.coreos.com"]) {
      expect(await kube.get(`/apis/${group}`), group).toMatchObject({ kind: "APIGroup" });
    }
  });

  test("shows its processes with ids, ports and what is simulated", async () => {
    const lines = await statusLines(sandbox.layout);
    const { api } = keptPorts(sandbox.layout);
    expect(lines.find((line) => line.startsWith("kube-apiserver"))).toContain(String(api));
    expect(lines).toContain("1 node(s), 1 ready");
    expect(lines.join("\n")).toMatch(/^simulated /m);
  });
});

describe("what the API server enforces", () => {
  const create = (object: KubeObject, namespace: string, plural: string, as?: string): Promise<unknown> =>
    kube.request("POST", `/api/v1/namespaces/${namespace}/${plural}`, { body: object, ...(as && { as }) });

  test("RBAC: a service account without a role may not make pods", async () => {
    const refused = create(pod("denied"), "default", "pods", "system:serviceaccount:default:default");
    await expect(refused).rejects.toThrow(/cannot create resource "pods" in API group "" in the namespace "default"/);
  });

  test("Pod Security: a restricted namespace refuses an ordinary pod", async () => {
    const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
    await kube.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: "restricted", labels } });
    const refused = create(
      { ...pod("unsafe"), metadata: { name: "unsafe", namespace: "restricted" } },
      "restricted",
      "pods",
    );
    await expect(refused).rejects.toThrow(/violates PodSecurity "restricted:latest"/);
  });

  test("quotas: what goes beyond one is refused", async () => {
    await kube.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: "tight" } });
    const quota = { apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "none", namespace: "tight" } };
    await kube.apply({ ...quota, spec: { hard: { "count/configmaps": "0" } } });
    const map = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "one", namespace: "tight" } };
    await waitFor(sandbox.layout, { what: "the quota's effect", deadlineMs: 30_000 }, async () => {
      try {
        await create(map, "tight", "configmaps");
        await kube.request("DELETE", "/api/v1/namespaces/tight/configmaps/one");
        return false;
      } catch (error) {
        return error instanceof KubeError && error.status === 403 && /exceeded quota: none/.test(error.message);
      }
    });
  });
});

describe("pods", () => {
  test("that fit become ready at once", async () => {
    await kube.apply(pod("small"));
    const found = await podWhen("small", (p) => conditionOf(p, "Ready")?.status === "True");
    expect(found.status?.phase).toBe("Running");
  });

  test("that ask for more than any node has stay pending, with the reason", async () => {
    await kube.apply(pod("large", { container: { resources: { requests: { cpu: "9" } } } }));
    const found = await podWhen("large", (p) => conditionOf(p, "PodScheduled")?.status === "False");
    expect(found.status?.phase).toBe("Pending");
    expect(conditionOf(found, "PodScheduled")?.message).toContain("Insufficient cpu");
  });

  test("behind which a real process stands run, but aren't ready until that process says so", async () => {
    await kube.apply(pod("real", { labels: { "streaming.sandbox/real": "test" } }));
    const found = await podWhen("real", (p) => p.status?.phase === "Running");
    expect(conditionOf(found, "Ready")?.status).toBe("False");
    expect(found.status?.podIP).toMatch(/^10\.244\./);

    const conditions = [{ type: "Ready", status: "True" }];
    await kube.request("PATCH", "/api/v1/namespaces/default/pods/real/status", {
      body: { status: { conditions } },
      contentType: "application/strategic-merge-patch+json",
    });
    await kube.apply(pod("bystander"));
    await podWhen("bystander", (p) => conditionOf(p, "Ready")?.status === "True");
    const later = await kube.get<Pod>("/api/v1/namespaces/default/pods/real");
    expect(conditionOf(later, "Ready")?.status).toBe("True");
    await kube.request("DELETE", "/api/v1/namespaces/default/pods/real?gracePeriodSeconds=0");
  });
});

describe("a claim", () => {
  test("waits for its first pod, then gets a volume that goes with it", async () => {
    const claims = "/api/v1/namespaces/default/persistentvolumeclaims";
    const spec = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } };
    const metadata = { name: "data", namespace: "default" };
    await kube.apply({ apiVersion: "v1", kind: "PersistentVolumeClaim", metadata, spec });
    expect(await kube.get(`${claims}/data`)).toMatchObject({ status: { phase: "Pending" } });

    const volumes = [{ name: "data", persistentVolumeClaim: { claimName: "data" } }];
    const user = pod("user");
    await kube.apply({ ...user, spec: { ...(user["spec"] as object), volumes } });
    const volume = await waitFor(sandbox.layout, { what: "a bound claim", deadlineMs: 30_000 }, async () => {
      const claim = await kube.get<{ spec: { volumeName?: string }; status: { phase: string } }>(`${claims}/data`);
      return claim?.status.phase === "Bound" && claim.spec.volumeName;
    });

    await kube.request("DELETE", "/api/v1/namespaces/default/pods/user");
    await kube.request("DELETE", `${claims}/data`);
    await waitFor(sandbox.layout, { what: "the volume's end", deadlineMs: 30_000 }, async () => {
      return (await kube.get(`/api/v1/persistentvolumes/${volume}`)) === undefined;
    });
  });
});

describe("stopping", () => {
  test("leaves no process and no port; starting again finds the data", async () => {
    await kube.apply({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "kept", namespace: "default" } });
    const ports = Object.values(keptPorts(sandbox.layout));
    const stopped = await stopSandbox(sandbox);
    expect(stopped.filter(isAlive)).toEqual([]);
    expect(records(sandbox.layout)).toEqual([]);
    expect(await Promise.all(ports.map(isFree))).toEqual(ports.map(() => true));
    expect(await stopSandbox(sandbox)).toEqual([]);

    await startSandbox(sandbox);
    expect(Object.values(keptPorts(sandbox.layout))).toEqual(ports);
    expect(await kube.get("/api/v1/namespaces/default/configmaps/kept")).toBeDefined();
  });

  test("a process that was killed is the only one that is started again", async () => {
    const scheduler = running(sandbox.layout, "kube-scheduler");
    const before = records(sandbox.layout).filter(({ name }) => name !== "kube-scheduler");
    if (scheduler) process.kill(scheduler.pid, "SIGKILL");
    await waitFor(sandbox.layout, { what: "its end", deadlineMs: 10_000 }, () =>
      Promise.resolve(running(sandbox.layout, "kube-scheduler") === undefined),
    );
    expect(await startSandbox(sandbox)).toMatchObject({ changed: true });
    expect(records(sandbox.layout)).toEqual(expect.arrayContaining([...before]));
    expect(running(sandbox.layout, "kube-scheduler")).toBeDefined();
  });
});

test("a fault in the config stops before anything starts, and names the committed file", async () => {
  const faulty = await testSandbox("faulty");
  faulty.edit(["streaming:apphub", "topics", "apphub.core.events", "retention"], "3 days");
  await expect(startSandbox(faulty)).rejects.toThrow(/^Pulumi\.faulty\.yaml has 1 problem\(s\)\n {2}apphub\.topics/);
  expect(records(faulty.layout)).toEqual([]);
  await faulty.remove();
});

test("a port that another process took stops before anything starts, and names both", async () => {
  const blocked = await testSandbox("blocked");
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen({ host: "127.0.0.1", port: 0 }, resolve));
  const { port } = server.address() as net.AddressInfo;
  fs.mkdirSync(blocked.layout.dir, { recursive: true });
  fs.writeFileSync(blocked.layout.portsFile, JSON.stringify({ api: port }));
  await expect(startSandbox(blocked)).rejects.toThrow(
    `Port ${port}, which the sandbox of blocked keeps for api, is in use by`,
  );
  expect(records(blocked.layout)).toEqual([]);
  server.close();
  await blocked.remove();
});
