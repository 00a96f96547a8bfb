/** Reads one registration from the message that the SDK sends to the engine. */
import type { Alias } from "@pulumi/pulumi/proto/alias_pb";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { PlannedOptions } from "./types";

/** What children take over from their parent where they say nothing themselves. */
export type Inherited = Pick<PlannedOptions, "protect" | "retainOnDelete" | "deletedWith" | "provider">;

export function optionsOf(request: RegisterResourceRequest, parent: Inherited): PlannedOptions {
  const protect = request.hasProtect() ? request.getProtect() : parent.protect;
  const retainOnDelete = request.hasRetainondelete() ? request.getRetainondelete() : parent.retainOnDelete;
  const deletedWith = request.getDeletedwith() === "" ? parent.deletedWith : request.getDeletedwith();
  const provider =
    request.getProvider() === "" ? inheritedProvider(request, parent.provider) : providerUrn(request.getProvider());
  return {
    ...(protect === true ? { protect } : {}),
    ...(retainOnDelete === true ? { retainOnDelete } : {}),
    ...list("ignoreChanges", request.getIgnorechangesList()),
    ...(request.getDeletebeforereplacedefined() ? { deleteBeforeReplace: request.getDeletebeforereplace() } : {}),
    ...list("replaceOnChanges", request.getReplaceonchangesList()),
    ...list("additionalSecretOutputs", request.getAdditionalsecretoutputsList()),
    ...list("aliases", request.getAliasesList().map(aliasText)),
    ...(provider === undefined ? {} : { provider }),
    ...map(
      "providers",
      [...request.getProvidersMap().entries()].map(([key, reference]) => [key, providerUrn(reference)]),
    ),
    ...(deletedWith === undefined ? {} : { deletedWith }),
    ...(request.getImportid() === "" ? {} : { import: request.getImportid() }),
    ...map(
      "propertyDependencies",
      [...request.getPropertydependenciesMap().entries()]
        .map(([key, dependencies]): [string, readonly string[]] => [key, dependencies.getUrnsList().sort()])
        .filter(([, urns]) => urns.length > 0),
    ),
    ...map("hooks", hooks(request.getHooks())),
    ...map("customTimeouts", timeouts(request.getCustomtimeouts())),
    ...(request.getVersion() === "" ? {} : { version: request.getVersion() }),
  };
}

/** `URN::ID` without the id, which a preview doesn't know. */
const providerUrn = (reference: string): string => reference.slice(0, reference.lastIndexOf("::"));

/** A parent's provider serves its components, and its custom resources of the same package. */
function inheritedProvider(request: RegisterResourceRequest, provider: string | undefined): string | undefined {
  const [pkg] = request.getType().split(":");
  const isComponent = !request.getCustom() && !request.getRemote();
  const providerType = provider?.split("::")[2]?.split("$").at(-1);
  return isComponent || providerType === `pulumi:providers:${String(pkg)}` ? provider : undefined;
}

function aliasText(alias: Alias): string {
  const spec = alias.getSpec();
  if (spec === undefined) return alias.getUrn();
  const parts = { ...spec.toObject(), noparent: spec.getNoparent() ? "true" : "" };
  return Object.entries(parts)
    .filter(([, value]) => value !== "")
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(",");
}

function timeouts(all: RegisterResourceRequest.CustomTimeouts | undefined): readonly (readonly [string, string])[] {
  return Object.entries<string>({ ...all?.toObject() }).filter(([, value]) => value !== "");
}

/** Names by the moment at which they are called: `beforeDelete`. */
function hooks(
  bound: RegisterResourceRequest.ResourceHooksBinding | undefined,
): readonly (readonly [string, string[]])[] {
  return Object.entries<string[]>({ ...bound?.toObject() })
    .filter(([, names]) => names.length > 0)
    .map(([list, names]) => [list.replace(/List$/, ""), names]);
}

const list = <K extends string>(key: K, values: readonly string[]) => (values.length === 0 ? {} : { [key]: values });
const map = <K extends string>(key: K, entries: readonly (readonly [string, unknown])[]) =>
  entries.length === 0 ? {} : { [key]: Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1))) };
