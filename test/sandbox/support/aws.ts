/** What plays AWS, for one test file, in a folder and on a port of its own. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { IAMClient } from "@aws-sdk/client-iam";
import { S3Client } from "@aws-sdk/client-s3";
import { ensureAws } from "../../../sandbox/aws/moto";
import { sandboxLayout } from "../../../sandbox/layout";
import { stopAll } from "../../../sandbox/processes";
import { REGION, type AwsWorld } from "../../providers/conformance/aws-world";

/** Any will do. */
export const CREDENTIALS = { accessKeyId: "sandbox", secretAccessKey: "no secret at all" };

export interface TestAws extends AwsWorld {
  readonly endpoint: string;
  /** Stops it and starts it again on the same data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function startAws(): Promise<TestAws> {
  const layout = sandboxLayout("providers", mkdtempSync(path.join(tmpdir(), "streaming-aws-")));
  const { endpoint } = await ensureAws(layout);
  const options = { endpoint, region: REGION, credentials: CREDENTIALS };
  const [s3, iam] = [new S3Client({ ...options, forcePathStyle: true }), new IAMClient(options)];
  return {
    endpoint,
    s3,
    iam,
    restart: async () => {
      await stopAll(layout);
      await ensureAws(layout);
    },
    stop: async () => {
      s3.destroy();
      iam.destroy();
      await stopAll(layout);
      rmSync(layout.root, { recursive: true, force: true });
    },
  };
}
