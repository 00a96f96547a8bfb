import type { ServiceError } from "@grpc/grpc-js";
import { Metadata, status } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import type { WireProps } from "./wire";
import { toStruct } from "./wire";

/** What the engine records of a resource that exists but isn't ready. */
export interface PartialResource {
  readonly id: string;
  readonly inputs: WireProps;
  readonly outputs: WireProps;
  readonly reasons: readonly string[];
}

export function serviceError(code: status, message: string, metadata = new Metadata()): ServiceError {
  return Object.assign(new Error(message), { code, details: message, metadata });
}

export const unimplemented = (what: string): ServiceError =>
  serviceError(status.UNIMPLEMENTED, `${what} is not offered by this stand-in`);

/** The protocol's "created, but failed to initialize": the partial resource travels in the error's details. */
export function initFailed(partial: PartialResource): ServiceError {
  const detail = new ErrorResourceInitFailed();
  detail.setId(partial.id);
  detail.setProperties(toStruct(partial.outputs));
  detail.setInputs(toStruct(partial.inputs));
  detail.setReasonsList([...partial.reasons]);
  const packed = new Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const message = partial.reasons.join("; ");
  const rpcStatus = new Status();
  rpcStatus.setCode(status.UNKNOWN);
  rpcStatus.setMessage(message);
  rpcStatus.addDetails(packed);
  const metadata = new Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(rpcStatus.serializeBinary()));
  return serviceError(status.UNKNOWN, message, metadata);
}

/** Any error as the engine shows it: its message; a stack only where the fault is the stand-in's own. */
export function toServiceError(error: unknown): ServiceError {
  if (error instanceof Error && "code" in error && "metadata" in error) return error as ServiceError;
  if (error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError) {
    return serviceError(status.INTERNAL, error.stack ?? error.message);
  }
  return serviceError(status.UNKNOWN, error instanceof Error ? error.message : String(error));
}
