import fs from "node:fs";
import path from "node:path";
import { parseAllDocuments, stringify } from "yaml";
import { UserError } from "../../core/problems";

/** Label of a pod whose readiness belongs to a real process; so does every pod with a container of one of these names. */
export const REAL_POD_LABEL = "streaming.sandbox/real";
export const REAL_CONTAINERS: readonly string[] = ["redpanda"];

/** CEL over a pod: true where a real process stands behind it. */
export const IS_REAL_POD =
  `(has(self.metadata.labels) && '${REAL_POD_LABEL}' in self.metadata.labels)` +
  ` || self.spec.containers.exists(c, c.name in [${REAL_CONTAINERS.map((name) => `'${name}'`).join(", ")}])`;

/** kwok's own stages that simulate nodes and pods, as files under its `kustomize/stage`. */
const UPSTREAM: readonly string[] = [
  "node/fast/node-initialize.yaml",
  "node/heartbeat-with-lease/node-heartbeat-with-lease.yaml",
  "pod/fast/pod-ready.yaml",
  "pod/fast/pod-complete.yaml",
  "pod/fast/pod-delete.yaml",
];

/** A real pod gets ready when its process answers, and goes when its process has ended: the operators see to both. */
const ORDINARY_PODS_ONLY: readonly string[] = ["pod-ready", "pod-delete"];

interface Stage {
  readonly kind: "Stage";
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly selector: { readonly matchExpressions: readonly object[] };
    readonly [field: string]: unknown;
  };
}

/** All stages as kwok's `--config` file: its own for nodes and ordinary pods, ours for volumes and real pods. */
export function stagesFile(upstreamDir: string, ownDir = path.join(__dirname, "stages")): string {
  const own = fs
    .readdirSync(ownDir)
    .sort()
    .map((file) => path.join(ownDir, file));
  const stages = [...UPSTREAM.map((file) => path.join(upstreamDir, file)), ...own].flatMap(stagesOf);
  return stages
    .map((stage) => stringify(ORDINARY_PODS_ONLY.includes(stage.metadata.name) ? withoutRealPods(stage) : stage))
    .join("---\n");
}

function stagesOf(file: string): readonly Stage[] {
  if (!fs.existsSync(file))
    throw new UserError(`kwok's stage ${file} is missing; remove the folder and run this again.`);
  const text = fs.readFileSync(file, "utf8").replaceAll("@isReal", IS_REAL_POD);
  return parseAllDocuments(text).map((document) => document.toJS() as Stage);
}

function withoutRealPods(stage: Stage): Stage {
  const { selector } = stage.spec;
  const notReal = { cel: { expression: `!(${IS_REAL_POD})` } };
  return {
    ...stage,
    spec: { ...stage.spec, selector: { ...selector, matchExpressions: [...selector.matchExpressions, notReal] } },
  };
}
