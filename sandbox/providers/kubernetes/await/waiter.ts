/** Waits until an object is ready, or until it is gone. */
import { setTimeout as pause } from "node:timers/promises";
import type { CallContext, Props } from "../../kind";
import { propagationPolicy, skipsAwait, timeoutOf, waitExpressions } from "../annotations";
import type { KubeClient } from "../api/client";
import { at, groupVersionKind, isList, mapsAt, nameOf, textAt, uidOf } from "../objects";
import { explain } from "./explain";
import type { Rule } from "./verdict";
import { ruleOf } from "./readiness";
import { waitForRule } from "./wait-for";

/** Seconds, where neither `customTimeouts` nor the annotation say otherwise. */
const defaultTimeout = 600;
const firstPause = 50;
const longestPause = 500;
/** What takes less is over before anyone reads about it. */
const noticeableMilliseconds = 1_000;
const explainEveryMilliseconds = 10_000;

/** The object exists but isn't ready, and why. */
export class NotReadyError extends Error {
  override readonly name = "NotReadyError";

  constructor(
    readonly live: Props,
    message: string,
    readonly details: readonly string[],
  ) {
    super(message);
  }
}

/** What the declaration says, else the kind's own rule; nothing where neither waits. */
export function ruleFor(inputs: Props): Rule | undefined {
  if (skipsAwait(inputs)) return undefined;
  const expressions = waitExpressions(inputs);
  return expressions.length > 0 ? waitForRule(expressions) : ruleOf(inputs);
}

/** Pauses that grow, until the deadline or the user's cancel. */
function pacing(seconds: number, signal: AbortSignal) {
  const start = Date.now();
  const deadline = start + seconds * 1000;
  let delay = firstPause;
  return {
    isNoticeable: (): boolean => Date.now() - start >= noticeableMilliseconds,
    isOver: (): boolean => Date.now() >= deadline,
    next: async (): Promise<void> => {
      await pause(Math.min(delay, Math.max(0, deadline - Date.now())), undefined, { signal }).catch(() => undefined);
      delay = Math.min(delay * 1.5, longestPause);
    },
  };
}

/** A new object with the old one's name. */
const isOther = (found: Props, before: Props): boolean => uidOf(before) !== "" && uidOf(found) !== uidOf(before);

/** The object as it is when it is ready. */
export async function untilReady(
  client: KubeClient,
  inputs: Props,
  written: Props,
  context: CallContext,
): Promise<Props> {
  const rule = ruleFor(inputs);
  if (!rule) return written;
  const { isNoticeable, isOver, next } = pacing(timeoutOf(inputs, context.timeout) ?? defaultTimeout, context.signal);
  let live = written;
  let lastExplained = Date.now();
  for (;;) {
    const { ready, waitingFor, failed } = await rule(live, client);
    if (ready) {
      context.status("");
      return live;
    }
    const what = `${groupVersionKind(live)} ${nameOf(live)}`;
    if (failed) throw new NotReadyError(live, waitingFor, await explain(client, live));
    if (context.signal.aborted) throw new NotReadyError(live, `cancelled while waiting for ${what}`, [waitingFor]);
    if (isOver())
      throw new NotReadyError(live, `${what} timed out waiting to be Ready`, [
        waitingFor,
        ...(await explain(client, live)),
      ]);
    if (isNoticeable()) context.status(waitingFor);
    if (Date.now() - lastExplained > explainEveryMilliseconds) {
      lastExplained = Date.now();
      const [reason] = await explain(client, live);
      if (reason) context.status(reason);
    }
    await next();
    const found = await client.get(live);
    if (!found || isOther(found, written))
      throw new NotReadyError(live, `${what} was deleted while waiting for it`, []);
    live = found;
  }
}

/** Kinds that aren't waited for at deletion where `skipAwait` is set; others always are. */
const skippable = new Set([
  "apps/v1/DaemonSet",
  "apps/v1/Deployment",
  "apps/v1/StatefulSet",
  "batch/v1/Job",
  "v1/Namespace",
  "v1/Pod",
  "v1/ReplicationController",
]);

/** The garbage collector's own: they go when the dependents are gone. */
const ownFinalizers: readonly unknown[] = ["foregroundDeletion", "orphan"];

/** What keeps an object that is being deleted. */
function heldBy(object: Props): string {
  const finalizers = at(object, "metadata", "finalizers");
  const foreign = isList(finalizers) ? finalizers.filter((name) => !ownFinalizers.includes(name)) : [];
  const names = foreign.filter((name) => typeof name === "string");
  if (names.length > 0) return `finalizers ${names.join(", ")}`;
  // A namespace tells what is left in it.
  const left = mapsAt(object, "status", "conditions").find(
    (c) => c["status"] === "True" && textAt(c, "type").endsWith("Remaining"),
  );
  return textAt(left, "message") || "what depends on it goes first";
}

/** Deletes the object and waits until it, not only its name, is gone. */
export async function untilDeleted(
  client: KubeClient,
  inputs: Props,
  live: Props,
  context: CallContext,
): Promise<void> {
  if (!(await client.delete(live, propagationPolicy(inputs)))) return;
  if (skipsAwait(inputs) && skippable.has(groupVersionKind(live))) return;
  const { isNoticeable, isOver, next } = pacing(timeoutOf(inputs, context.timeout) ?? defaultTimeout, context.signal);
  for (;;) {
    const found = await client.get(live);
    if (!found || isOther(found, live)) break;
    const message = `${groupVersionKind(live)} ${nameOf(live)} is being deleted (${heldBy(found)})`;
    if (context.signal.aborted) throw new Error(`cancelled: ${message}`);
    if (isOver()) throw new Error(`timed out: ${message}`);
    if (isNoticeable()) context.status(message);
    await next();
  }
  context.status("");
}
