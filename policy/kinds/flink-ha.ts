import type { Field } from "../framework/field";
import type { FlinkSettings } from "./flink";

/** The setting that switches high availability on; undefined where it is off [Flink docs, High Availability]. */
export function haOf(settings: FlinkSettings): Field | undefined {
  const at = settings.get("high-availability.type", "high-availability");
  return at === undefined || /^none$/i.test(at.text ?? "none") ? undefined : at;
}
