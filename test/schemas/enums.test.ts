import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readEnums } from "../../schemas/enums";

const CORE = `
// Pull says when.
// +enum
// More prose.
type Pull string

const (
	// Prose = "no word"
	PullAlways Pull = "Always"
	PullNever  Pull = "Never"
)

type Free string
const FreeA Free = "a"

type Common struct {
	// +optional
	Pull Pull \`json:"pull,omitempty" protobuf:"bytes,1"\`
	Many []Pull \`json:"many,omitempty"\`
	Free *Free \`json:"free,omitempty"\`
}

type Outer struct {
	Common \`json:",inline"\`
	Pointer *Pull \`json:"pointer"\`
}
`;
const BATCH = `
type Job struct {
	Pull corev1.Pull \`json:"pull"\`
}
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "enums-"));
  for (const [path, text] of [["core/v1/types.go", CORE] as const, ["batch/v1/types.go", BATCH] as const]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

test("fields take the words of their types, also through embedded types and from the core package", () => {
  const words = ["Always", "Never"];
  const enums = Object.fromEntries(
    [...readEnums(folder, ["batch/v1"])].map(([name, fields]) => [name, Object.fromEntries(fields)]),
  );
  expect(enums).toEqual({
    "io.k8s.api.core.v1.Common": { pull: words, many: words },
    "io.k8s.api.core.v1.Outer": { pull: words, many: words, pointer: words },
    "io.k8s.api.batch.v1.Job": { pull: words },
  });
});
