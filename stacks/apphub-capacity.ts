import { sizeRedpanda, type RedpandaSize } from "../components/kafka/redpanda/capacity";
import { MIGRATION_CONNECTIONS, migrationDemand } from "../components/migration/plan";
import { type PostgresSizing, sizePostgres } from "../components/postgres/sizing";
import { addUp, type Demand } from "../core/capacity/demand";
import type { Shape } from "../core/capacity/nodes/shape";
import { sumOf } from "../core/capacity/numbers";
import { APPHUB } from "./apphub-names";
import type { AppHubConfig } from "./apphub-config";

export interface AppHubCapacity {
  readonly redpanda: RedpandaSize;
  readonly sequencerDb: PostgresSizing;
  readonly demand: Demand;
}

/** AppHub's sizes from its rates, and what they ask of the cluster. */
export function sizeAppHub(config: AppHubConfig, shape: Shape): AppHubCapacity {
  const { namespace } = APPHUB;
  const redpanda = sizeRedpanda({
    scope: "apphub",
    cluster: APPHUB.redpanda,
    namespace,
    config: config.redpanda,
    topics: config.topics,
    shape,
  });
  const { connections, ...database } = config.sequencerDb;
  const pooled = database.pooler !== undefined;
  const sequencerDb = sizePostgres({
    path: "apphub.sequencerDb",
    cluster: APPHUB.sequencerDb,
    namespace,
    config: database,
    shape,
    directClients: (pooled ? 0 : connections) + (config.migration === undefined ? 0 : MIGRATION_CONNECTIONS),
    poolerClients: connections + sumOf(Object.values(database.pooler?.clients ?? {}), (n) => n),
    poolerUsers: [APPHUB.database.role],
  });
  return {
    redpanda: redpanda.size,
    sequencerDb,
    demand: addUp([
      redpanda.demand,
      sequencerDb.demand,
      migrationDemand({ platform: "apphub", namespace }, config.migration),
    ]),
  };
}
