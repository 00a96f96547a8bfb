import type { Deployment, Exported, Operation, State } from "./deployment";
import { idOf } from "./ids";

/** What becomes of the operations that were under way when the engine stopped. */
export interface Settled {
  /** The state with none of them left. */
  readonly exported: Exported;
  /** Were being created: in the state as if they were, until they have been looked at. */
  readonly adopted: readonly Adopted[];
  /** Were being changed or deleted: in the state as they were before, until they have been looked at. */
  readonly changing: readonly Operation[];
  /** Leave no trace outside the state: components, providers, reads. */
  readonly dropped: readonly Operation[];
  /** Were being created, and nobody can say under which id: no state can be made of these. */
  readonly unknown: readonly Operation[];
}

export interface Adopted {
  readonly urn: string;
  readonly id: string;
}

/**
 * Whatever was being created counts as created, and everything that was under way is marked to be looked at before anything else: then a refresh,
 * this command's own or that of the next run, takes note of what is there and forgets what isn't. So no moment is unsafe to be interrupted in.
 */
export function settle(exported: Exported): Settled {
  const { pending_operations: pending = [], ...deployment } = exported.deployment;
  const result = { adopted: [] as Adopted[], changing: [] as Operation[], dropped: [] as Operation[] };
  const unknown: Operation[] = [];
  let resources = deployment.resources ?? [];
  for (const operation of pending) {
    const { resource, type } = operation;
    const isOutside = resource.custom && !resource.type.startsWith("pulumi:");
    if (!isOutside || type === "reading" || type === "importing") {
      result.dropped.push(operation);
    } else if (type === "creating") {
      const id = idOf(resource, resources);
      if (id === undefined) {
        unknown.push(operation);
        continue;
      }
      resources = withCreated(resources, resource, id);
      result.adopted.push({ urn: resource.urn, id });
    } else {
      resources = resources.map((state) => (state.urn === resource.urn && !state.delete ? toLookAt(state) : state));
      result.changing.push(operation);
    }
  }
  return { exported: { ...exported, deployment: { ...deployment, resources } }, ...result, unknown };
}

export const isPending = ({ pending_operations: pending = [] }: Deployment): boolean => pending.length > 0;

const toLookAt = (state: State): State => ({ ...state, refreshBeforeUpdate: true });

/**
 * The list is in the order of dependencies: a new resource can stand last, a replacement stands where the replaced one did. That one goes if it was
 * deleted before, and else waits at the end to be deleted, as the engine itself has it.
 */
function withCreated(resources: readonly State[], resource: State, id: string): readonly State[] {
  const created = toLookAt({ ...resource, id, outputs: resource.inputs ?? {} });
  const at = resources.findIndex(({ urn, delete: leaving }) => urn === resource.urn && leaving !== true);
  const before = resources[at];
  if (before === undefined) return [...resources, created];
  const replaced = before.pendingReplacement || before.id === id ? [] : [{ ...before, delete: true }];
  return [...resources.slice(0, at), created, ...resources.slice(at + 1), ...replaced];
}
