/** Whether an object is ready, told from its live state. */
import type { Props } from "../../kind";
import type { KubeClient } from "../api/client";

export interface Readiness {
  readonly ready: boolean;
  /** What is still missing, as a status line. */
  readonly waitingFor: string;
  /** It won't become ready any more. */
  readonly failed?: boolean;
}

export type Rule = (live: Props, client: KubeClient) => Readiness | Promise<Readiness>;

export const done: Readiness = { ready: true, waitingFor: "" };
export const waiting = (waitingFor: string): Readiness => ({ ready: false, waitingFor });
export const readyIf = (ready: boolean, waitingFor: string): Readiness => (ready ? done : waiting(waitingFor));
