import net from "node:net";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { brokerAnswers } from "../../../sandbox/kafka/probe";

const servers: net.Server[] = [];

afterEach(() => servers.splice(0).forEach((server) => server.close()));

/** A listener that answers whatever it is sent with these bytes. */
async function serverOf(answer: (request: Buffer) => Buffer | undefined): Promise<number> {
  const server = net.createServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (request) => {
      const bytes = answer(request);
      if (bytes) socket.write(bytes);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** Length, correlation id as asked, error code, no APIs. */
function response(request: Buffer, error: number): Buffer {
  const bytes = Buffer.alloc(14);
  bytes.writeInt32BE(10, 0);
  request.copy(bytes, 4, 8, 12);
  bytes.writeInt16BE(error, 8);
  return bytes;
}

test("a broker that completes the exchange answers", async () => {
  expect(await brokerAnswers(await serverOf((request) => response(request, 0)))).toBe(true);
});

test("an open port that says nothing is no broker", async () => {
  expect(await brokerAnswers(await serverOf(() => undefined), 100)).toBe(false);
});

test("an error is no answer, nor is another protocol's greeting", async () => {
  expect(await brokerAnswers(await serverOf((request) => response(request, 35)))).toBe(false);
  expect(await brokerAnswers(await serverOf(() => Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n")))).toBe(false);
});

test("a closed port is no answer", async () => {
  const port = await serverOf(() => undefined);
  servers.splice(0).forEach((server) => server.close());
  expect(await brokerAnswers(port)).toBe(false);
});
