/** Who may speak to whom in AppHub's namespace. */
import { redpandaFlows, redpandaPods } from "../components/kafka/redpanda/flows";
import { REDPANDA_PORTS } from "../components/kafka/redpanda/names";
import { migrationFlow } from "../components/migration/flows";
import { addressFlows, tcp, type Flow, type Pods } from "../components/namespace/flows";
import { scrapeFlows } from "../components/monitoring/monitors";
import { instancePods, poolerPods, postgresFlows, type StoreAddress } from "../components/postgres/flows";
import { POSTGRES_PORT, postgresNames } from "../components/postgres/names";
import { APPHUB } from "./apphub-names";
import { appHubDatabaseTargets, appHubTargets } from "./apphub-targets";

export interface AppHubFlowScope {
  /** Address ranges of the machine that runs `pulumi up`. */
  readonly runners: readonly string[];
  /** Where sequencer-db's backups go; undefined where none are made. */
  readonly archive: StoreAddress | undefined;
  /** sequencer-db has a pooler. */
  readonly pooled: boolean;
  /** A Job makes sequencer-db's tables. */
  readonly migrated: boolean;
  /** Brokers that ask for a login. */
  readonly secured: boolean;
  /** Where Prometheus runs; undefined where nothing is scraped. */
  readonly monitoring: string | undefined;
}

/** Pods of a workload, by the name that its Deployment gives them. */
const workload = (name: string): Pods => ({
  namespace: APPHUB.namespace,
  pods: { "app.kubernetes.io/name": name },
});

export function apphubFlows(scope: AppHubFlowScope): readonly Flow[] {
  const { runners, archive, pooled } = scope;
  const { namespace, redpanda, sequencerDb, users } = APPHUB;
  const brokers = redpandaPods(namespace, redpanda);
  const database = instancePods(namespace, sequencerDb);
  const pooler = postgresNames.pooler(sequencerDb);
  const client = (user: string, why: string): Flow => ({
    name: `${user}-brokers`,
    from: workload(user),
    to: brokers,
    ports: tcp(REDPANDA_PORTS.kafka),
    why,
  });
  return [
    ...redpandaFlows(namespace, redpanda),
    client(users.core, "core mirrors its events"),
    client(users.timestore, "timestore reads what the others wrote"),
    client(users.flink, "the job turns input into aggregates"),
    {
      name: `${users.core}-${sequencerDb}`,
      from: workload(users.core),
      to: pooled ? poolerPods(namespace, pooler) : database,
      ports: tcp(POSTGRES_PORT),
      why: "core takes the sequence numbers of mirrored events from there",
    },
    ...postgresFlows({
      cluster: sequencerDb,
      namespace,
      ...(archive === undefined ? {} : { archive }),
    }),
    ...(scope.migrated ? [migrationFlow("apphub", database)] : []),
    ...addressFlows(
      "runner-brokers",
      runners,
      brokers,
      tcp(REDPANDA_PORTS.kafka),
      "topics and users are made by pulumi up",
    ),
    ...addressFlows("runner-sequencer-db", runners, database, tcp(POSTGRES_PORT), "the database is made by pulumi up"),
    ...scraped(scope),
  ];
}

const scraped = ({ monitoring, pooled, secured }: AppHubFlowScope): readonly Flow[] =>
  monitoring === undefined
    ? []
    : scrapeFlows([...appHubTargets(secured), ...appHubDatabaseTargets(pooled)], monitoring);
