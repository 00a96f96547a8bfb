/** Points of a run of `pulumi up` at which it can be killed, whatever the machine's speed. */
import { setTimeout as pause } from "node:timers/promises";
import type { Sandbox } from "../../../sandbox/lifecycle";
import { eventsOf, FIRST_RESOURCE, runningUp } from "./faults";

/** How a run goes that nobody disturbs. */
export interface Course {
  /** Milliseconds from its start until its program declares something: plugins and the program are loaded. */
  readonly loadingMs: number;
  /** The share of loading in the time of the whole run. */
  readonly loading: number;
  /** Begins and ends of creations and deletions outside Pulumi's state. */
  readonly steps: number;
}

/** A begin or an end of what a provider other than Pulumi itself creates or deletes. */
const STEP =
  /"(?:resourcePreEvent|resOutputsEvent)":\{"metadata":\{"op":"(?:create|delete)","urn":"[^"]*(?:kubernetes|kafka|postgresql):[^:"]+:[^:"]+::/;

const stepsIn = (events: string): number => events.split("\n").filter((line) => STEP.test(line)).length;

const LOOK_EVERY_MS = 25;

/** Watches a run from its start to its end. */
export async function courseOf(sandbox: Sandbox, run: () => Promise<unknown>): Promise<Course> {
  const seen = { over: false, began: 0, declares: 0, steps: 0 };
  const running = run().finally(() => (seen.over = true));
  while (!seen.over) {
    if (seen.began === 0 && runningUp(sandbox) !== undefined) seen.began = Date.now();
    const events = eventsOf(sandbox);
    if (seen.declares === 0 && FIRST_RESOURCE.test(events)) seen.declares = Date.now();
    seen.steps = Math.max(seen.steps, stepsIn(events));
    await pause(LOOK_EVERY_MS);
  }
  await running;
  const loadingMs = seen.declares - seen.began;
  return { loadingMs, loading: loadingMs / (Date.now() - seen.began), steps: seen.steps };
}

/**
 * The process id of `pulumi up` at this point of its course, from 0 to 1: so long after its start while it loads, from then on so many steps on.
 * Undefined where it has come to its end before.
 */
export async function reaches(
  sandbox: Sandbox,
  course: Course,
  point: number,
  isOver: () => boolean,
): Promise<number | undefined> {
  while (runningUp(sandbox) === undefined && !isOver()) await pause(LOOK_EVERY_MS);
  if (point < course.loading) await pause((point / course.loading) * course.loadingMs);
  else {
    const steps = Math.floor(((point - course.loading) / (1 - course.loading)) * course.steps);
    const isThere = (events: string): boolean => FIRST_RESOURCE.test(events) && stepsIn(events) >= steps;
    while (!isThere(eventsOf(sandbox)) && !isOver()) await pause(LOOK_EVERY_MS);
  }
  return runningUp(sandbox);
}
