import { z } from "zod";
import { formatBytes, formatSpan } from "../../core/capacity/format";
import { count, duration } from "../../core/config/fields";
import { MiB, parseDuration } from "../../core/units";
import { type Complaints, advise, complain, parts } from "../framework/finding";
import type { Item } from "../framework/resource";
import { both, stackRule, type Kind } from "../framework/rule";
import type { Scene } from "../framework/scene";
import { type FlinkJob, type FlinkSettings, flinkMs, jobs } from "../kinds/flink";

interface Args {
  readonly timeout: string;
  readonly retained: number;
}

const AT = "spec.flinkConfiguration";
/** State above which a full upload at every checkpoint is waste. */
const LARGE_STATE = 256 * MiB;
/** Flink's own values [Flink docs, Checkpointing]. */
const STANDARD = { timeoutMs: 600_000, minPauseMs: 0, retained: 1 } as const;

export const checkpointing = stackRule<Args>({
  id: "FLK-02",
  slug: "checkpointing",
  severity: "high",
  level: both("mandatory"),
  description:
    "Jobs take checkpoints, with a pause between them, a timeout that an alert waits for, and at least two kept.",
  why: "Without an interval there are no checkpoints; without a pause a slow one is followed by the next, and the job does nothing else.",
  remedy:
    "Set execution.checkpointing.interval, .timeout, .min-pause (half of the interval) and .num-retained in flinkConfiguration; .incremental with large state.",
  args: z.strictObject({
    timeout: z
      .string()
      .refine((text) => duration().safeParse(text).success, { error: "must be a duration such as 10m" })
      .describe("Longest timeout: alerts wait for it."),
    retained: count(1, 100).describe("Fewest checkpoints kept."),
  }),
  defaults: both({ timeout: "10m", retained: 2 }),
  example: {
    target: "multi-node",
    bad: example(`execution.checkpointing.interval: 60s, execution.checkpointing.num-retained: "3"`),
    good: example(
      `execution.checkpointing.interval: 60s, execution.checkpointing.min-pause: 30s, execution.checkpointing.num-retained: "3"`,
    ),
  },
  check: (scene, args) => scene.get(jobs).flatMap((job) => jobComplaints(scene, job, args)),
});

function jobComplaints(scene: Scene, { item, settings, job }: FlinkJob, args: Args): Complaints {
  return parts(
    item,
    () => timing(item, settings, args),
    () => retained(item, settings, args.retained),
    () => incremental(scene, item, settings),
    () => upgrade({ item, settings, job }, scene.kind),
  );
}

function timing(item: Item, settings: FlinkSettings, { timeout }: Args): Complaints {
  const at = settings.get("execution.checkpointing.interval");
  const interval = flinkMs(at?.text);
  if (at === undefined || interval === undefined || interval === 0)
    return [
      complain(item, `${AT}["execution.checkpointing.interval"]`, "is missing: without it no checkpoint is ever taken"),
    ];
  const given = settings.get("execution.checkpointing.timeout");
  const limit = flinkMs(given?.text) ?? STANDARD.timeoutMs;
  const most = parseDuration(timeout) ?? Infinity;
  const pauseAt = settings.get("execution.checkpointing.min-pause");
  const pause = flinkMs(pauseAt?.text) ?? STANDARD.minPauseMs;
  return [
    ...(limit > most
      ? [
          complain(
            item,
            given ?? AT,
            `is ${formatSpan(limit)}, must be at most ${formatSpan(most)}, which alerts wait for`,
          ),
        ]
      : []),
    ...(pause < interval / 2
      ? [
          complain(
            item,
            pauseAt ?? `${AT}["execution.checkpointing.min-pause"]`,
            `is ${formatSpan(pause)}, must be at least ${formatSpan(interval / 2)}, half of the interval`,
          ),
        ]
      : []),
  ];
}

function retained(item: Item, settings: FlinkSettings, least: number): Complaints {
  const at = settings.get("execution.checkpointing.num-retained", "state.checkpoints.num-retained");
  const kept = at?.number ?? STANDARD.retained;
  return kept >= least
    ? []
    : [
        complain(
          item,
          at ?? `${AT}["execution.checkpointing.num-retained"]`,
          `is ${kept}, must be at least ${least}: a broken checkpoint must not be the only one`,
        ),
      ];
}

function incremental(scene: Scene, item: Item, settings: FlinkSettings): Complaints {
  const { state } = scene.workload.flink;
  const at = settings.get("execution.checkpointing.incremental", "state.backend.incremental");
  if (state === undefined || state.bytes <= LARGE_STATE || at?.flag === true) return [];
  return [
    complain(
      item,
      at ?? `${AT}["execution.checkpointing.incremental"]`,
      `must be true with ${formatBytes(state.bytes)} of state: else every checkpoint uploads all of it`,
    ),
  ];
}

/** A stateless upgrade throws the state away, checkpoints or not. */
function upgrade({ item, job }: FlinkJob, kind: Kind): Complaints {
  const at = job.at("upgradeMode");
  if ((at.text ?? "stateless") !== "stateless") return [];
  return [
    (kind === "multi-node" ? complain : advise)(
      item,
      at,
      "is stateless, must be savepoint or last-state: every change of the job drops its state",
    ),
  ];
}

function example(settings: string): string {
  return `
apiVersion: flink.apache.org/v1beta1
kind: FlinkDeployment
metadata: { name: scoring, namespace: streaming }
spec:
  flinkConfiguration: { ${settings} }
  job: { jarURI: "local:///opt/job.jar", parallelism: 2, upgradeMode: savepoint }`;
}
