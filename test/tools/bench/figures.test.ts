/** Median, spread, and how they are shown. */
import { describe, expect, test } from "vitest";
import { figureCells, spreadOf, table } from "../../../tools/bench/figures";

describe("several runs", () => {
  test.each([
    [[3, 1, 2], { median: 2, least: 1, most: 3 }],
    [[4, 1, 2, 3], { median: 2.5, least: 1, most: 4 }],
    [[5], { median: 5, least: 5, most: 5 }],
  ])("%j", (values, spread) => expect(spreadOf(values)).toEqual(spread));

  test("none is nothing", () => expect(spreadOf([])).toBeUndefined());
});

const spread = (median: number) => ({ median, least: median - 0.25, most: median + 0.25 });

describe("a figure", () => {
  test("says that its median is over the aim", () => {
    const figure = { what: "start", unit: "s", aim: 1.5, streaming: spread(2), bare: spread(3) } as const;
    expect(figureCells(figure)).toEqual(["start", "2.00 s (1.75–2.25)", "3.00 s (2.75–3.25)", "aim 1.5 s, over"]);
    expect(figureCells({ ...figure, streaming: spread(1.5) })[3]).toBe("aim 1.5 s");
  });

  test("says where nothing could be measured", () => {
    const figure = { what: "memory", unit: "MiB", streaming: undefined, bare: spread(100) } as const;
    expect(figureCells(figure)).toEqual(["memory", "not told here", "100 MiB (100–100)", ""]);
  });
});

test("columns are aligned, names to the left and figures to the right", () => {
  const rows = [
    ["what", "here"],
    ["start", "10 s"],
    ["preview", "9 s"],
  ];
  expect(table(rows)).toBe("what     here\nstart    10 s\npreview   9 s\n");
});
