import type { Resources } from "../../core/capacity/pods/pod";
import { sumOf } from "../../core/capacity/numbers";
import type { Field } from "../framework/field";
import { bytesOf, millicoresOf } from "./quantity";

/** What one container asks for; a limit alone is also the request [Kubernetes docs, Resource Management for Pods and Containers]. */
export interface Asked {
  readonly requests: Partial<Resources>;
  readonly limits: Partial<Resources>;
}

export interface PodSize {
  readonly requests: Resources;
  readonly limits: Partial<Resources>;
}

export const NOTHING_ASKED: Asked = { requests: {}, limits: {} };

/** `resources` of a container, with what a LimitRange of its namespace fills in. */
export function askedBy(resources: Field, defaults: Asked = NOTHING_ASKED): Asked {
  const own = { requests: amounts(resources.at("requests")), limits: amounts(resources.at("limits")) };
  const limits = { ...defaults.limits, ...own.limits };
  return { requests: { ...defaults.limits, ...defaults.requests, ...own.limits, ...own.requests }, limits };
}

function amounts(field: Field): Partial<Resources> {
  const cpu = millicoresOf(field.at("cpu"));
  const memory = bytesOf(field.at("memory"));
  return { ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) };
}

/** A pod of so many containers: what isn't asked for counts as nothing; a limit that one of them lacks, the pod lacks. */
export function together(containers: readonly Asked[]): PodSize {
  return {
    requests: {
      cpu: sumOf(containers, (c) => c.requests.cpu ?? 0),
      memory: sumOf(containers, (c) => c.requests.memory ?? 0),
    },
    limits: { ...summed(containers, "cpu"), ...summed(containers, "memory") },
  };
}

function summed(containers: readonly Asked[], what: "cpu" | "memory"): Partial<Resources> {
  return containers.length === 0 || containers.some(({ limits }) => limits[what] === undefined)
    ? {}
    : { [what]: sumOf(containers, ({ limits }) => limits[what] ?? 0) };
}

/** max(any init container, Σ containers); init containers that restart run beside the others [Kubernetes docs, Sidecar Containers]. */
export function podSize(spec: Field, defaults: Asked = NOTHING_ASKED): PodSize {
  const init = spec.at("initContainers").list;
  const isSidecar = (container: Field): boolean => container.at("restartPolicy").text === "Always";
  const main = [...spec.at("containers").list, ...init.filter(isSidecar)];
  const running = together(main.map((container) => askedBy(container.at("resources"), defaults)));
  const starting = init.filter((c) => !isSidecar(c)).map((c) => together([askedBy(c.at("resources"), defaults)]));
  const most = (what: "cpu" | "memory"): number =>
    Math.max(running.requests[what], ...starting.map(({ requests }) => requests[what]));
  return { requests: { cpu: most("cpu"), memory: most("memory") }, limits: running.limits };
}
