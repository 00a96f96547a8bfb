import { numberOf } from "../diff";
import type { Judge } from "../kind";

/** Kafka's own default [Kafka docs, min.insync.replicas]. */
const DEFAULT_MIN_IN_SYNC = 1;

/** How many copies a confirmed write has at least. */
export const minInSync: Judge = ({ from, to }) => {
  const [old, next] = [numberOf(from) ?? DEFAULT_MIN_IN_SYNC, numberOf(to) ?? DEFAULT_MIN_IN_SYNC];
  return next < old
    ? {
        class: "in place",
        why: `a write is confirmed once it is on ${next} broker(s) instead of ${old}: what isn't copied yet is lost with them`,
        guarded: true,
      }
    : { class: "in place", why: `writes with acks=all are refused while fewer than ${next} copies are in sync` };
};

/** A copy that lags behind may lead when no other is left. */
export const uncleanElection: Judge = ({ to }) =>
  to === true || to === "true"
    ? {
        class: "in place",
        why: "a copy that lags behind may take the lead, and confirmed records that it hasn't are dropped",
        guarded: true,
      }
    : { class: "in place", why: "only a copy that has everything may take the lead" };
