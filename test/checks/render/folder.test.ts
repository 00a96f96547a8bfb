import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { requireRenderFolder, writeFolder } from "../../../checks/render/folder";

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "render-"));
  folder = join(parent, "deep", "out");
});
afterEach(() => rmSync(parent, { recursive: true }));

const render = (files: Record<string, string>) =>
  writeFolder(folder, new Map(Object.entries({ ...files, "resources.json": "[]" })));

describe("a render's folder", () => {
  test("is made where it isn't there", () => {
    requireRenderFolder(folder);
    expect(render({ "n/Kind/a.yaml": "a" })).toEqual({ changed: 2, removed: 0 });
    expect(readFileSync(join(folder, "n/Kind/a.yaml"), "utf8")).toBe("a");
  });

  test("may be empty or an earlier render", () => {
    mkdirSync(folder, { recursive: true });
    requireRenderFolder(folder);
    render({});
    requireRenderFolder(folder);
  });

  test("that holds something else is refused and left alone", () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "thesis.txt"), "x");
    expect(() => requireRenderFolder(folder)).toThrow(
      /must be empty or an earlier render \(with resources.json\); it holds thesis.txt/,
    );
  });

  test("must not be a file", () => {
    const file = join(parent, "file");
    writeFileSync(file, "");
    expect(() => requireRenderFolder(file)).toThrow(/must be a folder/);
  });

  test("loses what an earlier render left behind, with empty folders", () => {
    render({ "n/Kind/a.yaml": "a", "m/Kind/b.yaml": "b" });
    expect(render({ "n/Kind/a.yaml": "a" })).toEqual({ changed: 0, removed: 1 });
    expect(existsSync(join(folder, "m"))).toBe(false);
    expect(readdirSync(folder).sort()).toEqual(["n", "resources.json"]);
  });

  test("keeps files that are as before", () => {
    render({ "n/Kind/a.yaml": "a", "n/Kind/b.yaml": "b" });
    expect(render({ "n/Kind/a.yaml": "a", "n/Kind/b.yaml": "c" })).toEqual({ changed: 1, removed: 0 });
  });
});
