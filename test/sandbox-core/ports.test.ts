import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sandboxLayout } from "../../sandbox/layout";
import { ownerOf } from "../../sandbox/port-owners";
import { NODE_PORTS, choosePort, choosePorts, keptPorts, rangeOf, requireFree } from "../../sandbox/ports";
import { startTimeOf } from "../../sandbox/process-table";

let root: string;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "ports-"));
});
afterEach(() => fs.rmSync(root, { recursive: true }));

const listening = async (port: number): Promise<net.Server> => {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen({ host: "127.0.0.1", port }, resolve));
  return server;
};

describe("choosing ports", () => {
  test("a port is chosen once and kept", async () => {
    const layout = sandboxLayout("dev", root);
    const api = await choosePort(layout, "api");
    expect(await choosePort(layout, "api")).toBe(api);
    expect(keptPorts(layout)).toEqual({ api });
  });

  test("brokers and databases listen where NodePort Services can say so, the rest elsewhere", async () => {
    const layout = sandboxLayout("dev", root);
    const ports = await choosePorts(layout, ["kafka/n/p-0", "postgres/n/c", "api", "kafka-controller/n/p-0"]);
    const inRange = Object.entries(ports).map(([name, port]) => [
      name,
      port >= NODE_PORTS.first && port <= NODE_PORTS.last,
    ]);
    expect(Object.fromEntries(inRange)).toEqual({
      "kafka/n/p-0": true,
      "postgres/n/c": true,
      api: false,
      "kafka-controller/n/p-0": false,
    });
  });

  test("no port is in a range that outgoing connections are given", () => {
    expect(rangeOf("kafka/n/p").last).toBeLessThan(32_768);
    expect(rangeOf("api").last).toBeLessThan(32_768);
  });

  test("two stacks never share a port, even when both choose at once", async () => {
    const names = Array.from({ length: 20 }, (_, i) => `port-${i}`);
    const [dev, prod] = await Promise.all(
      ["dev", "prod"].map((stack) => choosePorts(sandboxLayout(stack, root), names)),
    );
    const all = [...Object.values(dev ?? {}), ...Object.values(prod ?? {})];
    expect(new Set(all).size).toBe(40);
  });

  test("choosing many at once for one stack keeps them all", async () => {
    const layout = sandboxLayout("dev", root);
    const chosen = await Promise.all(["a", "b", "c", "d"].map((name) => choosePort(layout, name)));
    expect(Object.values(keptPorts(layout)).sort()).toEqual([...chosen].sort());
  });
});

describe("a kept port", () => {
  test("that another process took is refused with its name, the process and the remedy", async () => {
    const layout = sandboxLayout("dev", root);
    const server = await listening(await choosePort(layout, "api"));
    const refusal = requireFree(layout, ["api"]);
    await expect(refusal).rejects.toThrow(/^Port \d+, which the sandbox of dev keeps for api, is in use by/);
    await expect(refusal).rejects.toThrow(/remove the line "api" from .*ports\.json to have another port chosen/);
    if (process.platform === "linux") await expect(refusal).rejects.toThrow(`process ${process.pid} (`);
    server.close();
  });

  test("that a killed process holds a moment longer is waited for", async () => {
    const layout = sandboxLayout("dev", root);
    const port = await choosePort(layout, "api");
    const program = `require("node:net").createServer().listen(${port}, "127.0.0.1", () => process.send("listening"))`;
    const child = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    await once(child, "message");
    const { pid } = child;
    if (pid === undefined) throw new Error("the process has an id once it listens");
    process.kill(pid, "SIGKILL");
    while (startTimeOf(pid) !== undefined) await new Promise(setImmediate);
    await expect(requireFree(layout, ["api"])).resolves.toBeUndefined();
  });

  test("that is free is no matter", async () => {
    const layout = sandboxLayout("dev", root);
    await choosePort(layout, "api");
    await expect(requireFree(layout, ["api", "never-chosen"])).resolves.toBeUndefined();
  });
});

test("every port has one process that listens on it", () => {
  const owners = ["api", "etcd-peer", "scheduler", "kafka/n/p-0", "kafka-controller/n/p-0", "postgres/n/c"].map(
    ownerOf,
  );
  expect(owners).toEqual(["kube-apiserver", "etcd", "kube-scheduler", "kafka/n/p-0", "kafka/n/p-0", "postgres/n/c"]);
});
