/** Writing objects: create, server-side apply, and what to do about other managers' fields. */
import { setTimeout as pause } from "node:timers/promises";
import type { CallContext, Props } from "../kind";
import { UNKNOWN } from "../kind";
import { forcesPatch } from "./annotations";
import type { KubeClient } from "./api/client";
import { isCode, isConflict, isExists, NoKindError } from "./api/errors";
import type { Cluster } from "./cluster";
import { parsePath } from "./diff/property-path";
import { createdByPulumi, hasNoManagers, isTheirs, takeOver } from "./managed-fields";
import { at, groupVersionKind, kindOf, mapsAt, nameOf, namespaceOf, textAt, withAt, withoutAt } from "./objects";

/** Pauses in seconds before another try: a namespace or a definition may be created at the same time. About a minute in all. */
const retryPauses = [2, 4, 8, 16, 32];

const conflictHelp =
  "https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/managing-resources-with-server-side-apply/#handle-field-conflicts-on-existing-resources";

/** A conflict with another manager of a field, with what to do about it. */
function explained(error: unknown, fieldManager: string): unknown {
  if (!isConflict(error)) return error;
  return new Error(
    `Server-Side Apply field conflict detected. See ${conflictHelp} for troubleshooting help.\n` +
      `The resource managed by field manager "${fieldManager}" had an apply conflict: ${error.message}`,
  );
}

/** Tries again while the kind or the namespace isn't there. */
async function withRetries<T>(context: CallContext, write: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await write();
    } catch (error) {
      const seconds = retryPauses[attempt];
      const missing = error instanceof NoKindError || isCode(error, 404);
      if (!missing || seconds === undefined || context.signal.aborted) throw error;
      context.status(`Retry #${attempt + 1}; creation failed: ${error.message}`);
      await pause(seconds * 1000, undefined, { signal: context.signal });
    }
  }
}

/** Creates the object; it is an error where it exists, unless it is there by this very call, whose answer was lost. */
async function createOnce(client: KubeClient, object: Props, fieldManager: string): Promise<Props> {
  try {
    return await client.create(object, { fieldManager });
  } catch (error) {
    const live = isExists(error) ? await client.get(object) : undefined;
    const ours = mapsAt(live, "metadata", "managedFields").some((entry) => entry["manager"] === fieldManager);
    if (live && ours) return live;
    throw error;
  }
}

export interface Creation {
  readonly object: Props;
  readonly fieldManager: string;
  readonly isPatch: boolean;
}

/** Patches, and everything where the provider is told to adopt what exists, are applied; the rest must be new. */
export async function createObject(
  { client, settings }: Cluster,
  { object, fieldManager, isPatch }: Creation,
  context: CallContext,
): Promise<Props> {
  const force = settings.patchForce || forcesPatch(object);
  const write = (): Promise<Props> =>
    isPatch || settings.upsert
      ? client.apply(object, { fieldManager, force })
      : createOnce(client, object, fieldManager);
  return withRetries(context, write).catch((error: unknown) => {
    throw explained(error, fieldManager);
  });
}

/** What the server would make of a new object. */
export async function previewCreate(
  { client, settings }: Cluster,
  object: Props,
  fieldManager: string,
): Promise<Props> {
  if (settings.upsert) return client.apply(object, { fieldManager, force: true, dryRun: true });
  return client.create(object, { fieldManager, dryRun: true });
}

export interface Change {
  readonly live: Props;
  readonly object: Props;
  readonly fieldManager: string;
  readonly ignoreChanges: readonly string[];
  readonly isPatch: boolean;
  readonly preview: boolean;
}

/** Ignored fields keep their live value; those that somebody else manages are left to them. */
function withIgnored({ live, object, fieldManager, ignoreChanges }: Change): Props {
  return ignoreChanges.map(parsePath).reduce((result, path) => {
    const names = path.filter((step) => typeof step === "string");
    if (names.length !== path.length || names.includes("*")) return result;
    if (isTheirs(live, fieldManager, path)) return withoutAt(result, names);
    const value = at(live, ...names);
    return value === undefined || value === UNKNOWN ? result : withAt(result, names, value);
  }, object);
}

/** The live object with what we take over; a preview takes nothing. */
async function takeOverFields({ client }: Cluster, { live, fieldManager, isPatch, preview }: Change): Promise<Props> {
  const value = isPatch || preview ? undefined : takeOver(live, fieldManager);
  if (!value) return live;
  const replace = { op: "replace", path: "/metadata/managedFields", value };
  return client.patch(live, [replace], "application/json-patch+json");
}

/** Makes the live object what the inputs say. */
export async function updateObject(cluster: Cluster, change: Change): Promise<Props> {
  const { client, settings } = cluster;
  const { live, object, fieldManager, preview } = change;
  const dryRun = preview;
  try {
    if (groupVersionKind(object) === "apiextensions.k8s.io/v1/CustomResourceDefinition") {
      const resourceVersion = textAt(live, "metadata", "resourceVersion");
      return await client.replace(withAt(object, ["metadata", "resourceVersion"], resourceVersion), {
        fieldManager,
        dryRun,
      });
    }
    const ours = await takeOverFields(cluster, change);
    const willBeTakenOver = preview && createdByPulumi(live);
    const force = settings.patchForce || forcesPatch(object) || willBeTakenOver || hasNoManagers(live);
    return await client.apply(withIgnored({ ...change, live: ours }), { fieldManager, force, dryRun });
  } catch (error) {
    throw explained(error, fieldManager);
  }
}

/** Gives up the fields of a manager; what nobody manages then returns to its default. */
export async function relinquish(client: KubeClient, live: Props, fieldManager: string): Promise<void> {
  if (!(await client.get(live))) return;
  const [name, namespace] = [nameOf(live), namespaceOf(live)];
  const object = {
    apiVersion: textAt(live, "apiVersion"),
    kind: kindOf(live),
    metadata: { name, ...(namespace && { namespace }) },
  };
  await client.apply(object, { fieldManager, force: false });
}
