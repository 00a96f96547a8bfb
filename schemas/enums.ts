/** Kubernetes' published API description leaves out which words a field takes. They stand in the Go types, marked `+enum`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Words by definition and field: `io.k8s.api.core.v1.Container` → `imagePullPolicy` → `Always` … */
export type Enums = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

interface Package {
  readonly words: ReadonlyMap<string, readonly string[]>;
  readonly structs: ReadonlyMap<string, string>;
}

/** Reads `<group>/<version>/types.go` of each package in the module k8s.io/api. */
export function readEnums(module: string, packages: readonly string[]): Enums {
  const parsed = new Map(
    [...new Set(["core/v1", ...packages])].map((name) => [
      name,
      parse(readFileSync(join(module, name, "types.go"), "utf8")),
    ]),
  );
  const core = parsed.get("core/v1");
  return new Map(
    [...parsed].flatMap(([name, own]) =>
      [...own.structs.keys()].map(
        (struct) => [`io.k8s.api.${name.replaceAll("/", ".")}.${struct}`, fieldsOf(struct, own, core)] as const,
      ),
    ),
  );
}

function parse(source: string): Package {
  const types = [...source.matchAll(/\/\/ \+enum\n(?:\/\/.*\n)*type (\w+) string/g)].map(([, type = ""]) => type);
  const words = new Map(
    types.map((type) => [
      type,
      [...source.matchAll(new RegExp(`^\\s*\\w+\\s+${type}\\s*=\\s*"([^"]*)"`, "gm"))].map(([, word = ""]) => word),
    ]),
  );
  const structs = new Map(
    [...source.matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm)].map(([, name = "", body = ""]) => [name, body]),
  );
  return { words, structs };
}

function fieldsOf(struct: string, own: Package, core: Package | undefined): ReadonlyMap<string, readonly string[]> {
  const body = own.structs.get(struct) ?? "";
  const inlined = [...body.matchAll(/^\t(\w+)\s+`json:",inline"/gm)].flatMap(([, name = ""]) => [
    ...fieldsOf(name, own, core),
  ]);
  const fields = [...body.matchAll(/^\t\w+\s+((?:\[\]|\*)*)((?:v1|corev1)\.)?(\w+)\s+`json:"(\w+)/gm)].flatMap(
    ([, , elsewhere, type = "", field = ""]) => {
      const words = (elsewhere === undefined ? own : core)?.words.get(type) ?? [];
      return words.length === 0 ? [] : [[field, words] as const];
    },
  );
  return new Map([...inlined, ...fields]);
}
