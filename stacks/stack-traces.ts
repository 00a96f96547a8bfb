/**
 * What stack traces cost and say. The SDK takes one for each promise that it makes, some forty per resource, in order to name those that leak: in a
 * large program that is most of the time from start to last resource. And its runner puts its own mapper of source positions in place, which knows
 * nothing of files that are compiled while they are loaded, so that every position would be in line 2.
 */
import { findSourceMap } from "node:module";

interface Frame extends NodeJS.CallSite {
  toString(): string;
}
type Prepare = (error: Error, frames: Frame[]) => unknown;

/** From now on, this process' traces name the lines of sources, and those of promises are left out; `PULUMI_DEBUG_PROMISE_LEAKS` brings them back. */
export function mapTraces(): void {
  Error.prepareStackTrace = withoutPromises(mapped);
}

/** From now on, traces of promises are left out; whoever maps the others here, Node or a test runner, goes on doing so. */
export function leaveOutPromises(): void {
  const own = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace")?.value as Prepare | undefined;
  Error.prepareStackTrace = withoutPromises(own ?? mapped);
}

const withoutPromises = (prepare: Prepare): Prepare =>
  process.env["PULUMI_DEBUG_PROMISE_LEAKS"]
    ? prepare
    : (error, frames) => (frames[0]?.getFunctionName() === SDK_PROMISE ? String(error) : prepare(error, frames));

/** The function of the SDK (`runtime/debuggable`) through which its promises pass. */
const SDK_PROMISE = "debuggablePromise";

/** By the source maps that Node holds. */
const mapped: Prepare = (error, frames) => [String(error), ...frames.map(position)].join("\n    at ");

function position(frame: Frame): string {
  const [file, line, column] = [frame.getFileName(), frame.getLineNumber(), frame.getColumnNumber()];
  if (typeof file !== "string" || line === null || column === null) return frame.toString();
  const compiled = `:${line}:${column}`;
  const source = sourceOf(file, line, column);
  return source === undefined ? frame.toString() : frame.toString().replace(compiled, source);
}

/** Each resource's trace goes through the same few places. */
const sources = new Map<string, string | undefined>();

function sourceOf(file: string, line: number, column: number): string | undefined {
  const key = `${file}:${line}:${column}`;
  if (sources.has(key)) return sources.get(key);
  const origin = findSourceMap(file)?.findOrigin(line, column);
  const source =
    origin !== undefined && "lineNumber" in origin ? `:${origin.lineNumber}:${origin.columnNumber}` : undefined;
  sources.set(key, source);
  return source;
}
