import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { quoted } from "../../sandbox/environment";
import { aligned } from "../../sandbox/status";

test.each(["plain", "it's", "a b", '$HOME `id` "x"', "back\\slash", "line\nbreak"])(
  "a shell reads %j back as it was",
  (value) => {
    expect(execFileSync("sh", ["-c", `x=${quoted(value)}; printf %s "$x"`], { encoding: "utf8" })).toBe(value);
  },
);

test("columns stand under each other", () => {
  expect(
    aligned([
      ["PROCESS", "PID"],
      ["etcd", "1"],
      ["kube-apiserver", "12345"],
    ]),
  ).toEqual(["PROCESS         PID", "etcd            1", "kube-apiserver  12345"]);
});
