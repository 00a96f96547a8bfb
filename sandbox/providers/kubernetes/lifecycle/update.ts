import { UserError } from "../../../../core/problems";
import type { CallContext, Props, UpdateArgs } from "../../kind";
import { InitError } from "../../kind";
import { isCode } from "../api/errors";
import { ruleFor } from "../await/waiter";
import type { Cluster } from "../cluster";
import { outputsOf, recordedLive } from "../cluster";
import { isPatch, withId } from "../identity";
import { hasUnknown } from "../objects";
import { toServer } from "../wire-names";
import { relinquish, updateObject } from "../write";
import { managerOf, messageOf, mustBeReachable, ready } from "./outcome";

/** Where the server can't be asked what would become of the object, the inputs stand for the answer. */
async function cantPreview({ client, unreachable }: Cluster, news: Props): Promise<boolean> {
  return hasUnknown(news) || unreachable !== undefined || !(await client.hasKind(toServer(news)));
}

async function write(cluster: Cluster, args: UpdateArgs, context: CallContext): Promise<Props> {
  const object = toServer(args.news);
  ruleFor(object);
  const live = await cluster.client.get(withId(object, args.id));
  if (!live) throw new Error("the object is gone; `pulumi refresh` takes note of that");
  const fieldManager = managerOf(object, args.oldOutputs);
  const written = await updateObject(cluster, {
    live,
    object,
    fieldManager,
    ignoreChanges: args.ignoreChanges,
    isPatch: isPatch(context.urn, object),
    preview: args.preview,
  });
  if (args.preview) return outputsOf(written, fieldManager);
  const now = await ready(cluster, { inputs: args.news, live: written, fieldManager, done: "updated" }, context);
  const before = managerOf(recordedLive(args.oldOutputs), args.oldOutputs);
  if (before !== fieldManager) await relinquish(cluster.client, now, before);
  return outputsOf(now, fieldManager);
}

export async function update(cluster: Cluster, args: UpdateArgs, context: CallContext): Promise<Props> {
  if (args.preview && (await cantPreview(cluster, args.news))) return args.news;
  mustBeReachable(cluster);
  try {
    return await write(cluster, args, context);
  } catch (error) {
    if (args.preview && isCode(error, 403)) return args.news;
    if (error instanceof InitError) throw error;
    throw new UserError(`update of resource "${args.id}" failed: ${messageOf(error)}`);
  }
}
