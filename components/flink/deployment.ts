import { spread, type Shape } from "../../core/capacity/nodes/shape";
import { roundUp } from "../../core/capacity/numbers";
import type { TargetConfig } from "../../core/config/target";
import { GiB } from "../../core/units";
import type { AppInputs } from "../workload/inputs";
import type { Placement } from "../pods";
import type { FlinkConfig } from "./config";
import type { FlinkPlan } from "./plan";

/** A sized job, and how it is run on its target. */
export interface FlinkJob extends FlinkPlan {
  readonly partOf: string;
  readonly target: TargetConfig["kind"];
  /** Of the JobManagers. */
  readonly placement: Placement;
  readonly config: FlinkConfig;
  readonly storage: FlinkStorage;
  /** Bytes that a TaskManager's working copy of the state may take on its node's disk. */
  readonly stateFolder: number;
  /** Files and Secrets are in the folders of `FLINK_FOLDERS`. */
  readonly inputs: AppInputs;
}

/** The object store, where everything lies that must outlive a pod. */
export interface FlinkStorage {
  /** `s3://bucket` or `s3://bucket/prefix`, without a slash at its end; the folders checkpoints, savepoints and ha are below. */
  readonly uri: string;
  /** Of a store that isn't AWS's own; addressed by path rather than by host name. */
  readonly endpoint: string | undefined;
  /** Keys of a store without roles. Absent: the pods act in the role that their ServiceAccount stands for. */
  readonly keys: { readonly secret: string; readonly id: string; readonly key: string } | undefined;
}

export interface FlinkScope {
  readonly partOf: string;
  readonly shape: Shape;
  readonly config: FlinkConfig;
  readonly storage: FlinkStorage;
  readonly inputs: AppInputs;
}

/** RocksDB keeps old files until they are merged, and restores into a copy; assumed. */
const WORKING_COPIES = 2;

export function planFlinkJob({ partOf, shape, config, storage, inputs }: FlinkScope, sizes: FlinkPlan): FlinkJob {
  return {
    ...sizes,
    partOf,
    target: shape.kind,
    placement: spread(shape, sizes.jobManagers),
    config,
    storage,
    stateFolder: roundUp((config.state.bytes * WORKING_COPIES) / sizes.taskManagers, GiB),
    inputs,
  };
}
