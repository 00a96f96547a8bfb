import type * as k8s from "@pulumi/kubernetes";
import { stringify } from "yaml";
import type { AirflowDeployment } from "./deployment";
import { airflowNames } from "./names";
import { airflowSettings } from "./settings";
import { statsdMapping } from "./statsd";

type ConfigMap = k8s.types.input.core.v1.ConfigMap;

/** Name, namespace and labels of one of Airflow's objects. */
export const objectMeta = ({ namespace, partOf }: AirflowDeployment, name: string) => ({
  name,
  namespace,
  labels: { "app.kubernetes.io/name": name, "app.kubernetes.io/instance": partOf, "app.kubernetes.io/part-of": partOf },
});

export const settingsConfigMap = (plan: AirflowDeployment): ConfigMap => ({
  metadata: objectMeta(plan, airflowNames.config),
  data: { ...airflowSettings(plan) },
});

/** What the DAGs read: their schedules, whom they write to, rules. And the pools, which the migration declares. */
export const pipelineFiles = (plan: AirflowDeployment): Readonly<Record<string, string>> => ({
  "pipelines.yaml": stringify({
    schedules: plan.config.schedules,
    pools: Object.keys(plan.config.pools),
    connections: Object.keys(plan.databases),
    failureMails: plan.config.mail?.to ?? [],
  }),
  "pools.json": `${JSON.stringify(poolsOf(plan), undefined, 2)}\n`,
  ...plan.inputs.files,
});

/** As `airflow pools import` reads it. */
export const poolsOf = ({ config: { pools } }: AirflowDeployment) =>
  Object.fromEntries(
    Object.entries(pools).map(([name, slots]) => [
      name,
      { slots, description: "Declared by the stack.", include_deferred: false },
    ]),
  );

export const pipelinesConfigMap = (plan: AirflowDeployment): ConfigMap => ({
  metadata: objectMeta(plan, airflowNames.pipelines),
  data: { ...pipelineFiles(plan) },
});

export const statsdConfigMap = (plan: AirflowDeployment): ConfigMap => ({
  metadata: objectMeta(plan, airflowNames.statsdMapping),
  data: { "mapping.yaml": stringify(statsdMapping) },
});
