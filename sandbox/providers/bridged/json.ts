/** JSON as Go writes it: keys in order, `<`, `>` and `&` escaped. */
export function goJson(value: unknown): string {
  const ordered = JSON.stringify(value, (_key, member: unknown) => (isPlain(member) ? inOrder(member) : member));
  const escapes: Readonly<Record<string, string>> = { "<": "\\u003c", ">": "\\u003e", "&": "\\u0026" };
  return ordered.replace(/[<>&]/g, (character) => escapes[character] ?? character);
}

/** The bridge's own bookkeeping in a program's objects is left out. */
function inOrder(object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const members = Object.entries(object).filter(([key]) => !key.startsWith("__"));
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
