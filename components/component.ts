import * as pulumi from "@pulumi/pulumi";
import { prerequisites, recordChild } from "./order";

/** A class of the SDKs that makes one resource. */
type ResourceClass<Args, R extends pulumi.Resource> = new (
  name: string,
  args: Args,
  opts?: pulumi.CustomResourceOptions,
) => R;

/**
 * Base of every component. Its inputs say which thing it is and never change with a size, so that one edited setting shows as one updated
 * resource; they are plain, as `pulumi stack export` shows them. Children are named `<scope>-<role>`, belong to it, and come after what it
 * comes after: the engine creates children of a component once the component's dependencies are there, but deletes by each child's own.
 */
export abstract class PlatformComponent extends pulumi.ComponentResource {
  readonly #scope: string;
  readonly #after: readonly pulumi.Resource[];

  protected constructor(
    token: string,
    name: string,
    identity: Readonly<Record<string, string>>,
    opts: pulumi.ComponentResourceOptions,
    after: readonly pulumi.Resource[] = [],
  ) {
    const direct = prerequisites(after);
    super(token, name, { ...identity }, { ...opts, dependsOn: [...direct] });
    this.#scope = name;
    this.#after = direct;
  }

  /** Makes a child; the role is a noun in kebab-case and never an index. */
  protected add<Args, R extends pulumi.Resource>(
    type: ResourceClass<Args, R>,
    role: string,
    args: NoInfer<Args>,
    opts: Omit<pulumi.CustomResourceOptions, "parent" | "dependsOn"> & {
      readonly after?: readonly pulumi.Resource[];
    } = {},
  ): R {
    const { after = [], ...rest } = opts;
    const direct = prerequisites([...this.#after, ...after], rest.provider);
    const child = new type(`${this.#scope}-${role}`, args, { ...rest, parent: this, dependsOn: [...direct] });
    recordChild(this, child, [...direct, rest.provider]);
    return child;
  }
}
