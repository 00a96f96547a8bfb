import { UserError } from "../../../../core/problems";
import type { CallContext, DeleteArgs } from "../../kind";
import { causes, isCode, NoKindError } from "../api/errors";
import { untilDeleted } from "../await/waiter";
import type { Cluster } from "../cluster";
import { recordedLive } from "../cluster";
import { isPatch, withId } from "../identity";
import { toServer } from "../wire-names";
import { relinquish } from "../write";
import { managerOf, mustBeReachable } from "./outcome";

/** A patch can't leave an object without a field that it must have. */
function explained(error: unknown): unknown {
  const required = isCode(error, 422) && causes(error).find(({ reason }) => reason === "FieldValueRequired");
  if (!required) return error;
  return new UserError(
    `this Patch resource is currently managing a required field, so it can't be deleted directly. ` +
      `Either set the \`retainOnDelete\` resource option, or transfer ownership of the field before deleting: ` +
      required.field,
  );
}

export async function remove(cluster: Cluster, args: DeleteArgs, context: CallContext): Promise<void> {
  const { client, settings, unreachable } = cluster;
  if (unreachable !== undefined && settings.deleteUnreachable) return;
  mustBeReachable(cluster);
  const live = withId(recordedLive(args.oldOutputs), args.id);
  const fieldManager = managerOf(args.oldInputs, args.oldOutputs);
  const patch = isPatch(context.urn, live);
  try {
    if (patch) await relinquish(client, live, fieldManager);
    else await untilDeleted(client, toServer(args.oldInputs), live, context);
  } catch (error) {
    if (error instanceof NoKindError || isCode(error, 404)) return;
    if (patch || !isCode(error, 403)) throw explained(error);
    // What may not be deleted (the namespace `default`) keeps existing, without our fields.
    await relinquish(client, live, fieldManager);
  }
}
