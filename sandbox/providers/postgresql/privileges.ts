/** Privileges: which kind of object has which, and when two lists mean the same. */

export const GRANT_TYPES = [
  "database",
  "function",
  "procedure",
  "routine",
  "schema",
  "sequence",
  "table",
  "foreign_data_wrapper",
  "foreign_server",
  "column",
] as const;
export const DEFAULT_PRIVILEGE_TYPES = ["table", "sequence", "function", "routine", "type", "schema"] as const;

/** From this major version on tables have MAINTAIN. */
const MAINTAIN_SINCE = 17;

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  database: ["ALL", "CREATE", "CONNECT", "TEMPORARY"],
  table: ["ALL", "SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN"],
  sequence: ["ALL", "USAGE", "SELECT", "UPDATE"],
  schema: ["ALL", "CREATE", "USAGE"],
  function: ["ALL", "EXECUTE"],
  procedure: ["ALL", "EXECUTE"],
  routine: ["ALL", "EXECUTE"],
  type: ["ALL", "USAGE"],
  foreign_data_wrapper: ["ALL", "USAGE"],
  foreign_server: ["ALL", "USAGE"],
  column: ["ALL", "SELECT", "INSERT", "UPDATE", "REFERENCES"],
};

/** What PostgreSQL's catalogs call a kind of object (`relkind`, `defaclobjtype`). */
export const CATALOG_LETTERS: Readonly<Record<string, string>> = {
  table: "r",
  sequence: "S",
  function: "f",
  routine: "f",
  type: "T",
  schema: "n",
};

function allowed(objectType: string, serverVersion: number): readonly string[] {
  const all = ALLOWED[objectType];
  if (all === undefined) throw new Error(`unknown object type ${objectType}`);
  return all.filter((privilege) => privilege !== "MAINTAIN" || serverVersion >= MAINTAIN_SINCE);
}

export function validatePrivileges(objectType: string, privileges: readonly string[], serverVersion: number): void {
  const known = allowed(objectType, serverVersion);
  const wrong = privileges.find((privilege) => !known.includes(privilege));
  if (wrong !== undefined) throw new Error(`${wrong} is not an allowed privilege for object type ${objectType}`);
}

/** `ALL` is granted where each privilege of the kind is. */
export function samePrivileges(
  objectType: string,
  granted: readonly string[],
  wanted: readonly string[],
  serverVersion: number,
): boolean {
  const meant = wanted.includes("ALL")
    ? allowed(objectType, serverVersion).filter((privilege) => privilege !== "ALL")
    : wanted;
  return sameSet(granted, wanted) || sameSet(granted, meant);
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  const [a, b] = [new Set(left), new Set(right)];
  return a.size === b.size && [...a].every((element) => b.has(element));
}
