/** What a rule is. Each stands in a file of its own under `rules/`, named as in CrossGuard. */
import type { z } from "zod";
import type { TargetConfig } from "../../core/config/target";
import type { Complaints } from "./finding";
import type { Item } from "./resource";
import type { Scene } from "./scene";

export type Kind = TargetConfig["kind"];
export type RuleLevel = "mandatory" | "advisory" | "off";
export type PerTarget<T> = Readonly<Record<Kind, T>>;

export interface Example {
  /** Objects that break the rule on a target of this kind, as YAML. */
  readonly bad: string;
  /** The same, mended. */
  readonly good: string;
  readonly target: Kind;
  /** `workload` of the target's file, as YAML, where the rule needs it. */
  readonly workload?: string;
}

/** What all rules have in common; `A` are a rule's own arguments. */
interface About<A> {
  /** `CAP-01`: stands in every report. */
  readonly id: string;
  /** The rest of its name: `requests-fit`. */
  readonly slug: string;
  readonly severity: "low" | "medium" | "high" | "critical";
  readonly level: PerTarget<RuleLevel>;
  /** What must hold, one sentence. */
  readonly description: string;
  /** What happens where it doesn't. */
  readonly why: string;
  /** Steps to mend it. */
  readonly remedy: string;
  readonly args: z.ZodObject;
  /** Its arguments where the stack doesn't set others. */
  readonly defaults: PerTarget<A>;
  readonly example: Example;
}

/** Judges one resource by itself; runs before the resource is touched. */
export interface ResourceRule<A> extends About<A> {
  readonly scope: "resource";
  /** Kinds that it looks at, as `Item.kind`; absent = all. */
  readonly kinds?: readonly string[];
  readonly check: (item: Item, args: A, target: Kind) => Complaints;
}

/** Judges what several resources make together. */
export interface StackRule<A> extends About<A> {
  readonly scope: "stack";
  readonly check: (scene: Scene, args: A) => Complaints;
}

/** Any rule: its arguments are parsed by its own schema before it runs, so nobody else needs their type. */
export type Rule =
  | (Omit<ResourceRule<never>, "defaults"> & { readonly defaults: PerTarget<object> })
  | (Omit<StackRule<never>, "defaults"> & { readonly defaults: PerTarget<object> });

/** What reports say of a rule. */
export type RuleText = Pick<About<never>, "id" | "slug" | "severity" | "description" | "why" | "remedy">;

export const nameOf = ({ id, slug }: Pick<About<never>, "id" | "slug">): string => `${id.toLowerCase()}-${slug}`;

export const resourceRule = <A extends object>(rule: Omit<ResourceRule<A>, "scope">): Rule => ({
  ...rule,
  scope: "resource",
});
export const stackRule = <A extends object>(rule: Omit<StackRule<A>, "scope">): Rule => ({ ...rule, scope: "stack" });

/** The same on both kinds of target. */
export const both = <T>(value: T): PerTarget<T> => ({ "single-node": value, "multi-node": value });
/** One for each kind of target. */
export const per = <T>(singleNode: T, multiNode: T): PerTarget<T> => ({
  "single-node": singleNode,
  "multi-node": multiNode,
});
