import type { PlainObject, Verdict } from "../change";
import { at, numberOf } from "../diff";
import type { GuardFacts } from "../facts";
import { type GuardedKind, type Judge, METADATA, kubernetesName, placeOf, inPlace, rolling } from "../kind";
import { atMost } from "./volumes";

const stateLost = (before: PlainObject, facts: GuardFacts, why: string): Verdict => ({
  class: "data loss",
  why,
  loss: atMost(facts.flinkState[placeOf(before)]) ?? {},
});

const upgradeMode: Judge = ({ to, before, facts }) =>
  to === "stateless"
    ? stateLost(before, facts, "from now on every upgrade begins with empty state")
    : { class: "in place", why: "it counts at the next upgrade" };

const maxParallelism: Judge = ({ before, facts }) =>
  stateLost(before, facts, "state can't be restored with another max parallelism [Flink docs, Max parallelism]");

const parallelism: Judge = ({ to, after }) => {
  const most = numberOf(at(after, "spec", "flinkConfiguration", "pipeline.max-parallelism"));
  const next = numberOf(to);
  return most !== undefined && next !== undefined && next > most
    ? { class: "impossible", why: `must be at most pipeline.max-parallelism, ${most}` }
    : { class: "rolling restart", why: "the job stops with a savepoint and starts anew with it" };
};

const RESTARTS = "the job stops with a savepoint and starts anew with it";
/** Places of state: what is there isn't moved, but an upgrade takes it along. */
const MOVES = "the job stops with a savepoint and keeps its state elsewhere from now on";

const wipesState =
  (why: string): Judge =>
  ({ to, before, facts }) =>
    to === true || to === "true"
      ? stateLost(before, facts, why)
      : { class: "in place", why: "it counts at the next upgrade" };

export const flinkDeployment: GuardedKind = {
  type: /^kubernetes:flink\.apache\.org\/v1beta1:Flink(Deployment|SessionJob)$/,
  nameOf: kubernetesName,
  fields: [
    ...METADATA,
    ["spec/job/upgradeMode", upgradeMode],
    ["spec/job/allowNonRestoredState", wipesState("state that no operator takes is dropped")],
    ["spec/job/parallelism", parallelism],
    [
      "spec/job/state",
      ({ to }) => ({
        class: "rolling restart",
        why: to === "suspended" ? "the job stops with a savepoint" : "the job starts from its state",
      }),
    ],
    [
      "spec/job",
      ({ to, before, facts }) =>
        to === undefined || to === null
          ? stateLost(before, facts, "the job is cancelled, and its state with it")
          : { class: "rolling restart", why: "the job starts" },
    ],
    ["spec/flinkConfiguration/pipeline.max-parallelism", maxParallelism],
    ["spec/flinkConfiguration/parallelism.default", parallelism],
    ["spec/flinkConfiguration/execution.checkpointing.dir", rolling(MOVES)],
    ["spec/flinkConfiguration/state.checkpoints.dir", rolling(MOVES)],
    ["spec/flinkConfiguration/high-availability.storageDir", rolling(MOVES)],
    [
      "spec/flinkConfiguration/high-availability.type",
      ({ to }) => ({
        class: "rolling restart",
        why: to === undefined || to === null ? "a JobManager that is lost takes the job along from now on" : RESTARTS,
        guarded: to === undefined || to === null,
      }),
    ],
    ["spec/taskManager/replicas", inPlace("TaskManagers are added or taken away; the job is rescaled")],
    ["spec/**", rolling(RESTARTS)],
  ],
  removed: (before, facts) =>
    stateLost(before, facts, "the job is cancelled and its checkpoints' metadata deleted; only savepoints are left"),
};
