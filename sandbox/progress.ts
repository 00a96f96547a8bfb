/** Below this nothing was waited for, so nothing is told. */
const WORTH_TELLING_MS = 700;

/** Tells on stderr what is being waited for, and how long it took. */
export async function timed<T>(what: string, work: Promise<T>): Promise<T> {
  const started = Date.now();
  const slow = setTimeout(() => process.stderr.write(`${what}: starting\n`), WORTH_TELLING_MS);
  try {
    const result = await work;
    const ms = Date.now() - started;
    if (ms >= WORTH_TELLING_MS) process.stderr.write(`${what}: there after ${(ms / 1000).toFixed(1)} s\n`);
    return result;
  } finally {
    clearTimeout(slow);
  }
}
