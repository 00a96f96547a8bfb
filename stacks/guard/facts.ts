import { tablesBytes } from "../../core/capacity/postgres/volume";
import { shapeOf } from "../../core/capacity/nodes/shape";
import { clusterOf } from "../../core/capacity/nodes/target";
import type { BrokerFacts, GuardFacts, TopicFacts } from "../../core/guard/facts";
import { NO_FACTS } from "../../core/guard/facts";
import { inGiB } from "../../core/guard/loss";
import { APPHUB } from "../apphub-names";
import type { StackConfig } from "../config";
import { sizeStreamflow } from "../streamflow-capacity";
import { STREAMFLOW } from "../streamflow-names";

/** The settings that say how much a stack holds. */
type HoldingConfig = Pick<StackConfig, "target" | "apphub" | "streamflow">;

/** Settings of a topic that say how much is in it; both platforms' topics have them. */
interface TopicSettings {
  readonly rate: { readonly perSecond: number };
  readonly messageSize: { readonly bytes: number };
  readonly retention: { readonly ms: number };
  readonly keys?: number | undefined;
}

/**
 * What the stack holds before a change, by its config of then; how many brokers there will be is the config's to come.
 * Without a config of then that can be read, nothing is known of amounts.
 */
export function factsOf(before: HoldingConfig | undefined, after: HoldingConfig | undefined): GuardFacts {
  if (before === undefined) return NO_FACTS;
  const shape = shapeOf(clusterOf(before.target));
  const { apphub, streamflow } = before;
  const flow = streamflow === undefined ? undefined : sizeStreamflow(streamflow, shape);
  return {
    topics: {
      ...topicFacts(apphub?.topics, after?.apphub?.redpanda.brokers),
      ...topicFacts(streamflow?.topics, after?.streamflow?.kafka.brokers),
    },
    brokers: {
      ...(apphub === undefined
        ? {}
        : { [`${APPHUB.namespace}/${APPHUB.redpanda}`]: brokerFacts(apphub.topics, apphub.redpanda.brokers) }),
      ...(streamflow === undefined
        ? {}
        : {
            [`${STREAMFLOW.namespaces.kafka}/${STREAMFLOW.kafka}`]: brokerFacts(
              streamflow.topics,
              streamflow.kafka.brokers,
            ),
          }),
    },
    databases:
      flow === undefined
        ? {}
        : { [`${STREAMFLOW.namespaces.data}/${STREAMFLOW.postgres}`]: inGiB(tablesBytes(flow.postgres.tables)) },
    flinkState:
      streamflow?.flink.state === undefined
        ? {}
        : { [`${STREAMFLOW.namespaces.processing}/${STREAMFLOW.flink}`]: inGiB(streamflow.flink.state.bytes) },
  };
}

function topicFacts(
  topics: Readonly<Record<string, TopicSettings>> | undefined,
  brokers: number | undefined,
): Readonly<Record<string, TopicFacts>> {
  return Object.fromEntries(
    Object.entries(topics ?? {}).map(([name, { rate, messageSize, keys }]) => [
      name,
      {
        recordsPerSecond: rate.perSecond,
        bytesPerRecord: messageSize.bytes,
        ...(keys === undefined ? {} : { keys }),
        ...(brokers === undefined ? {} : { brokers }),
      },
    ]),
  );
}

/** All copies of all that the topics keep. */
function brokerFacts(topics: Readonly<Record<string, TopicSettings>>, brokers: number): BrokerFacts {
  const replication = Math.min(3, brokers);
  const bytes = Object.values(topics).reduce(
    (sum, { rate, messageSize, retention, keys }) =>
      sum + messageSize.bytes * (keys ?? (rate.perSecond * retention.ms) / 1000) * replication,
    0,
  );
  return { replication, dataGiB: inGiB(bytes) };
}
