import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

/** The engine's log: messages shown beside the resource that they are about. */
export interface EngineLog {
  /** Replaces the last status under the resource's row and isn't kept. */
  status(urn: string, message: string): void;
  warn(urn: string, message: string): void;
}

export const silentLog: EngineLog = { status: () => undefined, warn: () => undefined };

/** Messages are sent and forgotten: a lost status line must not fail a deployment. */
export function engineLog(address: string): EngineLog {
  const client = new EngineClient(address, credentials.createInsecure());
  const send = (urn: string, message: string, severity: LogSeverity, ephemeral: boolean): void => {
    const request = new LogRequest();
    request.setUrn(urn);
    request.setMessage(message);
    request.setSeverity(severity);
    request.setEphemeral(ephemeral);
    client.log(request, () => undefined);
  };
  return {
    status: (urn, message) => send(urn, message, LogSeverity.INFO, true),
    warn: (urn, message) => send(urn, message, LogSeverity.WARNING, false),
  };
}
