import { holds, type Budget } from "../../../core/capacity/budget";
import { daemonPods } from "../../../core/capacity/pods/daemons";
import { totalRequests, type Resources } from "../../../core/capacity/pods/pod";
import type { Capacity } from "../../../checks/capacity/model";

/** The budget of this name, and path where several have it. */
export const budget = ({ assessment }: Capacity, name: string, path?: string): Budget => {
  const found = assessment.budgets.find((b) => b.name === name && (path === undefined || b.path === path));
  if (!found) throw new Error(`there is no budget ${name}`);
  return found;
};

/** Names of the proofs that don't hold, once each. */
export const failed = ({ assessment }: Capacity): readonly string[] => [
  ...new Set(assessment.budgets.filter((b) => !holds(b)).map((b) => b.name)),
];

/** What all pods ask for, those on every node included. */
export const requests = ({ demand, assessment }: Capacity): Resources =>
  totalRequests([...demand.pods, ...daemonPods(demand.daemons, assessment.nodes)]);
