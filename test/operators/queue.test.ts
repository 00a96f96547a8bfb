import { expect, test, vi } from "vitest";
import { Queue } from "../../sandbox/operators/queue";

/** A promise to be kept from outside. */
function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

const noFailure = (): never => {
  throw new Error("no failure was expected");
};

test("an object that changes while it is looked at is looked at once more, never twice at a time", async () => {
  const first = gate();
  let active = 0;
  const looks: number[] = [];
  const queue = new Queue({
    failed: noFailure,
    work: async () => {
      looks.push(++active);
      if (looks.length === 1) await first.opened;
      active -= 1;
      return {};
    },
  });
  queue.add("a");
  queue.add("a");
  queue.add("a");
  first.open();
  await vi.waitFor(() => expect(looks).toEqual([1, 1]));
  await queue.close();
  expect(looks).toEqual([1, 1]);
});

test("one object's work does not wait for another's", async () => {
  const slow = gate();
  const done: string[] = [];
  const queue = new Queue({
    failed: noFailure,
    work: async (key) => {
      if (key === "slow") await slow.opened;
      done.push(key);
      return {};
    },
  });
  queue.add("slow");
  queue.add("quick");
  await vi.waitFor(() => expect(done).toEqual(["quick"]));
  slow.open();
  await queue.close();
  expect(done).toEqual(["quick", "slow"]);
});

test("a failure is told and tried again until it succeeds", async () => {
  const failures: unknown[] = [];
  let looks = 0;
  const queue = new Queue({
    firstDelayMs: 1,
    failed: (_, error) => failures.push(error),
    work: () => (++looks < 3 ? Promise.reject(new Error(`look ${looks}`)) : Promise.resolve({})),
  });
  queue.add("a");
  await vi.waitFor(() => expect(looks).toBe(3));
  await queue.close();
  expect(failures.map(String)).toEqual(["Error: look 1", "Error: look 2"]);
});

test("an object can ask to be looked at again, and a closed queue looks no more", async () => {
  let looks = 0;
  const queue = new Queue({ failed: noFailure, work: () => Promise.resolve(++looks < 5 ? { againInMs: 1 } : {}) });
  queue.add("a");
  await vi.waitFor(() => expect(looks).toBe(5));
  await queue.close();
  queue.add("a");
  expect(looks).toBe(5);
});
