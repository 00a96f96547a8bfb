import { critical, fires, info, nearMiss, noData, noTraffic, warning, type Alert } from "../../../../core/alerts/alert";
import { series, type Scrape } from "../../../../core/alerts/exporter";
import { formatNumber } from "../../../../core/capacity/format";

export interface LagAlertsArgs {
  readonly namespace: string;
  /** Group of the job whose silence counts. */
  readonly group: string;
  /** A topic that it reads. */
  readonly topic: string;
  /** Lag below this is no news: what the job's checkpoints make a healthy group look behind by. */
  readonly floor: number;
  /** Time between two checkpoints of the job. */
  readonly checkpointMs: number;
  readonly exporter: Scrape;
}

/** The runbook's figures, in messages. */
const FIGURES = { elevated: 1_000, high: 10_000, critical: 50_000, extreme: 100_000 } as const;
const PAGE = "kafka-consumer-lag-high";

/** How far consumers are behind. Flink commits offsets with its checkpoints only, so the lag of a healthy job is a saw-tooth. */
export function lagAlerts(args: LagAlertsArgs): readonly Alert[] {
  const { namespace, floor } = args;
  // While the exporter is replaced two of them answer; an unread group reports -1.
  const perPartition = `max by (namespace, consumergroup, topic, partition) (clamp_min(kafka_consumergroup_lag{namespace="${namespace}"}, 0))`;
  const lag = `sum by (namespace, consumergroup) (${perPartition})`;
  const high = Math.max(FIGURES.high, floor);
  const veryHigh = Math.max(FIGURES.critical, floor);
  const extreme = Math.max(FIGURES.extreme, floor);
  const over = (samples: number) => `${formatNumber(samples)} messages`;
  const panel = {
    dashboard: "pipeline",
    title: "Consumer lag",
    expr: lag,
    legend: "{{consumergroup}}",
    unit: "short",
  } as const;
  const { of, minutes } = samplesOf(args);
  const idle = noTraffic({ [of("0")]: "0x90", [of("1")]: "-1x90" }, "1h");
  const common = { component: "kafka", page: PAGE, panel } as const;
  return [
    {
      ...common,
      name: "KafkaConsumerLagHigh",
      summary: "Consumer group {{ $labels.consumergroup }} falls behind: transactions are scored late.",
      description: `{{ $value }} messages behind; over ${over(high)} for 5 minutes, critical over ${over(veryHigh)}.`,
      panel: { ...panel, thresholds: [high, veryHigh] },
      levels: [warning(`${lag} > ${high}`, "5m"), critical(`${lag} > ${veryHigh}`, "5m")],
      cases: [
        fires(["warning"], "warns over its lower figure", { [of("0")]: `${high + 1}x30` }, "10m"),
        fires(
          ["warning", "critical"],
          "is critical over both",
          { [of("0")]: `${veryHigh}x30`, [of("1")]: "1x30" },
          "10m",
        ),
        nearMiss("stays quiet at the figure itself", { [of("0")]: `${high - 1}x30`, [of("1")]: "1x30" }, "20m"),
        nearMiss("stays quiet at a peak of four minutes", { [of("0")]: `0x10 ${veryHigh * 2}x3 0x20` }, "15m"),
        nearMiss("counts no partition twice while the exporter is replaced", twice(args, high - 1), "20m"),
        noData(),
        idle,
      ],
    },
    {
      ...common,
      name: "KafkaConsumerLagExtreme",
      summary: "Consumer group {{ $labels.consumergroup }} is far behind: it won't catch up by itself.",
      description: `{{ $value }} messages behind; over ${over(extreme)} for 2 minutes.`,
      panel: { ...panel, thresholds: [extreme] },
      levels: [critical(`${lag} > ${extreme}`, "2m", { team: "data-engineering" })],
      cases: [
        fires(["critical"], "calls Data Engineering", { [of("0")]: `${extreme + 1}x30` }, "5m"),
        nearMiss("stays quiet at the figure itself", { [of("0")]: `${extreme}x30` }, "20m"),
        noData(),
        idle,
      ],
    },
    {
      ...common,
      name: "KafkaConsumerLagGrowing",
      summary: "Consumer group {{ $labels.consumergroup }} has fallen further behind for half an hour.",
      description: `Lag grows by {{ $value }} messages per second and is over ${over(high)}.`,
      levels: [critical(`deriv(${lag}[30m:1m]) > 0 and ${lag} > ${high}`, "30m", { team: "sre" })],
      cases: [
        fires(["critical"], "calls SRE when it grows for half an hour", { [of("0")]: `${high}+1000x90` }, "75m"),
        nearMiss("stays quiet while the group catches up", { [of("0")]: "90000-500x120" }, "75m"),
        nearMiss("stays quiet when the lag is high and level", { [of("0")]: `${high * 3}x120` }, "75m"),
        nearMiss("stays quiet when it grows below the figure", { [of("0")]: "0+10x120" }, "100m"),
        noData(),
        idle,
      ],
    },
    {
      ...common,
      name: "KafkaConsumerLagElevated",
      summary: "Consumer group {{ $labels.consumergroup }} doesn't catch up between checkpoints.",
      description: `At least {{ $value }} messages behind at all times; healthy is below ${over(FIGURES.elevated)}.`,
      levels: [info(`min_over_time(${lag}[${minutes}m:30s]) > ${FIGURES.elevated}`, "10m")],
      cases: [
        fires(["info"], "tells of a lag that never falls", { [of("0")]: `${FIGURES.elevated + 1}x40` }, "30m"),
        nearMiss("stays quiet at the saw-tooth of checkpoints", { [of("0")]: "6000 0 ".repeat(30).trim() }, "40m"),
        noData(),
        idle,
      ],
    },
    {
      ...common,
      name: "KafkaConsumerLagUnknown",
      summary: `Nobody knows how far ${args.group} is behind: the exporter or the group is gone.`,
      description: "No lag of the group has been exported for 15 minutes.",
      levels: [
        warning(`absent(kafka_consumergroup_lag{namespace="${namespace}",consumergroup="${args.group}"}) == 1`, "15m"),
      ],
      cases: [
        fires(["warning"], "fires when only other groups are seen", { [of("0", "console-consumer-1")]: "5x60" }, "20m"),
        nearMiss("stays quiet while the exporter is replaced", { [of("0")]: "5x5 _x13 5x20" }, "20m"),
        noData(["warning"]),
        noTraffic({ [of("0")]: "0x60" }, "30m"),
      ],
    },
  ];
}

function samplesOf({ exporter, group, topic, checkpointMs }: LagAlertsArgs) {
  return {
    of: (partition: string, consumergroup = group) =>
      series(exporter, "kafka_consumergroup_lag", { consumergroup, topic, partition }),
    /** Window that holds several checkpoints, so that its least lag is the bottom of the saw-tooth. */
    minutes: Math.max(5, Math.ceil((4 * checkpointMs) / 60_000)),
  };
}

function twice({ exporter, group, topic }: LagAlertsArgs, lag: number): Readonly<Record<string, string>> {
  const of = (pod: string) =>
    series({ ...exporter, target: { ...exporter.target, pod } }, "kafka_consumergroup_lag", {
      consumergroup: group,
      topic,
      partition: "0",
    });
  return { [of("exporter-old")]: `${lag}x30`, [of("exporter-new")]: `${lag}x30` };
}
