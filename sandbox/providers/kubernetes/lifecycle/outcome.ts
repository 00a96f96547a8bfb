/** What creates and updates have in common: who writes, and what becomes of an object that doesn't get ready. */
import { UserError } from "../../../../core/problems";
import type { CallContext, Props } from "../../kind";
import { InitError } from "../../kind";
import { fieldManagerOf } from "../annotations";
import { NotReadyError, untilReady } from "../await/waiter";
import type { Cluster } from "../cluster";
import { outputsOf, recordedFieldManager } from "../cluster";
import { idOf, newFieldManager } from "../identity";

/** The name that the declaration gives, else the recorded one, else a new one. */
export const managerOf = (inputs: Props, outputs?: Props): string =>
  fieldManagerOf(inputs) || recordedFieldManager(outputs) || newFieldManager();

export function mustBeReachable({ unreachable }: Cluster): void {
  if (unreachable !== undefined) throw new UserError(`configured Kubernetes cluster is unreachable: ${unreachable}`);
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export interface Written {
  readonly inputs: Props;
  readonly live: Props;
  readonly fieldManager: string;
  readonly done: "created" | "updated";
}

/** The live object once it is ready. If that fails, it is handed over as it is: it exists, so the state must have it. */
export async function ready({ client }: Cluster, written: Written, context: CallContext): Promise<Props> {
  const { inputs, fieldManager, done } = written;
  try {
    return await untilReady(client, inputs, written.live, context);
  } catch (error) {
    const { live, details } = error instanceof NotReadyError ? error : { live: written.live, details: [] };
    throw new InitError({ id: idOf(live), inputs, outputs: outputsOf(live, fieldManager) }, [
      `resource "${idOf(live)}" was successfully ${done}, but the Kubernetes API server reported that it failed ` +
        `to fully initialize or become live: ${messageOf(error)}`,
      ...details,
    ]);
  }
}
