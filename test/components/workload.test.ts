import { describe, expect, test } from "vitest";
import { Workload } from "../../components/workload/component";
import { deployment } from "../../components/workload/objects";
import type { WorkloadPlan } from "../../components/workload/plan";
import { GiB } from "../../core/units";
import { at, comesAfter, countOf, find } from "./planned";
import {
  type Deployment,
  RESTRICTED,
  containersOf,
  declared,
  deployments,
  faultsOf,
  registered,
} from "./workload-support";

const workload = (more: Partial<WorkloadPlan> = {}): WorkloadPlan => ({
  name: "api",
  namespace: "shop",
  partOf: "shop",
  image: "registry.example.com/shop/api:1.0.0",
  replicas: 2,
  requests: { cpu: 500, memory: GiB },
  limits: { cpu: 1000, memory: GiB },
  placement: { ownNode: true, zoneSkew: 1 },
  ports: [{ name: "http", port: 8080 }],
  service: true,
  environment: {
    variables: { MODE: "fast" },
    configMaps: ["api-config"],
    secrets: [{ name: "PASSWORD", secret: "api-login", key: "password" }],
  },
  volumes: [
    { kind: "scratch", name: "tmp", folder: "/tmp", size: "1Gi" },
    { kind: "secret", name: "tls", source: "api-tls", folder: "/etc/tls" },
    { kind: "config-map", name: "rules", source: "api-rules", folder: "/etc/rules" },
  ],
  init: [{ name: "fetch", image: "registry.example.com/shop/files:1.0.0", command: ["cp", "-R", "/files/.", "/tmp/"] }],
  health: { alive: { http: { path: "/health", port: "http" } }, startSeconds: 90, everySeconds: 10, withinSeconds: 3 },
  user: { user: 1000, group: 1000 },
  checksum: "0123",
  graceSeconds: 30,
  patienceMinutes: 5,
  ...more,
});

const planOf = (plan: WorkloadPlan) =>
  registered((namespace) => new Workload("shop-api", { plan, deps: { namespace, before: [] } }));

describe("a workload", () => {
  test("is a Deployment, a Service, a budget and an account without a token, all as their APIs take them", async () => {
    const plan = await planOf(workload());
    expect(faultsOf(plan)).toEqual([]);
    expect(at(find(plan, "ServiceAccount", "api"), "automountServiceAccountToken")).toBe(false);
    expect(at(find(plan, "PodDisruptionBudget", "api"), "spec.maxUnavailable")).toBe(1);
    expect(at(find(plan, "Service", "api"), "spec.ports")).toEqual([
      { name: "http", port: 8080, targetPort: "http", protocol: "TCP" },
    ]);
    expect(comesAfter(plan, find(plan, "Deployment", "api"), find(plan, "ServiceAccount", "api"))).toBe(true);
  });

  test("of one pod has no budget, which would stop every drain of its node", async () => {
    const plan = await planOf(workload({ replicas: 1, placement: { ownNode: false } }));
    expect(countOf(plan, "PodDisruptionBudget")).toBe(0);
  });

  test("without a service has none", async () => {
    expect(countOf(await planOf(workload({ service: false })), "Service")).toBe(0);
  });

  test("may do nothing that the restricted standard forbids, in any container", async () => {
    const [made] = deployments(await planOf(workload()));
    expect(made?.spec.template.spec.securityContext).toMatchObject(RESTRICTED.pod);
    const containers = made === undefined ? [] : containersOf(made.spec.template);
    expect(containers.map(({ name }) => name)).toEqual(["fetch", "api"]);
    for (const { securityContext } of containers) expect(securityContext).toEqual(RESTRICTED.container);
  });

  test("asks for what its plan says, and stands where it says", async () => {
    const [made] = deployments(await planOf(workload()));
    expect(made && declared(made.spec.template)).toEqual({
      requests: { cpu: 500, memory: GiB },
      limits: { cpu: 1000, memory: GiB },
      ownNode: true,
      zoneSkew: 1,
    });
  });

  test("is looked at often while it starts, even where a check is dear", () => {
    const health = { alive: { command: ["check"] }, startSeconds: 300, everySeconds: 120, withinSeconds: 60 };
    const { spec } = deployment(workload({ health })) as unknown as Deployment;
    expect(spec.template.spec.containers[0]).toMatchObject({
      startupProbe: { exec: { command: ["check"] }, periodSeconds: 30, failureThreshold: 10 },
      livenessProbe: { periodSeconds: 120, timeoutSeconds: 60 },
      readinessProbe: { periodSeconds: 120 },
    });
  });

  test("keeps secrets out of containers that come from another image", () => {
    const { spec } = deployment(workload()) as {
      spec: { template: { spec: { initContainers: readonly { env?: unknown; envFrom?: unknown }[] } } };
    };
    expect(spec.template.spec.initContainers.map(({ env, envFrom }) => [env, envFrom])).toEqual([
      [undefined, undefined],
    ]);
  });
});

describe("a rollout", () => {
  const strategy = (more: Partial<WorkloadPlan>) => {
    const { spec } = deployment(workload(more)) as { spec: { strategy: unknown } };
    return spec.strategy;
  };

  test("frees a node before it needs one, where each pod has a node of its own", () =>
    expect(strategy({ replicas: 3 })).toEqual({
      type: "RollingUpdate",
      rollingUpdate: { maxSurge: 0, maxUnavailable: 1 },
    }));

  test("of one pod leaves no gap", () =>
    expect(strategy({ replicas: 1 })).toEqual({
      type: "RollingUpdate",
      rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
    }));

  test("of what may never run twice leaves one", () =>
    expect(strategy({ replicas: 1, alone: true })).toEqual({ type: "Recreate" }));

  test("follows a change of what the pods have read", () => {
    const annotations = (checksum: string) =>
      (deployment(workload({ checksum })) as { spec: { template: { metadata: { annotations: unknown } } } }).spec
        .template.metadata.annotations;
    expect(annotations("4567")).not.toEqual(annotations("0123"));
  });
});
