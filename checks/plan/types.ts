import type { PlannedMap } from "./values";

/** Everything that a program registers, as `pulumi preview` of an empty stack would show it. */
export interface Plan {
  readonly project: string;
  readonly stack: string;
  /** Sorted by URN; the stack itself included. */
  readonly resources: readonly PlannedResource[];
  /** The stack's outputs. */
  readonly outputs: PlannedMap;
  /** What the program logged; errors make the plan fail. */
  readonly warnings: readonly string[];
}

export interface PlannedResource {
  readonly urn: string;
  /** Type token, e.g. `kubernetes:apps/v1:StatefulSet`. */
  readonly type: string;
  readonly name: string;
  /** The parent's URN; the stack has none. */
  readonly parent: string | undefined;
  /** False for components, which only group others. */
  readonly custom: boolean;
  readonly props: PlannedMap;
  readonly opts: PlannedOptions;
  /** URNs of all resources that must be there first, sorted: those named by `dependsOn` and those whose outputs are used. */
  readonly dependencies: readonly string[];
  /** What a component says of itself; nothing for custom resources. */
  readonly outputs: PlannedMap;
}

/** Options after inheritance from the parent, as the engine applies them. Absent = not set. */
export interface PlannedOptions {
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly ignoreChanges?: readonly string[];
  readonly deleteBeforeReplace?: boolean;
  readonly replaceOnChanges?: readonly string[];
  readonly additionalSecretOutputs?: readonly string[];
  /** Former identities: URNs, or parts of one (`name=old`). */
  readonly aliases?: readonly string[];
  /** URN of the explicit provider. */
  readonly provider?: string;
  /** A component's providers by package. */
  readonly providers?: Readonly<Record<string, string>>;
  readonly deletedWith?: string;
  readonly import?: string;
  /** Per property, the URNs whose outputs it is made from. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
  /** Names of what the engine calls back, by the moment: `beforeDelete`. */
  readonly hooks?: Readonly<Record<string, readonly string[]>>;
  readonly customTimeouts?: Readonly<Partial<Record<"create" | "update" | "delete" | "read", string>>>;
  /** Of the provider's plugin. */
  readonly version?: string;
}
