/** What a look at an object ends with: when to look again, if not only on a change. */
export interface Outcome {
  readonly againInMs?: number;
}

export interface QueueOptions {
  readonly work: (key: string) => Promise<Outcome>;
  readonly failed: (key: string, error: unknown) => void;
  readonly firstDelayMs?: number;
  readonly lastDelayMs?: number;
}

interface Entry {
  running: boolean;
  /** Asked for while running: look once more. */
  dirty: boolean;
  failures: number;
  timer?: NodeJS.Timeout;
}

/** Works on many objects at once, but on each one thing after the other; failures are tried again, later each time. */
export class Queue {
  private readonly entries = new Map<string, Entry>();
  private closed = false;

  constructor(private readonly options: QueueOptions) {}

  add(key: string): void {
    if (this.closed) return;
    const entry = this.entries.get(key) ?? { running: false, dirty: false, failures: 0 };
    this.entries.set(key, entry);
    if (entry.running) entry.dirty = true;
    // A failing object waits for its turn; the others are looked at now.
    else if (entry.failures === 0 || entry.timer === undefined) this.run(key, entry);
  }

  /** Takes no more work; done when what runs has ended. */
  async close(): Promise<void> {
    this.closed = true;
    for (const entry of this.entries.values()) clearTimeout(entry.timer);
    await Promise.all([...this.running]);
  }

  private readonly running = new Set<Promise<void>>();

  private run(key: string, entry: Entry): void {
    clearTimeout(entry.timer);
    delete entry.timer;
    entry.running = true;
    entry.dirty = false;
    const run = this.look(key, entry).then((delay) => {
      entry.running = false;
      this.running.delete(run);
      this.next(key, entry, delay);
    });
    this.running.add(run);
  }

  /** Milliseconds until the next look; undefined for none. */
  private async look(key: string, entry: Entry): Promise<number | undefined> {
    try {
      const { againInMs } = await this.options.work(key);
      entry.failures = 0;
      return entry.dirty ? 0 : againInMs;
    } catch (error) {
      entry.failures += 1;
      this.options.failed(key, error);
      const { firstDelayMs = 250, lastDelayMs = 5_000 } = this.options;
      return Math.min(firstDelayMs * 2 ** (entry.failures - 1), lastDelayMs);
    }
  }

  private next(key: string, entry: Entry, delay: number | undefined): void {
    if (this.closed) return;
    if (delay === undefined) this.entries.delete(key);
    else if (delay === 0) this.run(key, entry);
    else
      entry.timer = setTimeout(() => {
        this.run(key, entry);
      }, delay);
  }
}
