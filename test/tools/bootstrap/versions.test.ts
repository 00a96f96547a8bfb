import { describe, expect, test } from "vitest";
import { compareVersions, describeRange, findVersion, fits } from "../../../tools/bootstrap/versions";

describe("what programs say about their version", () => {
  test.each([
    ["go version go1.26.8 linux/amd64", "1.26.8"],
    ['openjdk version "17.0.15" 2025-04-15', "17.0.15"],
    ['openjdk version "21" 2023-09-19\nOpenJDK Runtime Environment (build 21+35-2513)', "21"],
    ['java version "1.8.0_392"', "1.8.0"],
    ["\u001b[1mApache Maven 3.8.7\u001b[m\nJava version: 17.0.15", "3.8.7"],
    ["Client Version: v1.32.4-dispatcher\nKustomize Version: v5.5.0", "1.32.4"],
    ["v3.259.0", "3.259.0"],
    ["no version here", undefined],
  ])("%j is %s", (text, version) => expect(findVersion(text)).toBe(version));
});

test("versions are compared by number, not by letter", () => {
  expect(["1.9", "1.10.1", "1.10", "2.0.0"].sort(compareVersions)).toEqual(["1.9", "1.10", "1.10.1", "2.0.0"]);
});

describe("a range", () => {
  const range = { from: "22.22.0", below: "27.0.0" };

  test.each(["22.22.0", "24.0.0", "26.99.1"])("takes %s", (version) => expect(fits(version, range)).toBe(true));
  test.each(["22.21.9", "18.19.0", "27.0.0", "30.1.0"])("refuses %s", (version) =>
    expect(fits(version, range)).toBe(false),
  );
  test("refuses what has no version", () => expect(fits(undefined, range)).toBe(false));

  test("reads as a phrase", () => {
    expect(describeRange(range)).toBe("from 22.22 to below 27");
    expect(describeRange({ from: "17.0.0" })).toBe("17 or later");
  });
});
