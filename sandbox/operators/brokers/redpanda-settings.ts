import type { Settings } from "./redpanda-files";

/** `--set redpanda.NAME=VALUE`, also joined by `=`; and what `--mode dev-container` implies. */
export function propertiesOfArgs(args: readonly string[]): Settings {
  const properties: Record<string, unknown> = {};
  args.forEach((arg, i) => {
    const value = /^--(set|mode)(?:=(.*))?$/s.exec(arg);
    if (!value) return;
    const text = value[2] ?? args[i + 1] ?? "";
    if (value[1] === "mode")
      Object.assign(properties, text === "dev-container" ? { auto_create_topics_enabled: true } : {});
    else {
      const [, name, setting] = /^redpanda\.([^=]+)=(.*)$/s.exec(text) ?? [];
      if (name !== undefined) properties[name] = setting;
    }
  });
  return properties;
}

/** Kafka's settings that say the same as Redpanda's properties; properties that Kafka has no word for are left out. */
export function kafkaSettingsOf(properties: Settings): Readonly<Record<string, string>> {
  const settings = Object.entries(SAME_IN_KAFKA).flatMap(([redpanda, kafka]) => {
    const value = properties[redpanda];
    return isScalar(value) ? [[kafka, String(value)] as const] : [];
  });
  return Object.fromEntries(settings);
}

const SAME_IN_KAFKA: Readonly<Record<string, string>> = {
  auto_create_topics_enabled: "auto.create.topics.enable",
  default_topic_partitions: "num.partitions",
  default_topic_replications: "default.replication.factor",
  internal_topic_replication_factor: "offsets.topic.replication.factor",
  log_retention_ms: "log.retention.ms",
  delete_retention_ms: "log.retention.ms",
  retention_bytes: "log.retention.bytes",
  log_segment_size: "log.segment.bytes",
  log_segment_ms: "log.roll.ms",
  log_cleanup_policy: "log.cleanup.policy",
  log_compression_type: "compression.type",
  kafka_batch_max_bytes: "message.max.bytes",
  group_topic_partitions: "offsets.topic.num.partitions",
};

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";
