import { configPage } from "./config-page";
import { editorSchema } from "./editor-schema";
import { policiesPage, policyPages } from "./policies";
import { alertsPage, runbookPages } from "./runbooks";

/** Committed files that are printed from the code, by path. */
export const GENERATED: Readonly<Record<string, () => string>> = {
  "docs/config.md": configPage,
  "docs/alerts.md": alertsPage,
  ...runbookPages(),
  "docs/policies.md": policiesPage,
  ...policyPages(),
  "schemas/stack-config.schema.json": editorSchema,
};
