export interface Log {
  /** An event: what was done. */
  readonly say: (line: string) => void;
  /** A failure that is tried again: the same one within a minute says nothing new and is dropped. */
  readonly complain: (line: string) => void;
}

/** A line per event, with the time. */
export function logger(write: (line: string) => void, now: () => Date = () => new Date()): Log {
  const lately = new Map<string, number>();
  const say = (line: string): void => write(`${now().toISOString()} ${line.trim().replaceAll(/\s*\n\s*/g, " | ")}\n`);
  return {
    say,
    complain: (line) => {
      const at = now().getTime();
      for (const [other, time] of lately) if (at - time >= SILENCE_MS) lately.delete(other);
      if (lately.has(line)) return;
      lately.set(line, at);
      say(line);
    },
  };
}

const SILENCE_MS = 60_000;
