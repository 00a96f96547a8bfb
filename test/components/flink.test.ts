import { describe, expect, test } from "vitest";
import { flinkDeployment } from "../../components/flink/cluster";
import { flinkConfiguration } from "../../components/flink/configuration";
import type { FlinkJob } from "../../components/flink/deployment";
import { MiB } from "../../core/units";
import { multiNode, singleNode } from "../stacks/values";
import { type FlinkCase, LOCAL_STORE, clusterOfJob, flinkJob } from "./flink-support";
import { at, comesAfter, countOf, find } from "./planned";
import { RESTRICTED, faultsOf } from "./workload-support";

const NAME = "flink-jobmanager";
const single = (more: FlinkCase = {}) => flinkJob(singleNode(), { storage: LOCAL_STORE, ...more });
const multi = (more: FlinkCase = {}) => flinkJob(multiNode(), more);
const RESTORED: FlinkCase = {
  settings: {
    stateBackend: "hashmap",
    job: {
      name: "FraudDetectionJob",
      jar: "local:///opt/flink/jobs/fraud-detection.jar",
      class: "com.streamflow.FraudDetectionJob",
      restore: { from: "s3://example-streamflow/flink/savepoints/savepoint-1", attempt: 2 },
    },
  },
};
const specOf = (job: FlinkJob) => {
  const { spec } = flinkDeployment(job, {});
  if (spec === undefined) throw new Error("a FlinkDeployment has a specification");
  return spec;
};
const mainContainer = (job: FlinkJob) => specOf(job).podTemplate?.spec?.containers?.[0];

describe("objects", () => {
  test.each([
    ["single node", single().job, undefined],
    ["three zones", multi().job, "arn:aws:iam::123456789012:role/streamflow-flink"],
    ["heap backend and a state to start from", multi(RESTORED).job, undefined],
  ])("of a %s are as their APIs take them", async (_, job, role) =>
    expect(faultsOf(await clusterOfJob(job, role))).toEqual([]),
  );

  test("the JobManager's Deployment and the REST Service get the runbook's names", () => {
    // In native mode the operator names the Deployment as the FlinkDeployment, and the Service `<name>-rest`.
    expect(flinkDeployment(multi().job, {})).toMatchObject({
      metadata: { name: NAME, namespace: "streamflow-processing" },
      spec: { mode: "native" },
    });
  });

  test("the job starts after its rights, its files and its account, and stays when a config edit drops it", async () => {
    const plan = await clusterOfJob(multi().job);
    const job = find(plan, "FlinkDeployment", NAME);
    for (const kind of ["ServiceAccount", "RoleBinding"])
      expect(comesAfter(plan, job, find(plan, kind, NAME))).toBe(true);
    expect(comesAfter(plan, job, find(plan, "ConfigMap", `${NAME}-files`))).toBe(true);
    expect(job.opts.protect).toBe(true);
    expect(find(await clusterOfJob(single().job), "FlinkDeployment", NAME).opts.protect).toBeUndefined();
  });

  test("`up` waits for a stable job", async () => {
    const job = find(await clusterOfJob(multi().job), "FlinkDeployment", NAME);
    expect(at(job, "metadata.annotations")).toEqual({
      "pulumi.com/waitFor": JSON.stringify(["jsonpath={.status.lifecycleState}=STABLE"]),
    });
  });

  test("a drain takes one JobManager or TaskManager at a time, and none waits for a single one", async () => {
    const many = await clusterOfJob(multi({ settings: { taskManagers: 5 } }).job);
    expect(at(find(many, "PodDisruptionBudget", NAME), "spec.maxUnavailable")).toBe(1);
    expect(at(find(many, "PodDisruptionBudget", `${NAME}-taskmanager`), "spec.minAvailable")).toBe(4);
    expect(countOf(await clusterOfJob(single().job), "PodDisruptionBudget")).toBe(0);
  });

  test("rights are named one by one", async () => {
    const rules = at(find(await clusterOfJob(multi().job), "Role", NAME), "rules") as readonly {
      verbs: readonly string[];
      resources: readonly string[];
    }[];
    expect(rules.flatMap(({ verbs, resources }) => [...verbs, ...resources])).not.toContain("*");
    expect(rules.flatMap(({ resources }) => resources)).not.toContain("secrets");
  });
});

describe("sizes", () => {
  /** The operator's rules: CPU limit by factor, memory limit as requested; Flink's `m` are MiB. */
  const processes = (job: FlinkJob) => {
    const { jobManager, taskManager, flinkConfiguration: settings } = specOf(job);
    const sizeOf = (process: typeof jobManager, name: string) => {
      const cpu = (process?.resource?.cpu ?? 0) * 1000;
      const memory = Number(/^(\d+)m$/.exec(process?.resource?.memory ?? "")?.[1]) * MiB;
      return {
        requests: { cpu, memory },
        limits: { cpu: cpu * Number(settings?.[`kubernetes.${name}.cpu.limit-factor`]), memory },
      };
    };
    const jobManagers = Array.from({ length: jobManager?.replicas ?? 0 }, () => sizeOf(jobManager, "jobmanager"));
    const slots = Number(settings?.["taskmanager.numberOfTaskSlots"]);
    const taskManagers = Array.from({ length: Math.ceil((specOf(job).job?.parallelism ?? 0) / slots) }, () =>
      sizeOf(taskManager, "taskmanager"),
    );
    return [...jobManagers, ...taskManagers];
  };

  test.each([
    ["single node", single()],
    ["three zones", multi()],
    ["heap backend", multi(RESTORED)],
    [
      "sizes from the config",
      multi({ settings: { taskManagers: 4, slots: 3, taskManager: { cpu: "1500m", memory: "3Gi" } } }),
    ],
  ])("on a %s the operator makes the pods that the model counts with", (_, { job, pods }) => {
    expect(processes(job)).toEqual(pods.map(({ requests, limits }) => ({ requests, limits })));
    expect(specOf(job).jobManager?.podTemplate?.spec?.affinity !== undefined).toBe(pods[0]?.ownNode);
  });

  test("TaskManagers may share a node when one is lost", () =>
    expect(specOf(multi().job).taskManager?.podTemplate?.spec?.topologySpreadConstraints).toMatchObject([
      { whenUnsatisfiable: "ScheduleAnyway" },
    ]));

  test("the folder for working state holds the state of a TaskManager twice, and is gone with its pod", () => {
    const [state] = specOf(multi({ settings: { taskManagers: 2, state: "8Gi" } }).job).podTemplate?.spec?.volumes ?? [];
    expect(state).toEqual({ name: "state", emptyDir: { sizeLimit: "8Gi" } });
  });
});

describe("configuration", () => {
  test("names nothing that the operator forbids", () => {
    // [Flink Kubernetes operator, DefaultValidator]
    for (const job of [single().job, multi().job])
      for (const key of ["kubernetes.cluster-id", "kubernetes.namespace", "high-availability.cluster-id"])
        expect(flinkConfiguration(job)).not.toHaveProperty([key]);
  });

  test("checkpoints are incremental, each minute, with half a minute between, and outlive a cancelled job", () =>
    expect(flinkConfiguration(multi().job)).toMatchObject({
      "state.backend.type": "rocksdb",
      "state.backend.incremental": "true",
      "execution.checkpointing.interval": "1m",
      "execution.checkpointing.timeout": "10m",
      "execution.checkpointing.min-pause": "30s",
      "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
      "state.checkpoints.num-retained": "3",
    }));

  test.each([
    ["single node", single().job, "s3://streamflow/flink"],
    ["three zones", multi().job, "s3://example-streamflow/flink"],
  ])("on a %s what must outlive pods is in the object store, with one JobManager too", (_, job, store) =>
    expect(flinkConfiguration(job)).toMatchObject({
      "state.checkpoints.dir": `${store}/checkpoints`,
      "state.savepoints.dir": `${store}/savepoints`,
      "high-availability.type": "kubernetes",
      "high-availability.storageDir": `${store}/ha`,
    }),
  );

  test("the heap backend gets no managed memory, and uploads all of its state each time", () => {
    expect(flinkConfiguration(multi(RESTORED).job)["state.backend.incremental"]).toBe("false");
    expect(flinkConfiguration(multi(RESTORED).job)["taskmanager.memory.managed.fraction"]).toBe("0");
    expect(flinkConfiguration(multi().job)["taskmanager.memory.managed.fraction"]).toBe("0.4");
  });

  test("metrics are served on 9249, and the port has a name", () => {
    expect(flinkConfiguration(multi().job)).toMatchObject({
      "metrics.reporter.prom.factory.class": "org.apache.flink.metrics.prometheus.PrometheusReporterFactory",
      "metrics.reporter.prom.port": "9249",
      "metrics.latency.interval": "1m",
    });
    expect(mainContainer(multi().job)?.ports).toEqual([{ name: "metrics", containerPort: 9249, protocol: "TCP" }]);
  });

  test("the job starts from a given state once per attempt", () =>
    expect(specOf(multi(RESTORED).job).job).toMatchObject({
      initialSavepointPath: "s3://example-streamflow/flink/savepoints/savepoint-1",
      savepointRedeployNonce: 2,
      upgradeMode: "savepoint",
    }));
});

describe("secrets", () => {
  const inputs = {
    variables: { KAFKA_BROKERS: "kafka:9092" },
    secretVariables: [{ name: "DATABASE_PASSWORD", secret: "flink-postgres", key: "password" }],
    secretFolders: { kafka: "flink-kafka" },
  };

  test("reach the job by reference only", () => {
    const env = mainContainer(single({ inputs }).job)?.env ?? [];
    const literal = env.filter(({ value }) => value !== undefined).map(({ name }) => name);
    expect(literal).toEqual(["ENABLE_BUILT_IN_PLUGINS", "KAFKA_BROKERS"]);
    expect(
      env.filter(({ valueFrom }) => valueFrom).map(({ name, valueFrom }) => [name, valueFrom?.secretKeyRef]),
    ).toEqual([
      ["DATABASE_PASSWORD", { name: "flink-postgres", key: "password" }],
      ["AWS_ACCESS_KEY_ID", { name: "objects-login", key: "access-key" }],
      ["AWS_SECRET_ACCESS_KEY", { name: "objects-login", key: "secret-key" }],
    ]);
    expect(Object.keys(flinkConfiguration(single({ inputs }).job)).join()).not.toMatch(
      /access-key|secret-key|access\.key/,
    );
  });

  test("lie in folders that only the container's group reads", () => {
    expect(mainContainer(multi({ inputs }).job)?.volumeMounts).toContainEqual({
      name: "secret-kafka",
      mountPath: "/etc/flink-secrets/kafka",
      readOnly: true,
    });
    expect(specOf(multi({ inputs }).job).podTemplate?.spec?.volumes).toContainEqual({
      name: "secret-kafka",
      secret: { secretName: "flink-kafka", defaultMode: 0o440 },
    });
  });

  test("aren't needed at AWS, where the account stands for a role", async () => {
    const role = "arn:aws:iam::123456789012:role/streamflow-flink";
    const account = find(await clusterOfJob(multi().job, role), "ServiceAccount", NAME);
    expect(at(account, "metadata.annotations")).toEqual({ "eks.amazonaws.com/role-arn": role });
    expect(flinkConfiguration(multi().job)["fs.s3a.aws.credentials.provider"]).toMatch(/WebIdentityToken/);
  });
});

describe("pods", () => {
  test("keep to the restricted standard", () => {
    expect(specOf(multi().job).podTemplate?.spec?.securityContext).toMatchObject(RESTRICTED.pod);
    expect(mainContainer(multi().job)?.securityContext).toEqual(RESTRICTED.container);
  });

  test("are replaced when the rules change, and not when nothing did", () => {
    const annotations = (threshold: number) =>
      specOf(multi({ inputs: { files: { "fraud_rules.yaml": `threshold: ${threshold}` } } }).job).podTemplate?.metadata
        ?.annotations;
    expect(annotations(0.8)).not.toEqual(annotations(0.7));
    expect(annotations(0.7)).toEqual(annotations(0.7));
  });
});
