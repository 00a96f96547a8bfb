/** Why an object isn't ready: what its pods and the cluster's events say. */
import type { Props } from "../../kind";
import type { KubeClient } from "../api/client";
import { kindOf, mapAt, mapsAt, nameOf, namespaceOf, textAt, uidOf } from "../objects";

/** As many lines as help; a rollout of hundreds of pods repeats itself. */
const mostLines = 8;

async function warningsOf(client: KubeClient, object: Props): Promise<readonly string[]> {
  const fieldSelector = `involvedObject.uid=${uidOf(object)},type=Warning`;
  const events = await client.list("v1", "Event", namespaceOf(object), { fieldSelector });
  return events.map(
    (event) => `[${kindOf(object)} ${nameOf(object)}] ${textAt(event, "reason")}: ${textAt(event, "message")}`,
  );
}

function containerProblems(pod: Props): readonly string[] {
  const statuses = [...mapsAt(pod, "status", "initContainerStatuses"), ...mapsAt(pod, "status", "containerStatuses")];
  return statuses.flatMap((status) => {
    const waiting = mapAt(status, "state", "waiting");
    const reason = textAt(waiting, "reason");
    if (!reason || reason === "ContainerCreating" || reason === "PodInitializing") return [];
    return [`[Pod ${nameOf(pod)}] container ${textAt(status, "name")}: ${reason} ${textAt(waiting, "message")}`.trim()];
  });
}

/** Conditions that should hold and don't, and those that say that something failed. */
function conditionProblems(object: Props): readonly string[] {
  const bad = mapsAt(object, "status", "conditions").filter((condition) => {
    const failure = /Failure|Failed|Pressure/.test(textAt(condition, "type"));
    return condition["status"] === (failure ? "True" : "False") && textAt(condition, "message") !== "";
  });
  const where = `[${kindOf(object)} ${nameOf(object)}]`;
  return bad.map((c) => `${where} ${textAt(c, "type")}: ${textAt(c, "reason")} ${textAt(c, "message")}`);
}

async function podsOf(client: KubeClient, object: Props): Promise<readonly Props[]> {
  if (kindOf(object) === "Pod") return [object];
  const labels = Object.entries(mapAt(object, "spec", "selector", "matchLabels"));
  if (labels.length === 0) return [];
  const labelSelector = labels.map(([key, value]) => `${key}=${typeof value === "string" ? value : ""}`).join();
  return client.list("v1", "Pod", namespaceOf(object), { labelSelector });
}

/** Lines for the user; none where the cluster says nothing (or can't be asked). */
export async function explain(client: KubeClient, object: Props): Promise<readonly string[]> {
  try {
    const pods = await podsOf(client, object);
    const ofPods = pods.flatMap((pod) => [...containerProblems(pod), ...conditionProblems(pod)]);
    const own = kindOf(object) === "Pod" ? [] : conditionProblems(object);
    const warnings = await Promise.all([object, ...pods.slice(0, 3)].map((about) => warningsOf(client, about)));
    return [...new Set([...own, ...ofPods, ...warnings.flat()])].slice(0, mostLines);
  } catch {
    return [];
  }
}
