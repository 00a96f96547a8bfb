/** What `pulumi stack export` gives and `pulumi stack import` takes, as far as repair reads it; all else is kept as it is. */
export interface Exported {
  readonly deployment: Deployment;
}

export interface Deployment {
  readonly resources?: readonly State[];
  /** What was being done when the engine stopped. */
  readonly pending_operations?: readonly Operation[];
}

export interface State {
  readonly urn: string;
  readonly type: string;
  /** True for what a provider manages, false for components. */
  readonly custom: boolean;
  readonly id?: string;
  /** True for what a replacement left to be deleted. */
  readonly delete?: boolean;
  /** True for what was deleted so that its replacement could be created. */
  readonly pendingReplacement?: boolean;
  /** True where the next run has to look at the real thing before anything else. */
  readonly refreshBeforeUpdate?: boolean;
  readonly inputs?: Inputs;
  readonly outputs?: Inputs;
}

export type Inputs = Readonly<Record<string, unknown>>;

export interface Operation {
  readonly type: "creating" | "updating" | "deleting" | "reading" | "importing";
  readonly resource: State;
}
