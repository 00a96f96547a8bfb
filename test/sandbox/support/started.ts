/** Ends what a test file started, in the opposite order, also where starting stopped half-way. */
export class Started {
  private readonly stops: (() => Promise<void> | void)[] = [];

  add<T extends { stop(): Promise<void> | void }>(thing: T): T {
    this.stops.unshift(() => thing.stop());
    return thing;
  }

  async stop(): Promise<void> {
    for (const stop of this.stops.splice(0)) await stop();
  }
}
