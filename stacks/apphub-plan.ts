import { type RedpandaPlan, planRedpanda } from "../components/kafka/redpanda/plan";
import { type TopicPlan, planTopics } from "../components/kafka/topics/plan";
import type { UserPlan } from "../components/kafka/users/plan";
import { type DatabasePlan, type PostgresPlan, planPostgres } from "../components/postgres/plan";
import type { FullAccess } from "../core/config/access";
import type { TargetConfig } from "../core/config/target";
import { images } from "../core/images";
import { shapeOf } from "../core/capacity/nodes/shape";
import { clusterOf } from "../core/capacity/nodes/target";
import { sizeAppHub } from "./apphub-capacity";
import type { AppHubConfig } from "./apphub-config";
import { APPHUB } from "./apphub-names";
import { APPHUB_USERS } from "./apphub-users";

export { APPHUB };

export interface AppHubPlan {
  readonly target: TargetConfig["kind"];
  readonly namespace: string;
  readonly redpanda: RedpandaPlan;
  readonly topics: readonly TopicPlan[];
  /** Who logs in at the brokers; nobody where they ask for no login. */
  readonly users: readonly UserPlan[];
  readonly sequencerDb: PostgresPlan;
  readonly database: DatabasePlan;
  readonly access: FullAccess;
}

/** Everything that AppHub's streaming core is made of, decided before anything is made. */
export function planAppHub(config: AppHubConfig, target: TargetConfig, access: FullAccess): AppHubPlan {
  const scope = { namespace: APPHUB.namespace, partOf: "apphub", target };
  const sizes = sizeAppHub(config, shapeOf(clusterOf(target)));
  const redpanda = planRedpanda(
    { ...scope, cluster: APPHUB.redpanda, image: images.redpanda, access: access.kafka },
    sizes.redpanda,
  );
  return {
    target: target.kind,
    namespace: APPHUB.namespace,
    redpanda,
    topics: planTopics(config.topics, config.redpanda.brokers),
    users: redpanda.secured ? APPHUB_USERS : [],
    sequencerDb: planPostgres(
      {
        ...scope,
        cluster: APPHUB.sequencerDb,
        image: images.postgresql,
        database: APPHUB.database,
        access: access.postgres,
      },
      config.sequencerDb,
    ),
    database: APPHUB.database,
    access,
  };
}
