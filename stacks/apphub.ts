import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../components/component";
import { SCRAM, SUPERUSER } from "../components/kafka/names";
import { RedpandaCluster } from "../components/kafka/redpanda/component";
import { REDPANDA_PORTS } from "../components/kafka/redpanda/names";
import type { RedpandaSecrets } from "../components/kafka/redpanda/secrets";
import { Topics } from "../components/kafka/topics/component";
import { Users } from "../components/kafka/users/component";
import { Migration } from "../components/migration/component";
import { PlatformWatch } from "../components/monitoring/watch/component";
import { ScrapeTargets } from "../components/monitoring/scrape";
import { Namespace } from "../components/namespace/component";
import { ObjectStore } from "../components/object-store/component";
import { PostgresCluster } from "../components/postgres/component";
import { PostgresDatabase } from "../components/postgres/database";
import { POSTGRES_PORT, postgresNames } from "../components/postgres/names";
import { serviceHost } from "../core/names";
import { authorityOf } from "../core/pem";
import { APPHUB } from "./apphub-names";
import type { AppHubPlan } from "./apphub-plan";

export interface AppHubArgs {
  readonly plan: AppHubPlan;
  readonly deps: {
    /** What must be on the cluster first: operators, and what brings their kinds. */
    readonly ready: readonly pulumi.Resource[];
    /** Of an S3-compatible store for backups; on AWS there is none. */
    readonly storeSecretKey: pulumi.Output<string> | undefined;
    readonly superuserPassword: pulumi.Output<string>;
    readonly corePassword: pulumi.Output<string>;
    /** Where the brokers ask for a login. */
    readonly kafka: KafkaSecrets | undefined;
  };
}

export interface KafkaSecrets extends RedpandaSecrets {
  readonly passwordOf: (user: string) => pulumi.Output<string>;
}

/** What people and services need to know after `pulumi up`. */
export interface AppHubOutputs {
  readonly namespace: string;
  /** Where services in the cluster connect. */
  readonly brokers: string;
  /** Where the runner connects. */
  readonly bootstrapServers: readonly string[];
  /** How clients log in, and who they may be. */
  readonly security: {
    readonly protocol: "PLAINTEXT" | "SASL_SSL";
    readonly mechanism?: string;
    readonly users: readonly string[];
  };
  readonly topics: readonly string[];
  readonly sequencerDb: {
    /** The primary's, past the pooler. */
    readonly host: string;
    readonly port: number;
    /** Where services connect, if there is a pooler. */
    readonly pooler?: string;
    readonly database: string;
    readonly role: string;
    readonly schema: string;
  };
}

/** AppHub's streaming core: brokers, topics and the database of sequence numbers. */
export class AppHub extends PlatformComponent {
  static readonly token = "streaming:stacks:AppHub";
  readonly outputs: AppHubOutputs;

  constructor(name: string, { plan, deps }: AppHubArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(AppHub.token, name, { namespace: plan.namespace }, opts);
    const { target, access, database } = plan;

    const namespace = this.add(Namespace, "namespace", { plan: plan.isolation, deps: { after: deps.ready } });
    if (plan.targets.length > 0)
      this.add(ScrapeTargets, "scrape", { plan: { targets: plan.targets }, deps: { after: [namespace] } });
    if (plan.watch !== undefined)
      this.add(PlatformWatch, "watch", { plan: plan.watch, deps: { after: [...deps.ready, namespace] } });
    const redpanda = this.add(RedpandaCluster, "redpanda", {
      plan: plan.redpanda,
      deps: { namespace, secrets: deps.kafka },
    });
    this.declareContents(plan, deps.kafka, { cluster: redpanda, namespace });
    const { superuserPassword } = deps;
    const store =
      plan.objectStore &&
      this.add(ObjectStore, "object-store", {
        plan: plan.objectStore,
        deps: { namespaces: [namespace], secretKey: deps.storeSecretKey },
      });
    const sequencerDb = this.add(PostgresCluster, "sequencer-db", {
      plan: plan.sequencerDb,
      deps: { namespace, superuserPassword, store },
    });
    const sequencer = this.add(PostgresDatabase, "sequencer", {
      plan: { database, access: access.postgres, target },
      deps: { cluster: sequencerDb, superuserPassword, passwordOf: () => deps.corePassword },
    });
    if (plan.migration !== undefined)
      this.add(Migration, "migration", {
        plan: plan.migration,
        deps: { namespace, database: sequencer, password: deps.corePassword },
      });

    this.outputs = outputsOf(plan);
    this.registerOutputs(this.outputs);
  }

  /** What is inside the brokers: topics, and users where they ask for a login. */
  private declareContents(
    plan: AppHubPlan,
    secrets: KafkaSecrets | undefined,
    { cluster, namespace }: { readonly cluster: RedpandaCluster; readonly namespace: Namespace },
  ): void {
    const { target, access } = plan;
    const authority = secrets?.certificate.apply(authorityOf);
    const { provider } = this.add(Topics, "topics", {
      plan: { topics: plan.topics, access: access.kafka, target },
      deps: {
        cluster,
        login: secrets && authority && { username: SUPERUSER, password: secrets.superuserPassword, authority },
      },
    });
    if (secrets && authority)
      this.add(Users, "users", {
        plan: { users: plan.users, secrets: { partOf: "apphub", brokers: brokersOf(plan) } },
        deps: { cluster, namespaces: [namespace], provider, authority, passwordOf: secrets.passwordOf },
      });
  }
}

const brokersOf = ({ redpanda, namespace }: AppHubPlan): string =>
  `${serviceHost(redpanda.cluster, namespace)}:${REDPANDA_PORTS.kafka}`;

const outputsOf = (plan: AppHubPlan): AppHubOutputs => ({
  namespace: plan.namespace,
  brokers: brokersOf(plan),
  bootstrapServers: plan.access.kafka.bootstrapServers,
  security: plan.redpanda.secured
    ? { protocol: "SASL_SSL", mechanism: SCRAM, users: plan.users.map(({ name }) => name) }
    : { protocol: "PLAINTEXT", users: [] },
  topics: plan.topics.map(({ name }) => name),
  sequencerDb: {
    host: serviceHost(postgresNames.readWrite(plan.sequencerDb.cluster), plan.namespace),
    port: POSTGRES_PORT,
    ...(plan.sequencerDb.pooler && {
      pooler: serviceHost(postgresNames.pooler(plan.sequencerDb.cluster), plan.namespace),
    }),
    ...APPHUB.database,
  },
});
