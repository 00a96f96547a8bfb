import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { Workload } from "../workload/component";
import type { WorkloadPlan } from "../workload/plan";
import type { AirflowDeployment } from "./deployment";
import { migrationJob } from "./migration";
import { airflowNames } from "./names";
import { pipelinesConfigMap, settingsConfigMap, statsdConfigMap } from "./objects";
import { processWorkload } from "./parts";
import type { AirflowPart } from "./plan";
import { type AirflowSecrets, airflowSecret, redisSecret } from "./secrets";
import { probeWorkload, redisWorkload, statsdWorkload } from "./servants";

export interface AirflowArgs {
  readonly plan: AirflowDeployment;
  readonly deps: {
    readonly namespace: pulumi.Resource;
    /**
     * What must be there before anything starts: Airflow's database with its role and grants, the pooler where it leads through one, and the
     * Secrets that the plan's inputs name.
     */
    readonly before: readonly pulumi.Resource[];
    readonly secrets: AirflowSecrets;
  };
}

/** Airflow 3: its processes, the queue between them, and the exporter of its metrics. What must last is in its database. */
export class Airflow extends PlatformComponent {
  static readonly token = "streaming:airflow:Airflow";

  constructor(name: string, { plan, deps }: AirflowArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(Airflow.token, name, { namespace: plan.namespace }, opts, [deps.namespace, ...deps.before]);
    const { batch, core } = k8s;
    const settings = this.add(core.v1.ConfigMap, "config", settingsConfigMap(plan));
    const pipelines = this.add(core.v1.ConfigMap, "pipelines", pipelinesConfigMap(plan));
    const secrets = this.add(core.v1.Secret, "secrets", airflowSecret(plan, deps.secrets));
    const migration = this.add(batch.v1.Job, "migration", migrationJob(plan), {
      after: [settings, pipelines, secrets],
      customTimeouts: { create: "15m", update: "15m" },
    });
    // Airflow's processes look for both when they start, and never again for the exporter.
    const servants = plan.parts.flatMap((part) => this.servant(part, plan, deps));
    for (const part of plan.parts) {
      const workload = processWorkload(plan, part);
      if (workload !== undefined) this.workload(part, workload, deps, [migration, ...servants]);
    }
    this.registerOutputs({});
  }

  /** Redis or the exporter, with what it reads. */
  private servant(part: AirflowPart, plan: AirflowDeployment, deps: AirflowArgs["deps"]): readonly pulumi.Resource[] {
    if (part.name === airflowNames.redis) {
      if (deps.secrets.brokerPassword === undefined) throw new Error("the celery executor's broker has no password");
      const config = this.add(k8s.core.v1.Secret, "redis-config", redisSecret(plan, part, deps.secrets.brokerPassword));
      return [this.workload(part, redisWorkload(plan, part), deps, [config])];
    }
    if (part.name === airflowNames.statsd) {
      const mapping = this.add(k8s.core.v1.ConfigMap, "statsd-mapping", statsdConfigMap(plan));
      return [this.workload(part, statsdWorkload(plan, part), deps, [mapping])];
    }
    if (part.name === airflowNames.probe) return [this.workload(part, probeWorkload(plan, part), deps, [])];
    return [];
  }

  /** `airflow-scheduler` has the role `scheduler`. */
  private workload(
    { name }: AirflowPart,
    plan: WorkloadPlan,
    { namespace, before }: AirflowArgs["deps"],
    after: readonly pulumi.Resource[],
  ): Workload {
    return this.add(Workload, name.replace(/^airflow-/, ""), {
      plan,
      deps: { namespace, before: [...before, ...after] },
    });
  }
}
