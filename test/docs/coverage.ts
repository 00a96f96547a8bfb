/** The tables of docs/coverage.md. */

export interface Row {
  readonly section: string;
  readonly what: string;
  /** Words in `code` of what the runbook has. */
  readonly names: readonly string[];
  readonly state: "covered" | "deviation" | "open";
  readonly declared: readonly string[];
  readonly proven: readonly string[];
  /** First words of the row in docs/deviations.md. */
  readonly deviation: string;
}

export function coverageRows(text: string): readonly Row[] {
  const rows: Row[] = [];
  let section = "";
  for (const line of text.split("\n")) {
    if (line.startsWith("## ")) section = line.slice(3).trim();
    const cells = line.startsWith("| ")
      ? line.split(" | ").map((cell) => cell.replaceAll(/^\| | \|$/g, "").trim())
      : [];
    const [what = "", declared = "", proven = ""] = cells;
    if (what === "" || what === "The runbook has" || /^-+$/.test(what)) continue;
    if (cells.length !== 3) throw new Error(`a row of docs/coverage.md has ${cells.length} cells: ${line}`);
    rows.push({
      section,
      what,
      names: [...what.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name),
      state: declared === "open" ? "open" : declared.startsWith("[deviation]") ? "deviation" : "covered",
      declared: pathsIn(declared),
      proven: pathsIn(proven),
      deviation: proven,
    });
  }
  return rows;
}

/** The texts of links, which are paths from the project's folder. */
const pathsIn = (cell: string): readonly string[] => [...cell.matchAll(/\[([^\]]+)\]\(/g)].map(([, path = ""]) => path);
