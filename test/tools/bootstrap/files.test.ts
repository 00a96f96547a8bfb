import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { removeEarlier } from "../../../tools/bootstrap/files";

let tools: string;

beforeEach(() => {
  tools = fs.mkdtempSync(path.join(os.tmpdir(), "tools-"));
});
afterEach(() => fs.rmSync(tools, { recursive: true }));

test("a step's earlier folders go, its own and other steps' stay", () => {
  for (const folder of ["crds-1", "crds-2", "crds-3", "kafka-4.1.0"]) {
    fs.mkdirSync(path.join(tools, folder, "inside"), { recursive: true });
  }
  removeEarlier(path.join(tools, "crds-2"), "crds-");
  expect(fs.readdirSync(tools).sort()).toEqual(["crds-2", "kafka-4.1.0"]);
});
