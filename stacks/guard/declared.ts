import * as pulumi from "@pulumi/pulumi";
import type { GuardedOptions, GuardedResource, Plain, PlainObject } from "../../core/guard/change";
import { UNKNOWN, inputsOf } from "../../core/guard/inputs";

/** A resource as the program declares it in this run. */
export interface Declaration {
  readonly resource: pulumi.Resource;
  readonly type: string;
  readonly name: string;
  readonly props: pulumi.Inputs;
  readonly opts: pulumi.CustomResourceOptions;
}

/** How the engine names what it asks about. */
type Asked = Pick<Declaration, "type" | "name">;

/** All that the program has declared, by what the engine calls it. Programs declare before they wait, so that is all of it whenever the engine asks. */
export class Declared {
  readonly #all = new Map<string, Declaration>();

  add(declaration: Declaration): void {
    const { type, name } = declaration;
    const key = keyOf(declaration);
    if (this.#all.has(key))
      throw new Error(
        `two resources of type ${type} are named ${name}; give one another name, or nobody can tell which one the engine asks about`,
      );
    this.#all.set(key, declaration);
  }

  find(asked: Asked): Declaration | undefined {
    return this.#all.get(keyOf(asked));
  }

  /** Those of one type whose inputs are known by now. */
  async ofType(wanted: string): Promise<readonly GuardedResource[]> {
    const found = [...this.#all.values()].filter(({ type }) => type === wanted);
    const known = await Promise.all(found.map((declaration) => wantedNow(declaration, keyOf(declaration))));
    return known.flatMap((resource) => resource ?? []);
  }
}

const keyOf = ({ type, name }: Asked): string => `${type}::${name}`;

/** Its inputs, secrets closed; waits for what they are made from. */
export async function inputsDeclared({ name, props }: Declaration): Promise<PlainObject> {
  return inputsOf((await pulumi.runtime.serializeProperties(name, props)) as Plain);
}

/** Options that decide what a change does. */
export const optionsDeclared = ({ opts }: Declaration): GuardedOptions => ({
  protect: opts.protect === true,
  retainOnDelete: opts.retainOnDelete === true,
  ignoreChanges: opts.ignoreChanges ?? [],
  replaceOnChanges: opts.replaceOnChanges ?? [],
});

/** As it is to be; undefined while its inputs wait for resources that don't exist yet. */
export async function wantedNow(declaration: Declaration, urn: string): Promise<GuardedResource | undefined> {
  const { type, name } = declaration;
  const props = await atHand(inputsDeclared(declaration));
  return props === undefined ? undefined : { urn, type, name, props, opts: optionsDeclared(declaration) };
}

/** Whether the engine is done with it in this run and has left it as the object of this id: then it is being destroyed, and not replaced. */
export async function isSettledAs({ resource, name }: Declaration, id: string): Promise<boolean> {
  if (!pulumi.CustomResource.isInstance(resource)) return false;
  const found = await atHand(pulumi.runtime.serializeProperties(name, { id: resource.id }));
  const known = found === undefined ? undefined : inputsOf(found as Plain)["id"];
  return known !== UNKNOWN && known === id;
}

/** What is there without the engine, which waits for the answer; undefined where it isn't. */
function atHand<T>(value: Promise<T>): Promise<T | undefined> {
  // One that fails later fails its own registration, too.
  value.catch(() => undefined);
  return Promise.race([value, new Promise<undefined>((resolve) => setImmediate(resolve, undefined))]);
}
