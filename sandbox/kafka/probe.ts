import net from "node:net";

/**
 * True if a broker answers on this port: a complete ApiVersions exchange, not only an open port. A broker opens its listeners for requests once the
 * controllers have admitted it, so an answer means that it serves.
 */
export function brokerAnswers(port: number, timeoutMs = 1_000): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: "127.0.0.1", port });
    const chunks: Buffer[] = [];
    const finish = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(timeoutMs, () => finish(false));
    socket.once("error", () => finish(false));
    socket.once("close", () => finish(false));
    socket.once("connect", () => socket.write(apiVersionsRequest()));
    socket.on("data", (chunk) => {
      chunks.push(chunk);
      const answer = isApiVersionsResponse(Buffer.concat(chunks));
      if (answer !== undefined) finish(answer);
    });
  });
}

const API_VERSIONS = 18;
const CORRELATION_ID = 0x5eed;
const CLIENT_ID = "sandbox-probe";

/** Length, then header version 1: api key, api version 0, correlation id, client id. The body is empty. */
function apiVersionsRequest(): Buffer {
  const header = Buffer.alloc(10);
  header.writeInt16BE(API_VERSIONS, 0);
  header.writeInt16BE(0, 2);
  header.writeInt32BE(CORRELATION_ID, 4);
  header.writeInt16BE(CLIENT_ID.length, 8);
  const length = Buffer.alloc(4);
  length.writeInt32BE(header.length + CLIENT_ID.length);
  return Buffer.concat([length, header, Buffer.from(CLIENT_ID)]);
}

/** Whether the bytes are the whole, errorless response; undefined while there are too few. */
export function isApiVersionsResponse(bytes: Buffer): boolean | undefined {
  if (bytes.length < 4) return undefined;
  const length = bytes.readInt32BE(0);
  if (length < 6 || length > 1_048_576) return false;
  if (bytes.length < 4 + length) return undefined;
  return bytes.readInt32BE(4) === CORRELATION_ID && bytes.readInt16BE(8) === 0;
}
