/** A runbook page: what people do when an alert fires. */

export interface Step {
  readonly text: string;
  /** Shell, as it is typed; lines that begin with # say what to expect. */
  readonly run?: string;
}

/** What can be done, by how fast it helps: "Immediately (5 minutes)". */
export interface Remedy {
  readonly when: string;
  readonly steps: readonly Step[];
}

export interface Page {
  /** File name without `.md`; alerts name their page by it. */
  readonly slug: string;
  readonly title: string;
  readonly component: string;
  /** Who notices, and what stops. */
  readonly impact: string;
  readonly symptoms: readonly string[];
  readonly causes: readonly string[];
  readonly investigation: readonly Step[];
  readonly resolution: readonly Remedy[];
  readonly verification: readonly Step[];
  readonly prevention: readonly string[];
  /** When somebody else has to be called; each stands in a rule as well. */
  readonly escalation: readonly string[];
  readonly related?: readonly string[];
}

export const step = (text: string, run?: string): Step => (run === undefined ? { text } : { text, run });
