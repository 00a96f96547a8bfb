import type { Plain, PlainObject, Verdict } from "../change";
import { at, isObject, numberOf, textAt } from "../diff";
import type { GuardFacts } from "../facts";
import { atMost } from "../loss";
import { type GuardedKind, type Judge, METADATA, impossible, inPlace, kubernetesName, placeOf, rolling } from "../kind";
import { older } from "../versions";

const stateLost = (before: PlainObject, facts: GuardFacts, why: string): Verdict => ({
  class: "data loss",
  why,
  loss: atMost(facts.flinkState[placeOf(before)]) ?? {},
});

const RESTARTS = "the job stops with a savepoint and starts anew with it";
const goesAway = (to: Plain): boolean => to === undefined || to === null;
const upgradeModeOf = (props: PlainObject): string => textAt(props, "spec", "job", "upgradeMode") ?? "stateless";
/** A setting whose name holds dots, however it is nested. */
const setting = (props: PlainObject, name: string): Plain => {
  const all = at(props, "spec", "flinkConfiguration");
  return isObject(all) ? all[name] : undefined;
};

const upgradeMode: Judge = ({ to, before, facts }) =>
  to === "stateless" || goesAway(to)
    ? stateLost(before, facts, "from now on every upgrade begins with empty state")
    : { class: "in place", why: "it counts at the next upgrade" };

const maxParallelism: Judge = ({ before, facts }) =>
  stateLost(before, facts, "state can't be restored with another max parallelism [Flink docs, Max parallelism]");

const parallelism: Judge = ({ to, after }) => {
  const most = numberOf(setting(after, "pipeline.max-parallelism"));
  const next = numberOf(to);
  return most !== undefined && next !== undefined && next > most
    ? { class: "impossible", why: `must be at most pipeline.max-parallelism, ${most}` }
    : { class: "rolling restart", why: RESTARTS };
};

/** Savepoints are read by the same and later versions only [Flink docs, Upgrading Applications, compatibility table]. */
const version: Judge = ({ from, to, before, facts }) => {
  const number = (value: Plain): string =>
    typeof value === "string" ? value.replace(/^v/, "").replaceAll("_", ".") : "";
  if (!older(number(to), number(from))) return { class: "rolling restart", why: RESTARTS };
  return upgradeModeOf(before) === "stateless"
    ? stateLost(before, facts, "the job begins with empty state")
    : { class: "impossible", why: `Flink ${number(to)} can't read the state of ${number(from)}` };
};

/** A canonical savepoint is read by any backend, a checkpoint by its own only [Flink docs, Checkpoints vs. Savepoints]. */
const backend: Judge = ({ after }) =>
  upgradeModeOf(after) === "last-state"
    ? { class: "impossible", why: "a checkpoint is read by its own backend only; upgrade by a savepoint this time" }
    : { class: "rolling restart", why: "the job stops with a savepoint, which the other backend reads" };

/** The operator refuses last-state without it; with savepoints the job goes on, and a lost JobManager begins anew. */
const highAvailability: Judge = ({ to, after }) => {
  if (!goesAway(to)) return { class: "rolling restart", why: RESTARTS };
  return upgradeModeOf(after) === "last-state"
    ? { class: "impossible", why: "the operator finds the last state through high availability alone" }
    : {
        class: "rolling restart",
        why: "a JobManager that is lost takes the job along from now on",
        guarded: true,
      };
};

/** Another nonce makes the operator drop what runs and start from the given savepoint. */
const restored: Judge = ({ to }) =>
  goesAway(to)
    ? { class: "in place", why: "the job goes on from its own state" }
    : {
        class: "replace",
        why: "the job drops its own state and starts from the one that is given; what it did since then is done again",
        guarded: true,
      };

/** Places of state: what is there isn't moved, but an upgrade takes it along. */
const MOVES = "the job stops with a savepoint and keeps its state elsewhere from now on";

const wipesState =
  (why: string): Judge =>
  ({ to, before, facts }) =>
    to === true || to === "true"
      ? stateLost(before, facts, why)
      : { class: "in place", why: "it counts at the next upgrade" };

const checkpointsStop: Judge = ({ to }) =>
  goesAway(to)
    ? { class: "rolling restart", why: "no checkpoints are made any more: a failed job begins anew", guarded: true }
    : { class: "rolling restart", why: RESTARTS };

const keptOnCancel: Judge = ({ from }) =>
  from === "RETAIN_ON_CANCELLATION"
    ? {
        class: "rolling restart",
        why: "a job that is cancelled takes its checkpoints along from now on",
        guarded: true,
      }
    : { class: "rolling restart", why: RESTARTS };

/** An upgrade restores what it saved just before, by the new settings. */
const storeMoves: Judge = ({ from }) =>
  goesAway(from)
    ? { class: "rolling restart", why: RESTARTS }
    : {
        class: "rolling restart",
        why: "the job starts only if the savepoint that it took at the old address is found at the new one",
        guarded: true,
      };

const CONFIGURED: readonly (readonly [setting: string, judge: Judge])[] = [
  ["pipeline.max-parallelism", maxParallelism],
  ["parallelism.default", parallelism],
  ["state.backend.type", backend],
  ["state.backend", backend],
  ["execution.checkpointing.interval", checkpointsStop],
  ["execution.checkpointing.externalized-checkpoint-retention", keptOnCancel],
  ["execution.checkpointing.dir", rolling(MOVES)],
  ["state.checkpoints.dir", rolling(MOVES)],
  ["high-availability.storageDir", rolling(MOVES)],
  ["high-availability.type", highAvailability],
  ["high-availability", highAvailability],
  ["s3.endpoint", storeMoves],
];

export const flinkDeployment: GuardedKind = {
  type: /^kubernetes:flink\.apache\.org\/v1beta1:Flink(Deployment|SessionJob)$/,
  nameOf: kubernetesName,
  fields: [
    ...METADATA,
    ["spec/job/upgradeMode", upgradeMode],
    ["spec/job/allowNonRestoredState", wipesState("state that no operator takes is dropped")],
    ["spec/job/parallelism", parallelism],
    ["spec/job/savepointRedeployNonce", restored],
    ["spec/job/initialSavepointPath", inPlace("it counts when the job is first made, and with another redeploy nonce")],
    [
      "spec/job/state",
      ({ to }) => ({
        class: "rolling restart",
        why: to === "suspended" ? "the job stops with a savepoint" : "the job starts from its state",
      }),
    ],
    // [Flink Kubernetes operator, DefaultValidator.validateSpecChange]
    ["spec/job", impossible("the operator makes no session cluster of a job, and no job of a session cluster")],
    ["spec/mode", impossible("the operator doesn't switch between native and standalone clusters")],
    ["spec/flinkVersion", version],
    ...CONFIGURED.map(([name, judge]) => [`spec/flinkConfiguration/${name}`, judge] as const),
    ["spec/taskManager/replicas", inPlace("TaskManagers are added or taken away; the job is rescaled")],
    ["spec/**", rolling(RESTARTS)],
  ],
  removed: (before, facts) =>
    stateLost(before, facts, "the job is cancelled and its checkpoints' metadata deleted; only savepoints are left"),
};
