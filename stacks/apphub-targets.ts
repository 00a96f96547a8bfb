import { redpandaTarget } from "../components/kafka/redpanda/scrape";
import type { ScrapeTarget } from "../components/monitoring/monitors";
import { postgresNames } from "../components/postgres/names";
import { postgresTargets } from "../components/postgres/scrape";
import { APPHUB } from "./apphub-names";

const { namespace, redpanda, sequencerDb } = APPHUB;
const PART_OF = "apphub";

/** What Prometheus reads of AppHub; the database declares its monitors itself. */
export const appHubTargets = (secured: boolean): readonly ScrapeTarget[] => [
  redpandaTarget({ namespace, cluster: redpanda, partOf: PART_OF, secured }),
];

export const appHubDatabaseTargets = (pooled: boolean): readonly ScrapeTarget[] =>
  postgresTargets({
    namespace,
    cluster: sequencerDb,
    partOf: PART_OF,
    pooler: pooled ? postgresNames.pooler(sequencerDb) : undefined,
  });
