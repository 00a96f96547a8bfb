import type { StackConfig } from "../../stacks/config";
import type { SandboxLayout } from "../layout";
import { keptPorts } from "../ports";
import { AWS } from "./moto";

/** Buckets at an S3-compatible store are made by those who run it; all others are AWS's. */
export const usesAws = ({ objectStore }: Pick<StackConfig, "objectStore">): boolean =>
  objectStore !== undefined && objectStore.endpoint === undefined;

/** By which every AWS client, the provider too, finds the sandbox's own AWS, and never somebody's real account. */
export function awsVariables(layout: SandboxLayout): Readonly<Record<string, string>> {
  const port = keptPorts(layout)[AWS];
  if (port === undefined) return {};
  return {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: "sandbox",
    AWS_SECRET_ACCESS_KEY: "sandbox",
    AWS_SESSION_TOKEN: "",
    AWS_PROFILE: "",
  };
}
