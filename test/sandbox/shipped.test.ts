/** The stacks as they are shipped: they come up whole, stay as they are, and pass the policy pack under the real CLI. An edit of them that can't be deployed is found here. */
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { REPOSITORY } from "../../sandbox/layout";
import { up } from "../../sandbox/lifecycle";
import type { Pod } from "../../sandbox/operators/kubernetes/objects";
import { isReady } from "../../sandbox/operators/kubernetes/pods";
import { capture } from "../../sandbox/project/pulumi";
import { objectsIn } from "./support/objects";
import { testSandbox, type TestSandbox } from "./support/sandbox";
import { told } from "./support/told";

const WITH_PACK = ["--policy-pack", path.join(REPOSITORY, "policy")];

describe.each(["dev", "prod"])("the shipped stack %s", (name) => {
  let sandbox: TestSandbox;
  beforeAll(async () => {
    sandbox = await testSandbox(`shipped-${name}`, name);
  });
  afterAll(() => sandbox.remove());

  const pods = (): Promise<readonly Pod[]> => objectsIn<Pod>(sandbox, "/api/v1/pods");

  test("is made from nothing, and no pod is left waiting", async () => {
    const { steps } = await up(sandbox);
    expect(new Set(steps.map(({ op }) => op))).toEqual(new Set(["create"]));
    const all = await pods();
    const waiting = all.filter((pod) => !isReady(pod) && pod.status?.phase !== "Succeeded");
    expect(waiting.map(({ metadata }) => metadata.name)).toEqual([]);
    expect(all.length).toBeGreaterThan(10);
  });

  test("has nothing to do for a refresh or a second run", async () => {
    const refresh = ["refresh", "--yes", "--expect-no-changes", "--non-interactive"];
    await expect(capture(sandbox.layout, refresh)).resolves.toContain("unchanged");
    expect(await up(sandbox)).toMatchObject({ changed: false, steps: [] });
  });

  test("passes the policy pack: no rule refuses anything", async () => {
    const { ok, text } = await told(sandbox, "preview", "--expect-no-changes", ...WITH_PACK);
    expect(text).toMatch(/Policies:\n\s+\S+ streaming@v/);
    expect(text).not.toContain("[mandatory]");
    expect(ok, text).toBe(true);
  });

  test("is refused with an image that moves, before anything changes", async () => {
    const names = async () => (await pods()).map(({ metadata }) => metadata.name).sort();
    const before = await names();
    sandbox.edit(["streaming:streamflow", "airflow", "dags", "image"], "example.com/streamflow/dags:latest");
    const { ok, text } = await told(sandbox, "up", "--yes", ...WITH_PACK);
    expect(ok).toBe(false);
    expect(text).toMatch(/\[mandatory\].* sec-02-no-latest/);
    expect(await names()).toEqual(before);
  });
});
