import { Airflow } from "../../components/airflow/component";
import { AirflowConfig } from "../../components/airflow/config";
import { type AirflowDeployment, planAirflowDeployment } from "../../components/airflow/deployment";
import { planAirflow } from "../../components/airflow/plan";
import type { AirflowSecrets } from "../../components/airflow/secrets";
import { NO_INPUTS } from "../../components/workload/inputs";
import { shapeOf } from "../../core/capacity/nodes/shape";
import { clusterOf } from "../../core/capacity/nodes/target";
import { TargetConfig } from "../../core/config/target";
import type { Typed, TypedStack } from "../stacks/values";
import { registered, secretText } from "./workload-support";

export const AIRFLOW_SETTINGS: Typed = {
  tasks: 8,
  dags: { image: "registry.example.com/streamflow/dags:1.4.0" },
  schedules: {
    bronze_to_silver_pipeline: "*/15 * * * *",
    silver_to_gold_pipeline: "0 * * * *",
    fraud_detection_batch: "30 * * * *",
  },
};

export const MAIL: Typed = {
  mail: { host: "mail.example.com", user: "airflow", from: "airflow@example.com", to: ["data@example.com"] },
};

const login = { port: 5432, sslmode: "require" } as const;

/** The deployment, and what the sizing model asks of the cluster for it. */
export function airflowPlan(stack: TypedStack, settings: Typed = {}) {
  const target = TargetConfig.parse(stack.target);
  const config = AirflowConfig.parse({ ...AIRFLOW_SETTINGS, ...settings });
  const namespace = "streamflow-orchestration";
  const sizes = planAirflow({ path: "streamflow.airflow", namespace, config, shape: shapeOf(clusterOf(target)) });
  const plan = planAirflowDeployment(
    {
      namespace,
      partOf: "streamflow",
      config,
      database: { ...login, host: "pooler.streamflow-data", database: "airflow", role: "airflow" },
      databases: { streamflow: { ...login, host: "rw.streamflow-data", database: "streamflow", role: "pipelines" } },
      inputs: {
        ...NO_INPUTS,
        files: { "fraud_rules.yaml": "alert_threshold: 0.7\n" },
        variables: { KAFKA_BROKERS: "kafka:9092" },
        secretFolders: { kafka: "airflow-kafka" },
      },
    },
    sizes,
  );
  return { plan, pods: sizes.demand.pods, transient: sizes.demand.namespaces.flatMap((n) => n.transient) };
}

/** Values that a test finds again wherever they leak. */
const SECRETS = (plan: AirflowDeployment): AirflowSecrets => ({
  encryption: secretText("hidden-encryption"),
  api: secretText("hidden-api"),
  tokens: secretText("hidden-tokens"),
  adminPassword: secretText("hidden-admin"),
  databasePassword: secretText("hidden/database"),
  brokerPassword: plan.executor === "celery" ? secretText("hidden-broker") : undefined,
  mailPassword: plan.config.mail?.user === undefined ? undefined : secretText("hidden-mail"),
  databasePasswords: { streamflow: secretText("hidden-pipelines") },
});

export const airflowOf = (plan: AirflowDeployment) =>
  registered(
    (namespace) => new Airflow("streamflow-airflow", { plan, deps: { namespace, before: [], secrets: SECRETS(plan) } }),
  );
