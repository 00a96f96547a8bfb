import { describe, expect, test } from "vitest";
import type { KubeClient } from "../../sandbox/kube";
import { growable, keeping, type WantedClaim } from "../../sandbox/operators/kubernetes/claim-sizes";
import type { Claim } from "../../sandbox/operators/kubernetes/objects";
import { readerOf } from "./reader";

const CLAIM = { apiVersion: "v1", kind: "PersistentVolumeClaim" } as const;
const spec = (storage: string) => ({ storageClassName: "disks", resources: { requests: { storage } } });
const wanted = (storage: string, name = "data-0"): WantedClaim => ({
  ...CLAIM,
  metadata: { name, namespace: "apps" },
  spec: { accessModes: ["ReadWriteOnce"], ...spec(storage) },
});
const there = (storage: string): Claim => ({
  ...CLAIM,
  metadata: { name: "data-0", namespace: "apps", uid: "1", resourceVersion: "1" },
  spec: spec(storage),
});
const sizes = (claims: readonly WantedClaim[]) => claims.map((claim) => claim.spec.resources?.requests?.storage);

function world(classes: readonly object[], ...claims: readonly Claim[]) {
  const said: string[] = [];
  const asked: string[] = [];
  const request: KubeClient["request"] = (method, path) => {
    asked.push(`${method} ${path}`);
    return Promise.resolve({ items: classes });
  };
  const log = { say: (line: string) => said.push(line), complain: (line: string) => said.push(line) };
  return { store: readerOf(...claims), client: { request }, log, said, asked };
}

const disks = (allowVolumeExpansion?: boolean) => ({ metadata: { name: "disks" }, allowVolumeExpansion });

describe("a claim that is to be larger", () => {
  test("grows where its class can", async () => {
    expect(sizes(await growable(world([disks(true)], there("5Gi")), [wanted("7Gi")]))).toEqual(["7Gi"]);
  });

  test.each([[disks(false)], [disks()]])("keeps its size where its class can't, which is told: %j", async (kind) => {
    const around = world([kind], there("5Gi"));
    expect(sizes(await growable(around, [wanted("7Gi"), wanted("7Gi", "data-1")]))).toEqual(["5Gi", "7Gi"]);
    expect(around.said).toEqual(["claim apps/data-0 keeps 5Gi: its storage class can't grow volumes"]);
  });
});

test("nothing is asked while sizes agree", async () => {
  const around = world([], there("5Gi"));
  expect(sizes(await growable(around, [wanted("5Gi"), wanted("9Gi", "data-1")]))).toEqual(["5Gi", "9Gi"]);
  expect(around.asked).toEqual([]);
});

test("a claim that mustn't grow keeps what it has, and starts with what is wanted", () => {
  expect(sizes([keeping(world([], there("5Gi")), wanted("7Gi"))])).toEqual(["5Gi"]);
  expect(sizes([keeping(world([]), wanted("7Gi"))])).toEqual(["7Gi"]);
});
