import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { Airflow } from "../components/airflow/component";
import type { AirflowSecrets } from "../components/airflow/secrets";
import { PlatformComponent } from "../components/component";
import { FlinkCluster } from "../components/flink/component";
import { KafkaCluster } from "../components/kafka/strimzi/component";
import type { KafkaSecrets } from "../components/kafka/strimzi/secrets";
import { Migration } from "../components/migration/component";
import { PlatformWatch } from "../components/monitoring/watch/component";
import { ScrapeTargets } from "../components/monitoring/scrape";
import { Namespace } from "../components/namespace/component";
import { ObjectStore } from "../components/object-store/component";
import { PostgresCluster } from "../components/postgres/component";
import { PostgresDatabase } from "../components/postgres/database";
import { databaseLogin } from "../components/postgres/login";
import { AIRFLOW_DATABASE, STREAMFLOW_DATABASE, STREAMFLOW_ROLES } from "./streamflow-database";
import { FLINK_LOGIN } from "./streamflow-inputs";
import { BrokerContents } from "./streamflow-contents";
import { type StreamflowOutputs, outputsOf } from "./streamflow-outputs";
import type { StreamflowPlan } from "./streamflow-plan";

export interface StreamflowArgs {
  readonly plan: StreamflowPlan;
  readonly deps: {
    /** What must be on the cluster first: operators, and what brings their kinds. */
    readonly ready: readonly pulumi.Resource[];
    /** Of an S3-compatible store; on AWS there is none. */
    readonly storeSecretKey: pulumi.Output<string> | undefined;
    /** Where the brokers ask for a login. */
    readonly kafka: BrokerSecrets | undefined;
    readonly postgres: {
      readonly superuserPassword: pulumi.Output<string>;
      readonly passwordOf: (role: string) => pulumi.Output<string>;
    };
    readonly airflow: Omit<AirflowSecrets, "databasePassword" | "databasePasswords">;
  };
}

export interface BrokerSecrets extends KafkaSecrets {
  readonly passwordOf: (user: string) => pulumi.Output<string>;
}

/** StreamFlow: brokers and topics, the job that scores transactions, the layered database, and the pipelines between its layers. */
export class Streamflow extends PlatformComponent {
  static readonly token = "streaming:stacks:Streamflow";
  readonly outputs: StreamflowOutputs;

  constructor(name: string, { plan, deps }: StreamflowArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(Streamflow.token, name, {}, opts);
    const { passwordOf, superuserPassword } = deps.postgres;

    const namespace = (part: keyof typeof plan.namespaces): Namespace =>
      this.add(Namespace, `${part}-namespace`, { plan: plan.namespaces[part], deps: { after: deps.ready } });
    const namespaces = {
      kafka: namespace("kafka"),
      processing: namespace("processing"),
      data: namespace("data"),
      orchestration: namespace("orchestration"),
    };
    if (plan.targets.length > 0)
      this.add(ScrapeTargets, "scrape", {
        plan: { targets: plan.targets },
        deps: { after: Object.values(namespaces) },
      });
    if (plan.watch !== undefined)
      this.add(PlatformWatch, "watch", {
        plan: plan.watch,
        deps: { after: [...deps.ready, ...Object.values(namespaces)] },
      });
    const store = this.add(ObjectStore, "object-store", {
      plan: plan.objectStore,
      deps: { namespaces: Object.values(namespaces), secretKey: deps.storeSecretKey },
    });
    const kafka = this.add(KafkaCluster, "kafka", {
      plan: plan.kafka,
      deps: { namespace: namespaces.kafka, secrets: deps.kafka },
    });
    const topics = this.add(BrokerContents, "broker-contents", {
      plan,
      deps: { cluster: kafka, namespaces: Object.values(namespaces), secrets: deps.kafka },
    });

    const postgres = this.add(PostgresCluster, "postgres", {
      plan: plan.postgres,
      deps: { namespace: namespaces.data, superuserPassword, store },
    });
    const database = (role: string, of: typeof STREAMFLOW_DATABASE): PostgresDatabase =>
      this.add(PostgresDatabase, role, {
        plan: { database: of, access: plan.access.postgres, target: plan.target },
        deps: { cluster: postgres, superuserPassword, passwordOf },
      });
    const layers = database("layers", STREAMFLOW_DATABASE);
    const airflowDatabase = database("airflow-database", AIRFLOW_DATABASE);
    const tables =
      plan.migration === undefined
        ? layers
        : this.add(Migration, "migration", {
            plan: plan.migration,
            deps: { namespace: namespaces.data, database: layers, password: passwordOf(STREAMFLOW_ROLES.owner) },
          });

    const sinks = this.add(
      k8s.core.v1.Secret,
      "flink-database-login",
      databaseLogin(FLINK_LOGIN, passwordOf(STREAMFLOW_ROLES.flink)),
      { after: [namespaces.processing] },
    );
    this.add(FlinkCluster, "flink", {
      plan: plan.flink,
      deps: { namespace: namespaces.processing, before: [store, topics, tables, sinks], roleArn: plan.flinkRole },
    });
    this.add(Airflow, "airflow", {
      plan: plan.airflow,
      deps: {
        namespace: namespaces.orchestration,
        before: [topics, tables, airflowDatabase],
        secrets: {
          ...deps.airflow,
          databasePassword: passwordOf(STREAMFLOW_ROLES.airflow),
          databasePasswords: { streamflow: passwordOf(STREAMFLOW_ROLES.pipelines) },
        },
      },
    });

    this.outputs = outputsOf(plan);
    this.registerOutputs(this.outputs);
  }
}
