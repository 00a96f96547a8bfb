/** Readiness of what runs pods. */
import type { Props } from "../../kind";
import { mapsAt, numberAt, textAt } from "../objects";
import type { Readiness } from "./verdict";
import { done, readyIf, waiting } from "./verdict";

/** The controller has seen the current spec. */
const isObserved = (live: Props): boolean =>
  numberAt(live, "status", "observedGeneration") >= numberAt(live, "metadata", "generation");

export const conditionOf = (live: Props, type: string): Props | undefined =>
  mapsAt(live, "status", "conditions").find((condition) => condition["type"] === type);

export function deployment(live: Props): Readiness {
  const replicas = numberAt(live, "spec", "replicas");
  const updated = numberAt(live, "status", "updatedReplicas");
  if (!isObserved(live)) return waiting("Waiting for the Deployment controller");
  const progressing = conditionOf(live, "Progressing");
  if (progressing?.["reason"] === "ProgressDeadlineExceeded") {
    return waiting(`[${textAt(progressing, "reason")}] ${textAt(progressing, "message")}`);
  }
  const available = conditionOf(live, "Available")?.["status"] === "True";
  const rolledOut = progressing === undefined || progressing["reason"] === "NewReplicaSetAvailable";
  return readyIf(
    available && rolledOut && updated >= replicas,
    `Waiting for app ReplicaSet be available (${numberAt(live, "status", "availableReplicas")}/${replicas} Pods available)`,
  );
}

export function statefulSet(live: Props): Readiness {
  const replicas = numberAt(live, "spec", "replicas");
  const ready = numberAt(live, "status", "readyReplicas");
  const updated = numberAt(live, "status", "updatedReplicas");
  const first = numberAt(live, "metadata", "generation") <= 1;
  const progress = `(${first ? ready : Math.min(ready, updated)}/${replicas} Pods ready)`;
  const all = replicas === numberAt(live, "status", "replicas") && replicas === ready;
  if (!isObserved(live)) return waiting("Waiting for the StatefulSet controller");
  if (!first && textAt(live, "spec", "updateStrategy", "type") === "OnDelete") {
    return readyIf(all, `Waiting for StatefulSet update to roll out ${progress}`);
  }
  const [current, target] = [textAt(live, "status", "currentRevision"), textAt(live, "status", "updateRevision")];
  if (!all || replicas !== numberAt(live, "status", "currentReplicas")) {
    return waiting(
      first
        ? `Waiting for StatefulSet to create Pods ${progress}`
        : `Waiting for StatefulSet update to roll out ${progress}`,
    );
  }
  return readyIf(
    current !== "" && current === target,
    `Waiting for StatefulSet to go from revision ${current} to ${target}`,
  );
}

export function daemonSet(live: Props): Readiness {
  const desired = numberAt(live, "status", "desiredNumberScheduled");
  const updated = numberAt(live, "status", "updatedNumberScheduled");
  const available = numberAt(live, "status", "numberAvailable");
  return readyIf(
    isObserved(live) && updated === desired && available === desired,
    `Waiting for DaemonSet to roll out (${available}/${desired} Pods available)`,
  );
}

export function job(live: Props): Readiness {
  const failed = conditionOf(live, "Failed");
  if (failed?.["status"] === "True") {
    const reason = `${textAt(failed, "reason")}: ${textAt(failed, "message")}`;
    return { ready: false, failed: true, waitingFor: `Job failed: ${reason}` };
  }
  const complete = conditionOf(live, "Complete")?.["status"] === "True";
  return readyIf(complete, `Waiting for Job to complete (${numberAt(live, "status", "succeeded")} Pods succeeded)`);
}

export function pod(live: Props): Readiness {
  if (textAt(live, "status", "phase") === "Succeeded") return done;
  const ready = conditionOf(live, "Ready");
  return readyIf(ready?.["status"] === "True", `Waiting for Pod to be ready ${textAt(ready, "message")}`.trim());
}

export function replicationController(live: Props): Readiness {
  const replicas = numberAt(live, "spec", "replicas");
  const available = numberAt(live, "status", "availableReplicas");
  return readyIf(available === replicas, `Waiting for ReplicationController (${available}/${replicas} Pods available)`);
}
