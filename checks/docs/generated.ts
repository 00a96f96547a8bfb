import { configPage } from "./config-page";
import { editorSchema } from "./editor-schema";

/** Committed files that are printed from the code, by path. */
export const GENERATED: Readonly<Record<string, () => string>> = {
  "docs/config.md": configPage,
  "schemas/stack-config.schema.json": editorSchema,
};
