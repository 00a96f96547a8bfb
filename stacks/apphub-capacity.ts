import { sizeRedpanda, type RedpandaSize } from "../components/kafka/redpanda/capacity";
import { sequencerCapacity } from "../components/postgres/small";
import { addUp, type Demand } from "../core/capacity/demand";
import type { Shape } from "../core/capacity/nodes/shape";
import { APPHUB } from "./apphub-names";
import type { AppHubConfig } from "./apphub-config";

export interface AppHubCapacity {
  readonly redpanda: RedpandaSize;
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
  const sequencer = sequencerCapacity({
    path: "apphub.sequencerDb",
    cluster: APPHUB.sequencerDb,
    namespace,
    config: config.sequencerDb,
    shape,
  });
  return { redpanda: redpanda.size, demand: addUp([redpanda.demand, sequencer]) };
}
