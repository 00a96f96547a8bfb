import { expect, test } from "vitest";
import { logger } from "../../sandbox/operators/log";

function logAt(): {
  readonly lines: string[];
  readonly log: ReturnType<typeof logger>;
  readonly pass: (ms: number) => void;
} {
  const lines: string[] = [];
  let now = Date.UTC(2026, 0, 1);
  return {
    lines,
    log: logger(
      (line) => lines.push(line),
      () => new Date(now),
    ),
    pass: (ms) => void (now += ms),
  };
}

test("an event is one line, with its time", () => {
  const { lines, log } = logAt();
  log.say("broker ended:\n  no space left\n");
  expect(lines).toEqual(["2026-01-01T00:00:00.000Z broker ended: | no space left\n"]);
});

test("the same complaint is heard once a minute", () => {
  const { lines, log, pass } = logAt();
  log.complain("refused");
  log.complain("refused");
  pass(60_000);
  log.complain("refused");
  expect(lines).toHaveLength(2);
});
