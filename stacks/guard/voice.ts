import * as pulumi from "@pulumi/pulumi";

/** How the wall speaks, of one resource each time. */
export interface Voice {
  info(message: string, urn: string): Promise<void>;
  warn(message: string, urn: string): Promise<void>;
  /** Fails the operation. A preview goes on, so that it tells every refusal, and fails at its end. */
  refuse(message: string, urn: string): Promise<void>;
}

/** The SDK's own code for a program that ends badly and has told why [Pulumi SDK, cmd/run: nodeJSProcessExitedAfterLoggingUserActionableMessage]. */
const TOLD = 32;

/** Through the engine, which shows messages beside the resource. */
export function engineVoice(): Voice {
  const failed = (): void => {
    process.exitCode = TOLD;
  };
  return {
    info: (message, urn) => pulumi.log.info(message, named(urn)),
    warn: (message, urn) => pulumi.log.warn(message, named(urn)),
    refuse: (message, urn) => {
      if (!pulumi.runtime.isDryRun()) throw new Error(message);
      // Only at the very end: the engine takes an earlier one for a program that declares no more.
      process.off("exit", failed).on("exit", failed);
      return pulumi.log.error(message, named(urn));
    },
  };
}

/** A message waits for the URN of its resource; a resource that the engine asks about has none yet. */
const named = (urn: string): pulumi.Resource => new pulumi.DependencyResource(urn);
