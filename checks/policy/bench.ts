/** How long the rules themselves take: `node --require tsx/cjs checks/policy/bench.ts [500 5000 …]`. Prints milliseconds for each number of resources. */
import { performance } from "node:perf_hooks";
import type { Pack } from "../../policy/framework/crossguard";
import type { Resource } from "../../policy/framework/resource";
import { mapOf } from "../../policy/framework/value";
import { RULES } from "../../policy/rules";
import { judge } from "./report";
import { packOf } from "./target-file";

/** Large nodes, so that the pods of all sizes fit: their number decides, not the nodes'. */
const TARGET = {
  kind: "multi-node",
  distribution: "eks",
  zones: ["a", "b", "c"],
  nodes: [{ count: 12, cpu: "192", memory: "768Gi", disk: "1000Gi" }],
  storageClass: "gp3",
};

const object = (apiVersion: string, kind: string, name: string, namespace: string, rest: object): Resource => ({
  urn: `${kind}/${namespace}/${name}`,
  type: `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`,
  name,
  props: mapOf({ apiVersion, kind, metadata: { name, namespace }, ...rest }),
  opts: { protect: true },
});

const KAFKA = "kafka.strimzi.io/v1";

/** A stack of so many resources: a Kafka cluster, and in each namespace some workloads, with what belongs to them. */
export function stackOf(count: number): readonly Resource[] {
  const all: Resource[] = [
    object(KAFKA, "Kafka", "events", "kafka", { spec: { kafka: { config: { "min.insync.replicas": 2 } } } }),
    {
      ...object(KAFKA, "KafkaNodePool", "broker", "kafka", { spec: { replicas: 3, roles: ["broker", "controller"] } }),
    },
  ];
  for (let i = 0; all.length < count; i += 1) {
    const namespace = `team-${Math.floor(i / 10)}`;
    const name = `app-${i}`;
    const labels = { app: name };
    const container = {
      name: "app",
      image: "registry.example.org/app:1.4.2",
      env: [{ name: "LOG_LEVEL", value: "info" }],
      resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "64Mi" } },
    };
    const template = {
      metadata: { labels },
      spec: { securityContext: { runAsNonRoot: true }, containers: [container] },
    };
    all.push(
      object("apps/v1", "Deployment", name, namespace, {
        spec: { replicas: 2, selector: { matchLabels: labels }, template },
      }),
      object("policy/v1", "PodDisruptionBudget", name, namespace, {
        spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
      }),
      object("v1", "Service", name, namespace, { spec: { selector: labels } }),
      object("v1", "ConfigMap", name, namespace, { data: { "app.properties": "log.level=info\nport=8080\n" } }),
      object("v1", "ServiceAccount", name, namespace, {}),
      object("networking.k8s.io/v1", "NetworkPolicy", name, namespace, {
        spec: { podSelector: { matchLabels: labels } },
      }),
      object(KAFKA, "KafkaTopic", name, "kafka", {
        spec: { partitions: 6, replicas: 3, config: { "retention.ms": 86_400_000 } },
      }),
    );
  }
  return all.slice(0, count);
}

/** Milliseconds of one run over fresh resources, the best of three. */
export function measure(count: number, pack: Pack): number {
  const resources = stackOf(count);
  const loaded = { resources, sources: new Map(), skipped: [] };
  const runs = [1, 2, 3].map(() => {
    const start = performance.now();
    judge(RULES, loaded, pack);
    return performance.now() - start;
  });
  return Math.min(...runs);
}

if (require.main === module) {
  const counts = process.argv.slice(2).map(Number);
  const pack = packOf(TARGET, "bench", "2026-01-01");
  for (const count of counts.length > 0 ? counts : [500, 5_000])
    process.stdout.write(`${count} resources: ${measure(count, pack).toFixed(0)} ms\n`);
}
