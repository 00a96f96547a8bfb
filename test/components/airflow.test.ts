import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type Plan, redact } from "../../checks/plan";
import { multiNode, singleNode } from "../stacks/values";
import { MAIL, airflowOf, airflowPlan } from "./airflow-support";
import { at, comesAfter, find, kindOf } from "./planned";
import {
  type Deployment,
  RESTRICTED,
  containersOf,
  declared,
  deployments,
  faultsOf,
  modelled,
  plain,
  sizeOf,
} from "./workload-support";

const local = airflowPlan(singleNode());
const celery = airflowPlan(multiNode(), { ...MAIL, pools: { warehouse: 6 } });
let single: Plan;
let multi: Plan;
beforeAll(async () => {
  single = await airflowOf(local.plan);
  multi = await airflowOf(celery.plan);
});
const deployment = (plan: Plan, name: string): Deployment => plain<Deployment>(find(plan, "Deployment", name));
const namesOf = (plan: Plan) => deployments(plan).map(({ metadata }) => metadata.name);
const jobOf = (plan: Plan) => {
  const [job, ...others] = plan.resources.filter((r) => kindOf(r) === "Job");
  if (job === undefined || others.length > 0) throw new Error("there is one migration");
  return job;
};

describe("processes", () => {
  const runbook = ["airflow-scheduler", "airflow-webserver", "airflow-dag-processor", "airflow-triggerer"];

  test("bear the runbook's names, and workers exist where they run tasks", () => {
    expect(namesOf(single).sort()).toEqual([...runbook, "airflow-probe", "airflow-statsd"].sort());
    expect(namesOf(multi).sort()).toEqual(
      [...runbook, "airflow-probe", "airflow-redis", "airflow-statsd", "airflow-worker"].sort(),
    );
  });

  test("are as their APIs take them", () => {
    expect(faultsOf(single)).toEqual([]);
    expect(faultsOf(multi)).toEqual([]);
  });

  test.each([
    ["single node", () => single, local],
    ["three zones", () => multi, celery],
  ])("on a %s ask for what the model counts with, and stand where it says", (_, plan, { pods }) => {
    const made = deployments(plan()).flatMap(({ metadata, spec }) =>
      Array.from({ length: spec.replicas }, (__, i) => [`${metadata.name}-${i}`, declared(spec.template)]),
    );
    expect(Object.fromEntries(made)).toEqual(Object.fromEntries(pods.map((pod) => [pod.name, modelled(pod)])));
  });

  test("run the commands of Airflow 3", () => {
    const args = (name: string) => deployment(multi, name).spec.template.spec.containers.map((c) => at2(c, "args"));
    expect(args("airflow-webserver")).toEqual([["airflow", "api-server"]]);
    expect(args("airflow-worker")).toEqual([["airflow", "celery", "worker"]]);
  });

  test("keep to the restricted standard, and copies are drained one by one", () => {
    for (const { metadata, spec } of deployments(multi)) {
      expect(spec.template.spec.securityContext).toMatchObject(RESTRICTED.pod);
      for (const { securityContext } of containersOf(spec.template))
        expect(securityContext).toEqual(RESTRICTED.container);
      const budgets = multi.resources.filter(
        (r) => kindOf(r) === "PodDisruptionBudget" && at(r, "metadata.name") === metadata.name,
      );
      expect(budgets).toHaveLength(spec.replicas > 1 ? 1 : 0);
    }
  });

  test("are checked: the web page by its health, the scheduler by its own", () => {
    const liveness = (name: string) =>
      deployment(multi, name).spec.template.spec.containers.map((c) => at2(c, "livenessProbe.httpGet"));
    expect(liveness("airflow-webserver")).toEqual([{ path: "/api/v2/monitor/health", port: "http" }]);
    expect(liveness("airflow-scheduler")).toEqual([{ path: "/health", port: "health" }]);
  });

  test("are reached as the runbook's commands expect", () => {
    expect(at(find(single, "Service", "airflow-webserver"), "spec.ports")).toMatchObject([{ port: 8080 }]);
    expect(at(find(single, "Service", "airflow-statsd"), "spec.ports")).toMatchObject([
      { name: "statsd", port: 9125, protocol: "UDP" },
      { name: "metrics", port: 9102 },
    ]);
  });
});

describe("the migration", () => {
  test("waits for no Deployment, and Airflow's processes come after it", () => {
    for (const plan of [single, multi]) {
      const job = jobOf(plan);
      for (const resource of plan.resources.filter((r) => kindOf(r) === "Deployment")) {
        expect(comesAfter(plan, job, resource)).toBe(false);
        const servant = ["airflow-probe", "airflow-redis", "airflow-statsd"].includes(
          String(at(resource, "metadata.name")),
        );
        expect(comesAfter(plan, resource, job)).toBe(!servant);
      }
      expect(comesAfter(plan, job, find(plan, "Secret", "airflow-secrets"))).toBe(true);
      expect(comesAfter(plan, job, find(plan, "ConfigMap", "airflow-config"))).toBe(true);
    }
  });

  test("no pod waits for it by itself", () => {
    const init = deployments(multi).flatMap(({ spec }) => spec.template.spec.initContainers ?? []);
    expect(new Set(init.map(({ name }) => name))).toEqual(new Set(["dags"]));
  });

  test("has another name when image, steps or pools change, and stays for its log", async () => {
    const nameOf = (plan: Plan) => at(jobOf(plan), "metadata.name");
    const again = await airflowOf(celery.plan);
    const otherPools = await airflowOf(airflowPlan(multiNode(), { ...MAIL, pools: { warehouse: 7 } }).plan);
    const moreTasks = await airflowOf(airflowPlan(multiNode(), { ...MAIL, pools: { warehouse: 6 }, tasks: 12 }).plan);
    expect(nameOf(multi)).toMatch(/^airflow-migrate-[0-9a-f]{8}$/);
    expect(nameOf(again)).toBe(nameOf(multi));
    expect(nameOf(moreTasks)).toBe(nameOf(multi));
    expect(nameOf(otherPools)).not.toBe(nameOf(multi));
    expect(at(jobOf(multi), "spec.ttlSecondsAfterFinished")).toBeUndefined();
  });

  test.each([
    ["single node", () => single, local],
    ["three zones", () => multi, celery],
  ])("on a %s finds room beside the running pods", (_, plan, { transient }) => {
    const template = plain<{ spec: { template: Deployment["spec"]["template"] } }>(jobOf(plan())).spec.template;
    for (const which of ["requests", "limits"] as const) {
      const { cpu, memory } = sizeOf(template, which);
      const room = (resource: "cpu" | "memory") => transient.reduce((sum, pod) => sum + (pod[which][resource] ?? 0), 0);
      expect(cpu).toBeLessThanOrEqual(room("cpu"));
      expect(memory).toBeLessThanOrEqual(room("memory"));
    }
  });
});

describe("what the DAGs read", () => {
  const file = (plan: Plan, name: string) =>
    plain<{ data: Record<string, string> }>(find(plan, "ConfigMap", "airflow-pipelines")).data[name] ?? "";

  test("holds every schedule, maintenance at 03:00 unless told otherwise", () =>
    expect(parse(file(multi, "pipelines.yaml"))).toEqual({
      schedules: {
        bronze_to_silver_pipeline: "*/15 * * * *",
        silver_to_gold_pipeline: "0 * * * *",
        fraud_detection_batch: "30 * * * *",
        maintenance_tasks: "0 3 * * *",
      },
      pools: ["warehouse"],
      connections: ["streamflow"],
      failureMails: ["data@example.com"],
    }));

  test("holds the pools as `airflow pools import` takes them, and the platform's own files", () => {
    expect(JSON.parse(file(multi, "pools.json"))).toEqual({
      warehouse: { slots: 6, description: "Declared by the stack.", include_deferred: false },
    });
    expect(file(multi, "fraud_rules.yaml")).toBe("alert_threshold: 0.7\n");
  });

  test("comes with the DAGs' files, wherever DAGs are read or run, and nowhere else", () => {
    const withDags = deployments(multi).filter(({ spec }) => spec.template.spec.initContainers !== undefined);
    expect(withDags.map(({ metadata }) => metadata.name).sort()).toEqual([
      "airflow-dag-processor",
      "airflow-scheduler",
      "airflow-triggerer",
      "airflow-worker",
    ]);
  });
});

describe("secrets", () => {
  test("are shown by nothing but Secrets, where they are marked", () => {
    for (const plan of [single, multi]) {
      const shown = plan.resources.map(({ props }) => JSON.stringify(redact(props)));
      expect(shown.join("\n")).not.toMatch(/hidden/);
      const revealed = plan.resources.filter((r) => kindOf(r) !== "Secret").map((r) => JSON.stringify(plain(r)));
      expect(revealed.join("\n")).not.toMatch(/hidden/);
    }
  });

  test("reach each process by reference, and only those that it needs", () => {
    const secretNames = (name: string) =>
      deployment(multi, name)
        .spec.template.spec.containers.flatMap(({ env = [] }) => env)
        .filter(({ valueFrom }) => valueFrom !== undefined)
        .map((variable) => variable.name);
    expect(secretNames("airflow-worker")).toEqual([
      "AIRFLOW__API__SECRET_KEY",
      "AIRFLOW__CELERY__BROKER_URL",
      "AIRFLOW__CELERY__RESULT_BACKEND",
      "AIRFLOW_CONN_STREAMFLOW",
      "AIRFLOW_CONN_SMTP_DEFAULT",
    ]);
    expect(secretNames("airflow-webserver")).not.toContain("AIRFLOW_CONN_STREAMFLOW");
    expect(secretNames("airflow-statsd")).toEqual([]);
  });

  test("every variable, mount and key that a pod names exists", () => {
    for (const plan of [single, multi]) {
      const keys = new Set(
        plan.resources
          .filter((r) => kindOf(r) === "Secret")
          .flatMap((r) => {
            const { metadata, data } = plain<{ metadata: { name: string }; data: object }>(r);
            return Object.keys(data).map((key) => `${metadata.name}/${key}`);
          }),
      );
      const used = deployments(plan)
        .flatMap(({ spec }) => containersOf(spec.template))
        .flatMap(({ env = [] }) => env)
        .flatMap(({ valueFrom }) => (valueFrom === undefined ? [] : [valueFrom as Record<string, SecretRef>]))
        .flatMap((from) => Object.values(from).map(({ name, key }) => `${name}/${key}`));
      expect(used.length).toBeGreaterThan(0);
      expect(used.filter((key) => !keys.has(key))).toEqual([]);
    }
  });
});

interface SecretRef {
  readonly name: string;
  readonly key: string;
}
const at2 = (value: unknown, path: string): unknown =>
  path.split(".").reduce<unknown>((v, key) => (v as Record<string, unknown> | undefined)?.[key], value);
