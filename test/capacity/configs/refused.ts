import { ConfigError } from "../../../core/problems";
import { pageOf } from "../../../checks/capacity/page";
import { reportOf } from "../../../checks/capacity/report";
import { capacityOf } from "../../../checks/capacity/model";
import { configOf, edited, fixture, type Edits } from "../support";

/** What a user is told whose config is refused. */
export function refusal(name: "dev" | "prod", edits: Edits): string {
  try {
    configOf(edited(fixture(name), edits));
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return "accepted";
}

/** What the report says doesn't hold, each line, under its heading. */
export function unproven(name: "dev" | "prod", edits: Edits): string {
  const raw = edited(fixture(name), edits);
  const page = pageOf(reportOf(name, raw, capacityOf(configOf(raw))));
  const [, section = "everything holds"] = /## What doesn't hold\n\n([\s\S]*?)\n\n## Inputs/.exec(page) ?? [];
  return section;
}
