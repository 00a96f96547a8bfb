/** StreamFlow's databases, as those use them who log in there. */
import { addressesOf } from "../../../sandbox/project/access";
import { readCommitted } from "../../../sandbox/project/committed";
import { capture } from "../../../sandbox/project/pulumi";
import { rolePasswordKey } from "../../../stacks/streamflow-secrets";
import { queryOnce } from "./postgres-client";
import type { TestSandbox } from "./sandbox";

/** A statement's rows, for a role with the password of the stack's encrypted config. */
export async function queryAs(
  { layout, stackFile }: TestSandbox,
  role: string,
  statement: string,
  database = "streamflow",
): Promise<readonly unknown[]> {
  const password = await capture(layout, ["config", "get", rolePasswordKey(role), "--non-interactive"]);
  const platforms = await addressesOf(layout, readCommitted(stackFile));
  const port = platforms.find(({ platform }) => platform === "streamflow")?.databasePort;
  if (port === undefined) throw new Error("StreamFlow is switched off");
  const ssl = { rejectUnauthorized: false };
  return queryOnce({ host: "127.0.0.1", port, database, user: role, password: password.trim(), ssl }, statement);
}
