/**
 * Runs a program in Pulumi's Node runtime against a monitor in this process. Several may run at the same time: each has its own store.
 * Leans on internals of the SDK (`runtime/state`, a monitor that is a plain object); test/checks/plan/contract.test.ts pins them.
 */
import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import { type LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import * as internals from "@pulumi/pulumi/runtime/state";
import type { RecordingMonitor } from "./monitor";
import { type SdkPromises, leaveOutPromises } from "./promises";
import { collectRejections } from "./rejections";

/** What `runtime/state` exports without declaring it. */
interface State {
  withLocalStorage<T>(callback: () => T): T;
  getLocalStore(): { readonly settings: { engine?: unknown }; callbacks?: unknown } | undefined;
}
const state = internals as unknown as State;

// The module itself, as it can be written to; an import is a copy under a test runner.
leaveOutPromises(createRequire(__filename)("@pulumi/pulumi/runtime/debuggable") as SdkPromises);

export interface Surroundings {
  readonly monitor: RecordingMonitor;
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
}

/** The program's warnings. Throws what the program throws, at once or later inside an `apply`. */
export async function runProgram(
  program: () => object,
  { monitor, config, secretKeys }: Surroundings,
): Promise<readonly string[]> {
  const log = new Log();
  const thrown: unknown[] = [];
  const rejections = await collectRejections(() =>
    state.withLocalStorage(async () => {
      pulumi.runtime.setMockOptions(monitor, monitor.project, monitor.stack, true, "organization");
      pulumi.runtime.setAllConfig({ ...config }, [...secretKeys]);
      const store = state.getLocalStore();
      if (store === undefined) throw new Error("Pulumi's runtime has no store of its own here");
      store.settings.engine = log;
      store.callbacks = monitor.hooks;
      try {
        await pulumi.runtime.runInPulumiStack(() => Promise.resolve(attempt(program, thrown)));
      } finally {
        await pulumi.runtime.disconnect();
      }
    }),
  );
  const [failure] = [...thrown, ...rejections];
  if (failure !== undefined) throw failure instanceof Error ? failure : new Error(JSON.stringify(failure));
  if (log.errors.length > 0) throw new Error(log.errors.join("\n"));
  return log.warnings;
}

/** A program that throws ends with what it declared so far, so that nothing is left waiting. */
function attempt(program: () => object, thrown: unknown[]): object {
  try {
    return program();
  } catch (error) {
    thrown.push(error);
    return {};
  }
}

/** Plays the engine's other half, to which programs log; nothing reaches the console. */
class Log {
  readonly warnings: string[] = [];
  readonly errors: string[] = [];

  log(request: LogRequest, answer: () => void): void {
    if (request.getSeverity() === LogSeverity.WARNING) this.warnings.push(request.getMessage());
    if (request.getSeverity() === LogSeverity.ERROR) this.errors.push(request.getMessage());
    answer();
  }

  setRootResource(_: unknown, answer: (error: null, response: object) => void): void {
    answer(null, {});
  }

  close(): void {}
}
