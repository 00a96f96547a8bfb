import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { brokerFolder, brokersWithData, claimStorage, quorumOf, removeStorage } from "../../../sandbox/kafka/storage";
import { sandboxLayout, type SandboxLayout } from "../../../sandbox/layout";

let layout: SandboxLayout;

beforeEach(() => {
  layout = sandboxLayout("test", fs.mkdtempSync(path.join(os.tmpdir(), "storage-")));
});

afterEach(() => fs.rmSync(layout.root, { recursive: true }));

function writeData(pod: string, volume: string): string {
  claimStorage(layout, "ns", pod, { cluster: "rp", volume });
  const file = path.join(brokerFolder(layout, "ns", pod).logDir, "segment");
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, "messages");
  return file;
}

test("data stays while the volume is the same", () => {
  const file = writeData("rp-0", "pvc-1");
  claimStorage(layout, "ns", "rp-0", { cluster: "rp", volume: "pvc-1" });
  expect(fs.existsSync(file)).toBe(true);
});

test("another volume begins empty", () => {
  const file = writeData("rp-0", "pvc-1");
  claimStorage(layout, "ns", "rp-0", { cluster: "rp", volume: "pvc-2" });
  expect(fs.existsSync(file)).toBe(false);
  expect(brokersWithData(layout)).toEqual([{ namespace: "ns", pod: "rp-0", cluster: "rp", volume: "pvc-2" }]);
});

test("the voters stay those of the data when brokers are added", () => {
  writeData("rp-0", "pvc-1");
  const first = quorumOf(layout, "ns", "rp", [0]);
  expect(quorumOf(layout, "ns", "rp", [0, 1, 2])).toEqual(first);
});

test("the voters are chosen anew once the last data is gone, not before", () => {
  writeData("rp-0", "pvc-1");
  writeData("rp-1", "pvc-2");
  quorumOf(layout, "ns", "rp", [0]);
  removeStorage(layout, "ns", "rp-0");
  expect(quorumOf(layout, "ns", "rp", [0, 1, 2]).voters).toEqual([0]);
  removeStorage(layout, "ns", "rp-1");
  expect(quorumOf(layout, "ns", "rp", [0, 1, 2]).voters).toEqual([0, 1, 2]);
});
