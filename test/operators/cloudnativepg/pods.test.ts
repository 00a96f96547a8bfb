import { describe, expect, test } from "vitest";
import { archiver, PLUGIN } from "../../../sandbox/operators/cloudnativepg/archiver";
import { instanceClaims } from "../../../sandbox/operators/cloudnativepg/claims";
import { instancePod } from "../../../sandbox/operators/cloudnativepg/pods";
import type { Live } from "../../../sandbox/operators/kubernetes/objects";
import { readerOf } from "../reader";
import { clusterWith } from "./cluster";

interface Spec {
  readonly containers: readonly { readonly name: string; readonly resources?: object }[];
  readonly volumes: readonly {
    readonly name: string;
    readonly persistentVolumeClaim?: { readonly claimName: string };
  }[];
  readonly affinity?: { readonly podAntiAffinity?: Readonly<Record<string, readonly object[]>> };
  readonly [field: string]: unknown;
}

const specOf = (cluster: Parameters<typeof instancePod>[0]): Spec => instancePod(cluster, 1, "primary").spec as Spec;
const hashOf = (cluster: Parameters<typeof instancePod>[0]): unknown =>
  instancePod(cluster, 1, "primary").metadata.annotations?.["streaming.sandbox/pod-spec-hash"];

describe("an instance's pod", () => {
  test("it bears the operator's name and labels, and the sandbox's", () => {
    expect(instancePod(clusterWith(), 2, "replica").metadata).toMatchObject({
      name: "db-2",
      labels: {
        "cnpg.io/cluster": "db",
        "cnpg.io/instanceName": "db-2",
        "cnpg.io/instanceRole": "replica",
        "cnpg.io/podRole": "instance",
        role: "replica",
        "streaming.sandbox/real": "postgres",
      },
    });
  });

  test("it asks for what the specification asks for", () => {
    const resources = { requests: { cpu: "500m", memory: "1Gi" }, limits: { memory: "1Gi" } };
    expect(specOf(clusterWith({ resources })).containers.map((c) => c.resources)).toEqual([resources]);
  });

  test("beside it runs what archives, at the size that its store says, where the plugin does that", () => {
    const resources = { requests: { cpu: "100m", memory: "128Mi" } };
    const plugin = { name: PLUGIN, parameters: { barmanObjectName: "backups" } };
    const cluster = clusterWith({ plugins: [plugin] });
    const store: Live = {
      apiVersion: "barmancloud.cnpg.io/v1",
      kind: "ObjectStore",
      metadata: { name: "backups", namespace: "ns", uid: "o" },
      spec: { instanceSidecarConfiguration: { resources } },
    };
    expect(archiver(readerOf(store), clusterWith())).toEqual([]);
    expect(archiver(readerOf(), cluster)).toEqual({ missing: "backups" });
    const sidecars = archiver(readerOf(store), cluster);
    expect(sidecars).toMatchObject([{ name: "plugin-barman-cloud", restartPolicy: "Always", resources }]);
    const { spec } = instancePod(cluster, 1, "primary", sidecars as readonly object[]);
    expect(spec).toMatchObject({ initContainers: [{ name: "bootstrap-controller" }, { name: "plugin-barman-cloud" }] });
  });

  test("it passes the restricted Pod Security Standard", () => {
    expect(specOf(clusterWith())).toMatchObject({
      securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
      containers: [{ securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } } }],
    });
  });

  test("the instances prefer other nodes than each other's, must have them, or don't mind", () => {
    const terms = (affinity: object): readonly string[] =>
      Object.keys(specOf(clusterWith({ affinity })).affinity?.podAntiAffinity ?? {});
    expect(terms({})).toEqual(["preferredDuringSchedulingIgnoredDuringExecution"]);
    expect(terms({ podAntiAffinityType: "required" })).toEqual(["requiredDuringSchedulingIgnoredDuringExecution"]);
    expect(terms({ enablePodAntiAffinity: false })).toEqual([]);
  });

  test("its hash changes with what would change the pod, and with nothing else", () => {
    const before = hashOf(clusterWith());
    expect(hashOf(clusterWith({ resources: { requests: { cpu: "1" } } }))).not.toBe(before);
    expect(hashOf(clusterWith({ instances: 3, postgresql: { parameters: { work_mem: "8MB" } } }))).toBe(before);
  });
});

describe("an instance's claims", () => {
  const claims = (cluster: Parameters<typeof instancePod>[0], ...there: readonly Live[]) =>
    instanceClaims({ store: readerOf(...there) }, cluster, 1);
  const size = (cluster: Parameters<typeof instancePod>[0], there: string) => {
    const own = { resources: { requests: { storage: there } } };
    const metadata = { name: "db-1", namespace: cluster.metadata.namespace, uid: "1", resourceVersion: "1" };
    const [claim] = claims(cluster, { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata, spec: own });
    return claim?.spec.resources?.requests?.storage;
  };

  test("that are there take a larger size, unless the cluster says that they mustn't", () => {
    expect(size(clusterWith({ storage: { size: "7Gi" } }), "5Gi")).toBe("7Gi");
    expect(size(clusterWith({ storage: { size: "7Gi", resizeInUseVolumes: false } }), "5Gi")).toBe("5Gi");
  });

  test("one for the data, of the class and size wanted", () => {
    const [claim, ...others] = claims(clusterWith({ storage: { size: "7Gi", storageClass: "gp3" } }));
    expect(others).toEqual([]);
    expect(claim).toMatchObject({
      metadata: { name: "db-1", labels: { "cnpg.io/pvcRole": "PG_DATA" }, annotations: { "cnpg.io/nodeSerial": "1" } },
      spec: { accessModes: ["ReadWriteOnce"], storageClassName: "gp3", resources: { requests: { storage: "7Gi" } } },
    });
  });

  test("a second one for the write-ahead log where it has a volume of its own, mounted by the pod", () => {
    const cluster = clusterWith({ walStorage: { size: "2Gi" } });
    expect(claims(cluster).map((c) => c.metadata.name)).toEqual(["db-1", "db-1-wal"]);
    expect(specOf(cluster).volumes.flatMap((v) => v.persistentVolumeClaim?.claimName ?? [])).toEqual([
      "db-1",
      "db-1-wal",
    ]);
  });
});
