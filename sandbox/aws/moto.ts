import fs from "node:fs";
import path from "node:path";
import { UserError } from "../../core/problems";
import { ensureTools } from "../../tools/bootstrap/ensure";
import { BootstrapError } from "../../tools/bootstrap/run-program";
import { toolPath } from "../../tools/paths";
import { REPOSITORY } from "../layout";
import type { SandboxLayout } from "../layout";
import { choosePort, requireFree } from "../ports";
import { running, start } from "../processes";
import { waitFor } from "../wait";

/** Name of the process and of its port. */
export const AWS = "aws";
const START_DEADLINE_MS = 60_000;

export interface Aws {
  /** For every service that is played: S3, IAM, STS. Any credentials will do. */
  readonly endpoint: string;
}

/** Where it is, or will be once it was started. */
export async function awsAt(layout: SandboxLayout): Promise<Aws> {
  return { endpoint: `http://127.0.0.1:${await choosePort(layout, AWS)}` };
}

/**
 * Starts what plays AWS unless it runs. moto has no memory of its own; `server/journal.py` gives it one for buckets, their settings, roles and
 * policies, so these are there again with the same ids after a restart. Objects in buckets are gone, and dates of creation are new.
 */
export async function ensureAws(layout: SandboxLayout): Promise<Aws> {
  const port = await choosePort(layout, AWS);
  const { endpoint } = await awsAt(layout);
  if (running(layout, AWS)) return { endpoint };
  await ensureMoto();
  await requireFree(layout, [AWS]);
  const data = path.join(layout.dir, AWS);
  fs.mkdirSync(data, { recursive: true, mode: 0o700 });
  const server = path.join(REPOSITORY, "sandbox", "aws", "server", "main.py");
  const record = await start(layout, {
    name: AWS,
    command: [
      toolPath("moto-python"),
      "-B",
      server,
      "--port",
      String(port),
      "--journal",
      path.join(data, "journal.jsonl"),
    ],
  });
  await waitFor(layout, { what: "what plays AWS", deadlineMs: START_DEADLINE_MS, process: record }, () =>
    answers(endpoint),
  );
  return { endpoint };
}

/** Only a stack that uses AWS needs it, and Python. */
async function ensureMoto(): Promise<void> {
  try {
    await ensureTools(["moto"]);
  } catch (error) {
    throw error instanceof BootstrapError ? new UserError(error.message, { cause: error }) : error;
  }
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/moto-api/`)).ok;
  } catch {
    return false; // not yet
  }
}
