import { UserError } from "../../../../core/problems";
import type { CallContext, CreateArgs, CreateResult, Props } from "../../kind";
import { isCode, isExists, NoKindError } from "../api/errors";
import { ruleFor } from "../await/waiter";
import type { Cluster } from "../cluster";
import { outputsOf } from "../cluster";
import { idOf, isPatch } from "../identity";
import { groupVersionKind, hasUnknown, withoutAt } from "../objects";
import { toServer } from "../wire-names";
import { createObject, previewCreate } from "../write";
import { managerOf, messageOf, mustBeReachable, ready } from "./outcome";

/** As the server would make it; the inputs themselves where it can't be asked. */
async function preview(cluster: Cluster, urn: string, news: Props): Promise<CreateResult> {
  const object = toServer(news);
  const asGiven = { id: "", outputs: news };
  if (hasUnknown(news) || cluster.unreachable !== undefined || isPatch(urn, object)) return asGiven;
  if (!(await cluster.client.hasKind(object))) return asGiven;
  const fieldManager = managerOf(object);
  try {
    const made = await previewCreate(cluster, object, fieldManager);
    return { id: "", outputs: outputsOf(withoutAt(made, ["status"]), fieldManager) };
  } catch (error) {
    // The namespace may come with the same update; what exists may be about to be replaced.
    if (isCode(error, 403, 404) || isExists(error)) return asGiven;
    throw refused(object, error);
  }
}

function refused(object: Props, error: unknown): UserError {
  const [id, message] = [idOf(object), messageOf(error)];
  if (!(error instanceof NoKindError)) {
    return new UserError(`resource "${id}" was not successfully created by the Kubernetes API server: ${message}`);
  }
  return new UserError(
    `creation of resource "${id}" with kind ${groupVersionKind(object)} failed because the Kubernetes API server ` +
      `reported that the apiVersion for this resource does not exist. ` +
      `Verify that any required CRDs have been created: ${message}`,
  );
}

export async function create(cluster: Cluster, args: CreateArgs, context: CallContext): Promise<CreateResult> {
  const { urn } = context;
  const object = toServer(args.news);
  // A wrong `waitFor` is refused before anything is created.
  ruleFor(object);
  if (args.preview) return preview(cluster, urn, args.news);
  mustBeReachable(cluster);
  const fieldManager = managerOf(object);
  const creation = { object, fieldManager, isPatch: isPatch(urn, object) };
  const written = await createObject(cluster, creation, context).catch((error: unknown) => {
    throw refused(object, error);
  });
  const live = await ready(cluster, { inputs: args.news, live: written, fieldManager, done: "created" }, context);
  return { id: idOf(live), outputs: outputsOf(live, fieldManager) };
}
