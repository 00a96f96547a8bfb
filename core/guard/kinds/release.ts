import { parseDuration } from "../../units";
import type { Plain, Verdict } from "../change";
import { type GuardedKind, type Judge, inPlace, replaces } from "../kind";

/** Prometheus' own default [Prometheus docs, Storage]. */
const DEFAULT_RETENTION = "15d";
const HOUR_MS = 3_600_000;

/** Of samples; Prometheus deletes older blocks at its next compaction. */
const metricsRetention: Judge = ({ from, to }) => {
  const ms = (value: Plain): number =>
    parseDuration(typeof value === "string" ? value : DEFAULT_RETENTION) ?? Number.NaN;
  const [old, next] = [ms(from), ms(to)];
  return next < old
    ? {
        class: "data loss",
        why: "samples older than that are deleted",
        loss: { hours: (old - next) / HOUR_MS },
      }
    : { class: "in place", why: "samples are kept as long or longer" };
};

const removed = (): Verdict => ({
  class: "replace",
  why: "what the chart installed is removed; nothing looks after what it managed",
});

/** A release of a Helm chart. Definitions of kinds stay when it goes: the charts that are used here keep them [their crds/ folders, helm.sh/resource-policy]. */
export const release: GuardedKind = {
  type: /^kubernetes:helm\.sh\/v3:Release$/,
  nameOf: ({ props, name }) => (typeof props["name"] === "string" ? props["name"] : name),
  fields: [
    ["namespace", replaces({ removed }, "a release's namespace")],
    ["name", replaces({ removed }, "a release's name")],
    ["values/prometheus/prometheusSpec/retention", metricsRetention],
    [
      "values/prometheus/prometheusSpec/storageSpec/**",
      inPlace("volumes that are there stay as they are; those of new pods are made so"),
    ],
    ["**", inPlace("the release is upgraded")],
  ],
  removed,
};
