/** Configs for tests, as objects that a test changes in one place and hands to the program as Pulumi would. */
import { APPHUB_TOPICS } from "../../stacks/apphub-config";

/** A config as a person types it: any JSON. */
export type Typed = Record<string, unknown>;

/** A whole stack's config with AppHub; tests change it in place. */
export interface TypedStack extends Typed {
  target: Typed;
  access: Typed;
  apphub: { redpanda: Typed; topics: Record<string, Typed>; sequencerDb: Typed };
}

/** A topic with the settings that every one needs, and these. */
export const topic = (more: Typed = {}): Typed => ({ rate: "10/s", messageSize: "1Ki", retention: "7d", ...more });

const topics = (): Record<string, Typed> =>
  Object.fromEntries(APPHUB_TOPICS.map((name) => [name, topic({ partitions: 6 })]));

/** One node, one of everything. */
export const singleNode = (): TypedStack => ({
  target: {
    kind: "single-node",
    distribution: "k3s",
    zones: ["local"],
    nodes: [{ count: 1, cpu: "8", memory: "32Gi", disk: "400Gi" }],
    storageClass: "local-path",
  },
  access: {
    apphub: {
      kafka: { bootstrapServers: ["127.0.0.1:31092"], tls: false },
      postgres: { host: "127.0.0.1", port: 31432, sslmode: "disable" },
    },
  },
  apphub: {
    redpanda: { brokers: 1, cpu: "2", memory: "5Gi", volume: "40Gi" },
    topics: topics(),
    sequencerDb: { instances: 1, cpu: "500m", memory: "1Gi", volume: "5Gi" },
  },
});

/** Three zones, three of everything. */
export const multiNode = (): TypedStack => ({
  target: {
    kind: "multi-node",
    distribution: "eks",
    zones: ["a", "b", "c"],
    nodes: [{ count: 6, cpu: "8", memory: "32Gi", disk: "200Gi" }],
    storageClass: "gp3",
  },
  access: {
    apphub: {
      kafka: { bootstrapServers: ["apphub-redpanda.apphub-system.svc.cluster.local:9092"], tls: true },
      postgres: { host: "sequencer-db-rw.apphub-system.svc.cluster.local", port: 5432, sslmode: "require" },
    },
  },
  apphub: {
    redpanda: { brokers: 3, cpu: "4", memory: "10Gi", volume: "100Gi" },
    topics: topics(),
    sequencerDb: { instances: 3, cpu: "1", memory: "2Gi", volume: "20Gi" },
  },
});

/** As Pulumi hands a config to a program: full keys to text. */
export const values = (config: Typed): Record<string, string> =>
  Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      `streaming:${key}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
