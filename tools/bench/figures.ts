/** What was measured, over several runs, and how it is shown. */

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** Undefined where nothing could be measured. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const [least, most] = [sorted[0], sorted.at(-1)];
  const middle = sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1);
  if (least === undefined || most === undefined) return undefined;
  return { median: middle.reduce((sum, value) => sum + value, 0) / middle.length, least, most };
}

export interface Figure {
  readonly what: string;
  readonly unit: "s" | "MiB";
  /** At most this much, in the same unit. */
  readonly aim?: number;
  readonly streaming: Spread | undefined;
  /** Of the bare program. */
  readonly bare: Spread | undefined;
}

export const figureCells = ({ what, unit, aim: most, streaming, bare }: Figure): readonly string[] => [
  what,
  spreadCell(streaming, unit),
  spreadCell(bare, unit),
  most === undefined || streaming === undefined ? "" : aim(streaming.median, most, unit),
];

function spreadCell(spread: Spread | undefined, unit: Figure["unit"]): string {
  if (spread === undefined) return "not told here";
  const shown = (value: number): string => value.toFixed(unit === "s" ? 2 : 0);
  return `${shown(spread.median)} ${unit} (${shown(spread.least)}–${shown(spread.most)})`;
}

export const aim = (value: number, most: number, unit: string): string =>
  `aim ${most} ${unit}${value > most ? ", over" : ""}`;

/** Columns of one width, the first to the left and the others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
  return `${lines.join("\n")}\n`;
}
