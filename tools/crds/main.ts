import fs from "node:fs";
import path from "node:path";
import { parseAllDocuments, stringify } from "yaml";
import { cloudNativePgDefinitions } from "./cloudnative-pg";

interface Definition {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** Every definition found in the YAML files under a folder. */
function definitionsIn(folder: string): readonly Definition[] {
  const files = fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /\.ya?ml$/.test(file));
  return files
    .flatMap((file) =>
      parseAllDocuments(fs.readFileSync(path.join(folder, file), "utf8")).map((doc) => doc.toJS() as Definition | null),
    )
    .filter((document) => document !== null)
    .filter(({ kind }) => kind === "CustomResourceDefinition");
}

/** `main.ts SOURCES OUT`: one file per custom resource definition, named as the definition is. */
function main([sources, out]: readonly string[]): void {
  if (!sources || !out) throw new Error("usage: main.ts SOURCES OUT");
  fs.mkdirSync(out, { recursive: true });
  for (const definition of [...definitionsIn(sources), ...(cloudNativePgDefinitions() as readonly Definition[])]) {
    const text = stringify(definition, { aliasDuplicateObjects: false, lineWidth: 0 });
    fs.writeFileSync(path.join(out, `${definition.metadata.name}.yaml`), text);
  }
}

main(process.argv.slice(2));
