/** What a user reads who typed a faulty config. */
import { ConfigError } from "../../core/problems";
import { parseConfig } from "../../stacks/config";
import { type Typed, values } from "./values";

/** The message of the refusal, or `accepted`. */
export function refusal(config: Typed): string {
  try {
    parseConfig(values(config), "Pulumi.test.yaml");
    return "accepted";
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

/** A config with one place changed. */
export function edited<T extends Typed>(base: T, change: (config: T) => void): T {
  change(base);
  return base;
}
