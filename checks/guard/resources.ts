import { existsSync, readFileSync } from "node:fs";
import type { GuardedResource, Plain, PlainObject } from "../../core/guard/change";
import { isList, isObject, textAt } from "../../core/guard/diff";
import { inputsOf, notesOf, settledInputs } from "../../core/guard/inputs";
import { UserError } from "../../core/problems";
import { type Plan, redact } from "../plan";
import { formerUrns } from "./aliases";

/** A plan's resources without what they keep secret, and with their former names. */
export function ofPlan({ resources }: Plan): readonly GuardedResource[] {
  const former = formerUrns(resources);
  return resources.map(({ urn, type, name, props, opts }) => ({
    urn,
    type,
    name,
    props: redact(props) as PlainObject,
    opts: { ...opts, aliases: former.get(urn) ?? [] },
  }));
}

/** What `npm run render` of another revision wrote to `resources.json`. */
export function ofRender(file: string): readonly GuardedResource[] {
  const list = parsed(file);
  if (!isList(list)) throw new UserError(`${file} must be a list of resources, as npm run render writes it`);
  return list.filter(isObject).map((resource) => ({
    urn: textAt(resource, "urn") ?? "",
    type: textAt(resource, "type") ?? "",
    name: textAt(resource, "name") ?? "",
    props: objectOf(resource["props"]),
    opts: objectOf(resource["opts"]),
  }));
}

/** What is deployed, from the file that `pulumi stack export` wrote. Secrets stay closed. */
export function ofState(file: string): readonly GuardedResource[] {
  const state = parsed(file);
  const deployment = isObject(state) ? state["deployment"] : undefined;
  const resources = isObject(deployment) ? deployment["resources"] : undefined;
  if (!isList(resources))
    throw new UserError(`${file} must be what pulumi stack export --file wrote; it has no deployment.resources`);
  return resources.filter(isObject).flatMap((resource) => {
    const urn = textAt(resource, "urn") ?? "";
    // A resource that was replaced, but not deleted yet, isn't the one that counts.
    if (resource["delete"] === true) return [];
    const { protect, retainOnDelete } = resource;
    const type = textAt(resource, "type") ?? "";
    return [
      {
        urn,
        type,
        name: urn.split("::")[3] ?? "",
        props: declaredInputs(type, resource["inputs"]),
        noted: notesOf(resource["inputs"]),
        opts: { ...(protect === true ? { protect } : {}), ...(retainOnDelete === true ? { retainOnDelete } : {}) },
      },
    ];
  });
}

/** The engine adds a provider's version to its inputs, by the SDK that made the resource. */
function declaredInputs(type: string, inputs: Plain): PlainObject {
  const { version, ...rest } = inputsOf(inputs);
  return type.startsWith("pulumi:providers:") || version === undefined ? rest : { ...rest, version };
}

/** What the program can't know before it is deployed is as it is deployed. */
export function settled(
  head: readonly GuardedResource[],
  deployed: readonly GuardedResource[],
): readonly GuardedResource[] {
  const known = new Map(deployed.map((resource) => [resource.urn, resource]));
  return head.map((resource) => {
    const there = known.get(resource.urn);
    if (there === undefined) return resource;
    const wanted = { ...surroundings(resource, there), ...resource.props };
    return { ...resource, props: settledInputs(wanted, there.props, there.noted) };
  });
}

/** The SDK takes it from the environment of who deploys, where the program doesn't say it. */
const SURROUNDINGS: ReadonlyMap<string, string> = new Map([["pulumi:providers:kubernetes", "kubeconfig"]]);

function surroundings({ type }: GuardedResource, { props }: GuardedResource): PlainObject {
  const key = SURROUNDINGS.get(type);
  return key === undefined || props[key] === undefined ? {} : { [key]: props[key] };
}

const objectOf = (value: Plain): PlainObject => (isObject(value) ? value : {});

function parsed(file: string): Plain {
  if (!existsSync(file)) throw new UserError(`${file} doesn't exist`);
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Plain;
  } catch (error) {
    throw new UserError(`${file} isn't JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
