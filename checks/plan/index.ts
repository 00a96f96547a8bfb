export { type PlanRequest, planStack, projectName, stackNameOf, stackNames } from "./plan";
export type { Plan, PlannedOptions, PlannedResource } from "./types";
export {
  Asset,
  type PlainMap,
  type PlainValue,
  type PlannedMap,
  type PlannedValue,
  Reference,
  Secret,
  Unknown,
  isPlannedMap,
  redact,
  reveal,
} from "./values";
