import type { Budget } from "../../core/capacity/budget";
import type { CostPart } from "../../core/capacity/cost/quantities";
import { demand, type Demand } from "../../core/capacity/demand";
import { SizeSheet } from "../../core/capacity/derived";
import { formatBytes, formatNumber, formatSpan } from "../../core/capacity/format";
import { replicasFor, type Shape } from "../../core/capacity/nodes/shape";
import { roundUp } from "../../core/capacity/numbers";
import {
  blockBytes,
  prometheusMemory,
  RETENTION_SHARE,
  samplesPerSecond,
  seriesMemory,
} from "../../core/capacity/prometheus/prometheus";
import { GiB, MiB } from "../../core/units";
import type { MonitoringConfig } from "./config";
import { ALERTMANAGER_VOLUME, monitoringPods } from "./pods";

export interface MonitoringPlan {
  readonly namespace: string;
  readonly replicas: number;
  readonly cpu: number;
  readonly memory: number;
  readonly volume: number;
  /** `retentionSize`: blocks may take this much of the volume. */
  readonly retentionBytes: number;
  readonly alertmanagers: number;
  readonly demand: Demand;
}

const PROMETHEUS_FLOOR = { cpu: 200, memory: 400 * MiB } as const;
/** One core takes some 100,000 samples a second and the rules besides; assumed. */
const SAMPLES_PER_CORE = 20_000;

export function planMonitoring(config: MonitoringConfig, shape: Shape): MonitoringPlan {
  const { namespace, series } = config;
  const sheet = new SizeSheet("monitoring");
  const samples = samplesPerSecond(series, config.scrapeInterval.ms);
  const blocks = blockBytes(series, config.scrapeInterval.ms, config.retention.ms);
  const replicas = sheet.count(
    "replicas",
    "pods",
    replicasFor(shape, 2),
    "one, two on a multi-node target",
    config.replicas,
  );
  const cpu = sheet.cpu(
    "cpu",
    Math.max(PROMETHEUS_FLOOR.cpu, roundUp((samples / SAMPLES_PER_CORE) * 1000, 100)),
    `max(200m, ${formatNumber(samples)} samples/s ÷ 20,000 per core)`,
    config.cpu?.millicores,
  );
  const memory = sheet.memory(
    "memory",
    roundUp(Math.max(PROMETHEUS_FLOOR.memory, prometheusMemory(series)), 64 * MiB),
    `${formatNumber(series)} series × 8 KiB + 256 MiB`,
    config.memory?.bytes,
  );
  const volume = sheet.disk(
    "volume",
    roundUp(Math.max(blocks / RETENTION_SHARE, GiB), GiB),
    `${formatSpan(config.retention.ms)} × ${formatNumber(samples)} samples/s × 2 B = ${formatBytes(blocks)}, ÷ 0.8`,
    config.volume?.bytes,
  );
  const retentionBytes = sheet.disk(
    "retentionSize",
    volume * RETENTION_SHARE,
    "80 % of the volume; compaction needs the rest",
  );
  const alertmanagers = sheet.count(
    "alertmanagers",
    "pods",
    replicasFor(shape, 2),
    "one, two on a multi-node target",
    config.alertmanagers,
  );
  const plan = { namespace, replicas, cpu, memory, volume, retentionBytes, alertmanagers };
  const costs: CostPart[] = [
    {
      driver: "volume-gib",
      amount: (replicas * volume + alertmanagers * ALERTMANAGER_VOLUME) / GiB,
      what: "Prometheus and Alertmanager",
    },
  ];
  return {
    ...plan,
    demand: demand({
      sizes: sheet.sizes,
      costs,
      budgets: monitoringBudgets(plan, config),
      ...monitoringPods(plan, config, shape),
    }),
  };
}

function monitoringBudgets(plan: Omit<MonitoringPlan, "demand">, config: MonitoringConfig): readonly Budget[] {
  const blocks = (growth: number): number =>
    blockBytes(config.series * growth, config.scrapeInterval.ms, config.retention.ms);
  return [
    {
      name: "prometheus-volume",
      path: "monitoring.volume",
      level: "proof",
      unit: "GiB",
      need: blocks(1) / GiB,
      usable: plan.retentionBytes / GiB,
      have: plan.volume / GiB,
      formula: `${formatSpan(config.retention.ms)} of blocks, against retentionSize = 80 % of ${formatBytes(plan.volume)}`,
      remedy: "raise monitoring.volume or lower monitoring.retention",
    },
    {
      name: "prometheus-memory",
      path: "monitoring.memory",
      level: "proof",
      unit: "MiB",
      need: seriesMemory(config.series) / MiB,
      usable: plan.memory / MiB,
      have: plan.memory / MiB,
      formula: `${formatNumber(config.series)} series × 8 KiB`,
      remedy: "raise monitoring.memory or drop series",
    },
  ];
}
