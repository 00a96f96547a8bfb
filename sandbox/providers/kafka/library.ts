/** Kafka's client. It compiles its protocol's schemas when it is loaded, most of a second's work that a preview can do without. */
import { createRequire } from "node:module";
import type * as Library from "@platformatic/kafka";

let loaded: typeof Library | undefined;

/** Loaded by the first operation that speaks to a broker. */
export const library = (): typeof Library =>
  (loaded ??= createRequire(__filename)("@platformatic/kafka") as typeof Library);
