/**
 * How long the checks of a pull request take: `node --require ./tools/run-typescript.js checks/policy/bench.ts [500 5000 …]`. Prints milliseconds
 * of the rules and of the change guard for each number of resources, and seconds of the whole command.
 */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import type { GuardedResource, PlainObject } from "../../core/guard/change";
import { changes } from "../../core/guard/changes";
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

/** Milliseconds of one run, the best of three. */
function best(run: () => void): number {
  const runs = [1, 2, 3].map(() => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return Math.min(...runs);
}

/** Of all rules over so many resources. */
export function measure(count: number, pack: Pack): number {
  const loaded = { resources: stackOf(count), sources: new Map(), skipped: [] };
  return best(() => judge(RULES, loaded, pack));
}

/** Of the change guard over so many resources, each of which is changed. */
export function measureGuard(count: number): number {
  const before = stackOf(count).map(({ urn, type, name, props }): GuardedResource => ({
    urn,
    type,
    name,
    props: props as PlainObject,
    opts: {},
  }));
  const after = before.map((resource) => ({ ...resource, props: { ...resource.props, spec: { changed: true } } }));
  return best(() => changes(before, after));
}

/** Seconds of `npm run pr` for all stacks against the last commit, without what an earlier run has planned of it. */
function measurePullRequest(): number {
  rmSync(join(ROOT, ".tools", "cache", "revisions"), { recursive: true, force: true });
  const start = performance.now();
  const { status } = spawnSync("npm", ["run", "-s", "pr", "--", "--base", "HEAD"], { cwd: ROOT, stdio: "ignore" });
  if (status === null || status > 1) throw new Error(`npm run pr ended with ${String(status)}`);
  return (performance.now() - start) / 1000;
}

const ROOT = join(__dirname, "..", "..");

if (require.main === module) {
  const counts = process.argv.slice(2).map(Number);
  const pack = packOf(TARGET, "bench", "2026-01-01");
  for (const count of counts.length > 0 ? counts : [500, 5_000])
    process.stdout.write(
      `${count} resources: rules ${measure(count, pack).toFixed(0)} ms, change guard ${measureGuard(count).toFixed(0)} ms\n`,
    );
  process.stdout.write(`npm run pr, all stacks, nothing planned yet: ${measurePullRequest().toFixed(1)} s\n`);
}
