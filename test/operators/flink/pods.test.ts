import { describe, expect, test } from "vitest";
import { kubernetesMemory, podOf, taskManagerCount } from "../../../sandbox/operators/flink/pods";
import type { FlinkDeployment, FlinkSessionJob } from "../../../sandbox/operators/flink/resources";
import { merge } from "../../../sandbox/operators/kubernetes/merge";

const flinkWith = (spec: Partial<FlinkDeployment["spec"]> = {}): FlinkDeployment => ({
  apiVersion: "flink.apache.org/v1beta1",
  kind: "FlinkDeployment",
  metadata: { name: "job", namespace: "ns", uid: "f" },
  spec: { flinkVersion: "v1_20", ...spec },
});

const sessionJob = (parallelism: number, state: "running" | "suspended" = "running"): FlinkSessionJob => ({
  apiVersion: "flink.apache.org/v1beta1",
  kind: "FlinkSessionJob",
  metadata: { name: "j", namespace: "ns", uid: "j" },
  spec: { deploymentName: "job", job: { parallelism, state } },
});

describe("the number of TaskManagers", () => {
  const slots = { flinkConfiguration: { "taskmanager.numberOfTaskSlots": "4" } };

  test("a job has as many as its parallelism needs slots", () => {
    expect(taskManagerCount(flinkWith({ ...slots, job: { parallelism: 9 } }), [])).toBe(3);
    expect(taskManagerCount(flinkWith({ job: { parallelism: 2 } }), [])).toBe(2);
  });

  test("a number that is given counts, for a session in standalone mode, too", () => {
    expect(taskManagerCount(flinkWith({ ...slots, job: { parallelism: 9 }, taskManager: { replicas: 5 } }), [])).toBe(
      5,
    );
    expect(taskManagerCount(flinkWith({ mode: "standalone", taskManager: { replicas: 2 } }), [])).toBe(2);
  });

  test("a session without jobs has none; each job brings its own", () => {
    expect(taskManagerCount(flinkWith(slots), [])).toBe(0);
    expect(taskManagerCount(flinkWith(slots), [sessionJob(5), sessionJob(4), sessionJob(8, "suspended")])).toBe(3);
  });

  test("a suspended job has none", () => {
    expect(taskManagerCount(flinkWith({ job: { parallelism: 9, state: "suspended" } }), [])).toBe(0);
  });
});

test.each([
  ["2048m", "2048Mi"],
  ["2 gb", "2Gi"],
  ["1g", "1Gi"],
  ["512kb", "512Ki"],
  ["2Gi", "2Gi"],
  ["2G", "2G"],
])("Flink's memory %s is Kubernetes' %s", (flink, kubernetes) => {
  expect(kubernetesMemory(flink)).toBe(kubernetes);
});

describe("a process's pod", () => {
  const flink = flinkWith({
    jobManager: { resource: { cpu: 0.5, memory: "1024m" }, podTemplate: { spec: { priorityClassName: "high" } } },
    podTemplate: {
      spec: { containers: [{ name: "flink-main-container", env: [{ name: "A", value: "1" }] }, { name: "sidecar" }] },
    },
  });

  test("the templates are laid over Flink's own, container by container", () => {
    expect(podOf(flink, "jobmanager").spec).toMatchObject({
      priorityClassName: "high",
      containers: [
        {
          name: "flink-main-container",
          env: [{ name: "A", value: "1" }],
          resources: { requests: { cpu: "0.5", memory: "1024Mi" } },
        },
        { name: "sidecar" },
      ],
    });
    expect(podOf(flink, "taskmanager").spec).not.toHaveProperty("priorityClassName");
  });

  test("memory can come from Flink's own configuration", () => {
    const configured = flinkWith({ flinkConfiguration: { "taskmanager.memory.process.size": "3g" } });
    expect(podOf(configured, "taskmanager").spec).toMatchObject({
      containers: [{ resources: { requests: { memory: "3Gi" } } }],
    });
  });
});

test("a merge replaces lists of plain values as a whole", () => {
  expect(merge({ args: ["a"], deep: { x: 1, y: 2 } }, { args: ["b"], deep: { y: 3 } })).toEqual({
    args: ["b"],
    deep: { x: 1, y: 3 },
  });
});

test("a process may use as many times its CPU as the configuration says, and no more memory than it asks for", () => {
  const flink = flinkWith({
    jobManager: { resource: { cpu: 0.5, memory: "1024m" } },
    flinkConfiguration: { "kubernetes.jobmanager.cpu.limit-factor": "2.0" },
  });
  const resourcesOf = (deployment: FlinkDeployment) =>
    (podOf(deployment, "jobmanager").spec["containers"] as readonly { resources: unknown }[])[0]?.resources;
  expect(resourcesOf(flink)).toEqual({
    requests: { cpu: "0.5", memory: "1024Mi" },
    limits: { cpu: "1", memory: "1024Mi" },
  });
});
