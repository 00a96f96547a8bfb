/** How one call is answered: errors become the protocol's, cancellation reaches the kind. */
import type { handleUnaryCall, sendUnaryData, ServerUnaryCall, UntypedHandleCall } from "@grpc/grpc-js";
import { toServiceError } from "./errors";

export type Answer<Request, Response> = (request: Request, signal: AbortSignal) => Response | Promise<Response>;

/** A gRPC handler that answers with what `answer` gives; its signal is aborted when this call or all calls are cancelled. */
export function unary<Request, Response>(
  cancelAll: AbortSignal,
  answer: Answer<Request, Response>,
): handleUnaryCall<Request, Response> & UntypedHandleCall {
  const handle = (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>): void => {
    const own = new AbortController();
    call.on("cancelled", () => own.abort());
    const run = async (): Promise<Response> => answer(call.request, AbortSignal.any([cancelAll, own.signal]));
    run().then(
      (response) => callback(null, response),
      (error: unknown) => callback(toServiceError(error)),
    );
  };
  return handle as handleUnaryCall<Request, Response> & UntypedHandleCall;
}
