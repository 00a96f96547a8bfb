import { createHash } from "node:crypto";
import os from "node:os";
import path from "node:path";

const LONGEST_SOCKET_PATH = 107;

/** Folder of a server's Unix socket: beside its data; a socket's path may have 107 bytes at most, so a long one moves to the system's temporary folder. */
export function socketDirectory(dir: string): string {
  const beside = path.join(dir, "socket");
  if (Buffer.byteLength(path.join(beside, ".s.PGSQL.65535")) <= LONGEST_SOCKET_PATH) return beside;
  const digest = createHash("sha256").update(beside).digest("hex").slice(0, 16);
  return path.join(os.tmpdir(), `streaming-postgres-${digest}`);
}
